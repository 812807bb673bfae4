"""Break the glass: open a colleague's case for hours, told at once, looked at afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from wellbeing.errors import InvalidTransition, NotFound
from wellbeing.forms import InvalidForm, Kind, Problem, ask
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Case, Emergency, Entrusted, Student, Tie, User
from wellbeing.policy import May
from wellbeing.site_acts import case_in_emergency

HOURS = (("1", N_("1 hour")), ("2", N_("2 hours")), ("4", N_("4 hours")))
_NOT_FOUND = N_("We find no case of this name or number. Call the coordinator.")
_SEVERAL = N_("Several cases fit. Please give the number of the case, or call the coordinator.")
_YOURS = N_("This case is open to you already: you find it under Cases.")


@dataclass(frozen=True, slots=True)
class EmergencyForm:
    """Whose case, why, for how long."""

    whose: str = ask(N_("Full name of the young person, or number of the case"))
    reason: str = ask(
        N_("What is happening, and why can it not wait for their counsellor?"),
        Kind.TEXT,
        limit=1_000,
        hint=N_("The coordinator reads this at once."),
    )
    hours: str = ask(N_("For how long?"), Kind.CHOICE, options=HOURS)


@dataclass(frozen=True, slots=True)
class FindingForm:
    """What the look at it afterwards found."""

    finding: str = ask(N_("Was it needed? What follows from it?"), Kind.TEXT, limit=1_000)


@dataclass(frozen=True, slots=True)
class EmergencyView:
    """One opening in an emergency."""

    id: UUID
    case_id: UUID
    student: str
    by: str
    at: datetime
    until: datetime
    reason: str
    reviewed_at: datetime | None
    finding: str


@use_case(may=May.BREAK_GLASS, fresh_factor=True)
def break_glass(work: Work, form: EmergencyForm) -> UUID:
    """Open a case for at most four hours, for reading; its coordinator is told at once."""
    found = case_in_emergency(work, form.whose)
    if len(found) != 1:
        raise InvalidForm({"whose": Problem(_SEVERAL if found else _NOT_FOUND)})
    case_id, student_id = found[0]
    if work.db.get(Case, case_id) is not None:
        raise InvalidTransition(_YOURS)
    until = work.now + timedelta(hours=int(form.hours))
    row = Emergency(case_id=case_id, student_id=student_id, at=work.now, until=until)
    row.reason = form.reason
    tie = Entrusted(
        tie=Tie.EMERGENCY.value, user_id=work.actor.user_id, case_id=case_id, since=work.now,
        until=until,
    )  # fmt: skip
    work.db.add_all([row, tie])
    work.about(row, detail=f"case={case_id} hours={form.hours}")
    return case_id


@use_case(may=May.BREAK_GLASS)
def end_emergency(work: Work, emergency_id: UUID) -> None:
    """Close the case again before its time; the review is owed all the same."""
    row = work.find(Emergency, emergency_id)
    _end_tie(work, row)
    work.about(row)


@use_case(may=May.REVIEW_EMERGENCY)
def review_emergency(work: Work, emergency_id: UUID, form: FindingForm) -> None:
    """Note what the look at it found; it ends at once where it still runs."""
    row = work.find(Emergency, emergency_id)
    if row.user_id == work.actor.user_id or row.reviewed_at is not None:
        raise NotFound()
    row.finding = form.finding
    row.reviewed_by, row.reviewed_at = work.actor.user_id, work.now
    _end_tie(work, row)
    work.about(row)


@use_case(may=May.SEE_COVER, access=Access.READ)
def emergencies(work: Work, case_id: UUID | None = None) -> tuple[EmergencyView, ...]:
    """Return openings in an emergency that the actor may know, the newest first."""
    query = select(Emergency).order_by(Emergency.at.desc()).limit(20)
    if case_id is not None:
        query = query.where(Emergency.case_id == case_id)
    rows = work.db.scalars(query).all()
    people = {one.user_id for one in rows}
    users = work.db.scalars(select(User).where(User.id.in_(people)))
    names = {one.id: one.name.reveal() for one in users}
    return tuple(
        EmergencyView(
            row.id, row.case_id, _student(work, row), names[row.user_id], row.at, row.until,
            row.reason.reveal(), row.reviewed_at, row.finding.reveal() or "",
        )
        for row in rows
    )  # fmt: skip


def _student(work: Work, row: Emergency) -> str:
    """Return the name while the case is open to the actor; after that it is not theirs to know."""
    found = work.db.get(Student, row.student_id)
    return found.name.reveal() if found is not None else ""


def _end_tie(work: Work, row: Emergency) -> None:
    e = Entrusted
    same = e.tie == Tie.EMERGENCY, e.case_id == row.case_id, e.user_id == row.user_id
    running = e.ended_at.is_(None), e.until > work.now
    for tie in work.db.scalars(select(e).where(*same, *running)):
        tie.ended_at = work.now
