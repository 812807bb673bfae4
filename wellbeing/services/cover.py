"""Cover: who supervises, who stands in during an absence, who was given a case for a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import or_, select

from wellbeing.errors import NotFound
from wellbeing.forms import InvalidForm, Kind, Problem, ask
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Case, Entrusted, Membership, Tie, User
from wellbeing.models.relations import team_cases
from wellbeing.policy import May, Role
from wellbeing.rules import clock_due

_COUNSELLOR = N_("Please choose a counsellor.")
_OTHER = N_("Please choose somebody else.")
OCCASIONS = (
    ("regular", N_("Regular supervision")),
    ("asked", N_("The counsellor asked for it")),
    ("concern", N_("A worry about safety")),
    ("complaint", N_("A complaint")),
)


@dataclass(frozen=True, slots=True)
class SupervisorForm:
    """Who supervises whom."""

    counsellor_id: UUID | None = ask(N_("Counsellor"), Kind.RECORD)
    supervisor_id: UUID | None = ask(
        N_("Who supervises them?"),
        Kind.RECORD,
        hint=N_("They read the cases. A talk's note opens only while they review that case."),
    )


@dataclass(frozen=True, slots=True)
class DeputyForm:
    """Who is away, who stands in, from which day to which."""

    counsellor_id: UUID | None = ask(N_("Who is away?"), Kind.RECORD)
    deputy_id: UUID | None = ask(N_("Who stands in?"), Kind.RECORD)
    first_on: date | None = ask(N_("First day away"), Kind.DATE)
    last_on: date | None = ask(N_("Last day away"), Kind.DATE)


@dataclass(frozen=True, slots=True)
class DelegateForm:
    """To whom one case is given for a time."""

    delegate_id: UUID | None = ask(N_("Which counsellor takes the case for a time?"), Kind.RECORD)
    last_on: date | None = ask(N_("Until which day?"), Kind.DATE)


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """Why a supervisor looks into the talks of a case."""

    occasion: str = ask(N_("What is the review for?"), Kind.CHOICE, options=OCCASIONS)


@dataclass(frozen=True, slots=True)
class CoverRow:
    """Something entrusted: to whom, on behalf of whom or in which case, until when."""

    id: UUID
    tie: str
    to: str
    of: str
    case_id: UUID | None
    since: datetime
    until: datetime | None
    may_end: bool


@dataclass(frozen=True, slots=True)
class Cover:
    """What is entrusted now or soon, and the counsellors to choose from."""

    rows: tuple[CoverRow, ...]
    counsellors: tuple[tuple[UUID, str], ...]


@use_case(may=May.SEE_COVER, access=Access.READ)
def cover(work: Work) -> Cover:
    """Return what is entrusted now or from a day to come, as far as it concerns the actor."""
    e = Entrusted
    running = e.ended_at.is_(None), or_(e.until.is_(None), e.until > work.now)
    rows = work.db.scalars(select(e).where(*running).order_by(e.tie, e.since)).all()
    ids = {one for row in rows for one in (row.user_id, row.for_user_id) if one}
    numbers = {row.case_id for row in rows if row.case_id}
    names = _names(work, ids)
    cases = {c.id: c.number for c in work.db.scalars(select(Case).where(Case.id.in_(numbers)))}
    shown = tuple(
        CoverRow(
            row.id, row.tie, names.get(row.user_id, ""),
            _of(row, names, cases),
            row.case_id, row.since, row.until, _may_end(work, row),
        )
        for row in rows
    )  # fmt: skip
    return Cover(shown, tuple(_counsellors(work).items()))


@use_case(may=May.MANAGE_COVER)
def appoint_supervisor(work: Work, form: SupervisorForm) -> UUID:
    """Let a counsellor read a colleague's cases from now on, to look after the work."""
    whom, who = _pair(work, form.counsellor_id, form.supervisor_id, "supervisor_id")
    return _entrust(work, Tie.SUPERVISOR, who, work.now, None, for_user_id=whom)


@use_case(may=May.MANAGE_COVER)
def name_deputy(work: Work, form: DeputyForm) -> UUID:
    """Let a counsellor act in an absent colleague's cases, from the first day to the last."""
    whom, who = _pair(work, form.counsellor_id, form.deputy_id, "deputy_id")
    since, until = _start(work, form.first_on), _end(work, form.last_on)
    if until <= since:
        raise InvalidForm({"last_on": Problem(N_("The last day must not lie before the first."))})
    _require_to_come(work, until)
    return _entrust(work, Tie.DEPUTY, who, since, until, for_user_id=whom)


@use_case(may=May.RUN_CASE)
def delegate(work: Work, case_id: UUID, form: DelegateForm) -> UUID:
    """Give one case to another counsellor until the end of a day; it comes back by itself."""
    case = work.find(Case, case_id)
    if form.delegate_id not in _counsellors(work) or form.delegate_id == work.actor.user_id:
        raise InvalidForm({"delegate_id": Problem(_OTHER)})
    until = _end(work, form.last_on)
    _require_to_come(work, until)
    return _entrust(work, Tie.DELEGATED, form.delegate_id, work.now, until, case_id=case.id)


@use_case(may=May.SUPERVISE)
def open_review(work: Work, case_id: UUID, form: ReviewForm) -> UUID:
    """Open a supervised case's talks to its supervisor for a day; every reading is entered."""
    case = work.find(Case, case_id)
    supervised = Case.id == case.id, Case.id.in_(team_cases(work.actor.ties.supervises))
    if work.db.scalars(select(Case.id).where(*supervised)).first() is None:
        raise NotFound()
    until = clock_due(work.runtime.pack, "review_access", work.now)
    made = _entrust(work, Tie.REVIEW, work.actor.user_id, work.now, until, case_id=case.id)
    work.detail = f"occasion={form.occasion}"
    return made


@use_case(may=May.SEE_COVER)
def end_cover(work: Work, entrusted_id: UUID) -> None:
    """End what is entrusted before its time; whoever held it sees nothing from the next click."""
    row = work.find(Entrusted, entrusted_id)
    if not _may_end(work, row) or row.ended_at is not None:
        raise NotFound()
    row.ended_at = work.now
    work.about(row, detail=f"tie={row.tie}")


def _of(row: Entrusted, names: dict[UUID, str], cases: dict[UUID, str]) -> str:
    if row.for_user_id is not None:
        return names.get(row.for_user_id, "")
    return cases.get(row.case_id, "") if row.case_id else ""


def _may_end(work: Work, row: Entrusted) -> bool:
    return work.actor.has(Role.COORDINATOR) or work.actor.user_id == row.given_by


def _entrust(
    work: Work,
    tie: Tie,
    user_id: UUID | None,
    since: datetime,
    until: datetime | None,
    *,
    for_user_id: UUID | None = None,
    case_id: UUID | None = None,
) -> UUID:
    row = Entrusted(
        tie=tie.value, user_id=user_id, for_user_id=for_user_id, case_id=case_id,
        since=since, until=until,
    )  # fmt: skip
    work.db.add(row)
    work.about(row, detail=f"tie={tie.value}")
    return row.id


def _pair(work: Work, whom: UUID | None, who: UUID | None, asked: str) -> tuple[UUID, UUID]:
    serving = _counsellors(work)
    if whom is None or whom not in serving:
        raise InvalidForm({"counsellor_id": Problem(_COUNSELLOR)})
    if who is None or who not in serving:
        raise InvalidForm({asked: Problem(_COUNSELLOR)})
    if who == whom:
        raise InvalidForm({asked: Problem(_OTHER)})
    return whom, who


def _require_to_come(work: Work, until: datetime) -> None:
    if until <= work.now:
        raise InvalidForm({"last_on": Problem(N_("This day is over. Please give a later one."))})


def _start(work: Work, day: date | None) -> datetime:
    return datetime.combine(day or work.today, time.min, work.runtime.pack.time_zone)


def _end(work: Work, day: date | None) -> datetime:
    return _start(work, day) + timedelta(days=1)


def _counsellors(work: Work) -> dict[UUID, str]:
    serving = Membership.role == Role.COUNSELLOR, Membership.until.is_(None), User.active
    query = select(User).join(Membership, Membership.user_id == User.id).where(*serving)
    found = {one.id: one.name.reveal() for one in work.db.scalars(query).unique()}
    return dict(sorted(found.items(), key=lambda one: one[1]))


def _names(work: Work, ids: set[UUID]) -> dict[UUID, str]:
    users = work.db.scalars(select(User).where(User.id.in_(ids)))
    return {one.id: one.name.reveal() for one in users}
