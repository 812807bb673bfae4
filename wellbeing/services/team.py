"""The case team: assign a counsellor with the load shown, invite helpers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select

from wellbeing.basis import require, sharing_in
from wellbeing.case_acts import ask_for_case, clashes, give_case, who_must_agree
from wellbeing.desks import Load, loads, require_room, serving
from wellbeing.errors import NotFound
from wellbeing.forms import InvalidForm, Kind, Problem, ask, offer
from wellbeing.gate import Access, Work, use_case
from wellbeing.grounds import Purpose
from wellbeing.i18n import N_
from wellbeing.models import Case, CaseMember, Guardian
from wellbeing.names import user_names
from wellbeing.policy import May, Role
from wellbeing.rules import clock_due

__all__ = [
    "AssignForm",
    "Assigned",
    "HelperForm",
    "LeaveForm",
    "Load",
    "People",
    "add_helper",
    "assign",
    "end_helper",
    "people_for",
]


@dataclass(frozen=True, slots=True)
class AssignForm:
    """Who counsels, and why in spite of a full desk."""

    counsellor_id: UUID | None = ask(N_("Counsellor"), Kind.RECORD)
    override: str = offer(N_("Reason, where the counsellor's desk is full"), limit=200)
    reason: str = offer(
        N_("What should the counsellor know first?"),
        Kind.TEXT,
        limit=1_000,
        hint=N_("They read this before they answer. Nothing from the talks belongs here."),
    )


@dataclass(frozen=True, slots=True)
class Assigned:
    """What became of it: asked, with the day of the answer; or given, with talks that meet."""

    answer_by: datetime | None
    clashes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HelperForm:
    """A teacher or an officer who helps with the plan."""

    user_id: UUID | None = ask(N_("Who helps?"), Kind.RECORD)


@dataclass(frozen=True, slots=True)
class LeaveForm:
    """A teacher or an officer who helps no longer."""

    helper_id: UUID | None = ask(N_("Who leaves the team?"), Kind.RECORD)


@dataclass(frozen=True, slots=True)
class People:
    """Whom a case can be given to, and who can help."""

    counsellors: tuple[Load, ...]
    helpers: tuple[tuple[UUID, str, str], ...]
    # Those who help in the case now; some of them may serve no longer.
    here: tuple[tuple[UUID, str, str], ...]
    family: tuple[tuple[UUID, str], ...]


@use_case(may=May.RUN_CASE, access=Access.READ)
def people_for(work: Work, case_id: UUID) -> People:
    """Return counsellors with their load, possible helpers, and the family's accounts."""
    case = _load(work, case_id)
    helpers = serving(work, Role.TEACHER, Role.OFFICER)
    query = select(Guardian).where(Guardian.student_id == case.student_id)
    family = [one for one in work.db.scalars(query) if one.user_id is not None]
    now = {row.user_id: row.role for row in work.db.scalars(_helpers_of(case))}
    names = user_names(work, now)
    return People(
        loads(work),
        tuple((key, name, role) for key, (name, role) in helpers.items()),
        tuple((key, names.get(key, ""), role) for key, role in now.items()),
        tuple((one.user_id, one.name.reveal()) for one in family if one.user_id),
    )


@use_case(may=May.SCREEN)
def assign(work: Work, case_id: UUID, form: AssignForm) -> Assigned:
    """Give the case to a counsellor, or ask them where somebody counsels already.

    Without a counsellor, or with one who is away or gone, it is theirs at once; else it goes over
    when they say yes. A full desk needs a reason.
    """
    case = _load(work, case_id)
    require_room(work, case, form.counsellor_id, form.override)
    if form.counsellor_id is None:
        raise NotFound()
    serving_it = who_must_agree(work, case.id)
    if form.counsellor_id in serving_it:
        raise InvalidForm({"counsellor_id": Problem(N_("They counsel in this case already."))})
    if serving_it:
        ask_for_case(work, case, form.counsellor_id, form.reason)
        return Assigned(clock_due(work.runtime.pack, "transfer", work.now))
    found = clashes(work, case.id, form.counsellor_id)
    give_case(work, case.id, form.counsellor_id)
    return Assigned(None, found)


@use_case(may=May.RUN_CASE)
def add_helper(work: Work, case_id: UUID, form: HelperForm) -> None:
    """Bring a teacher or an officer to the team; they see the case's facts, never the talks.

    Nobody is on a team twice.
    """
    case = _load(work, case_id)
    known = serving(work, Role.TEACHER, Role.OFFICER)
    if form.user_id is None or form.user_id not in known:
        raise NotFound()
    require(work, sharing_in(case, Purpose.HELPERS, form.user_id))
    if work.db.scalars(_helpers_of(case, form.user_id)).first() is not None:
        raise InvalidForm({"user_id": Problem(N_("They are on the team already."))})
    role = Role(known[form.user_id][1])
    work.db.add(CaseMember(case_id=case.id, user_id=form.user_id, role=role.value, since=work.now))


@use_case(may=May.RUN_CASE)
def end_helper(work: Work, case_id: UUID, form: LeaveForm) -> None:
    """Let a teacher or an officer leave the team: from now on they see nothing of the case.

    When they came and went stays on the team's list; a task of the plan stays theirs until the
    plan gives it to somebody else. Whoever does not help here is NotFound.
    """
    case = _load(work, case_id)
    row = work.db.scalars(_helpers_of(case, form.helper_id)).first() if form.helper_id else None
    if row is None:
        raise NotFound()
    row.until = work.now


def _helpers_of(case: Case, *users: UUID) -> Select[CaseMember]:
    """Return who helps in a case now beside its counsellor, or whether these do."""
    roles = CaseMember.role.in_((Role.TEACHER.value, Role.OFFICER.value))
    query = select(CaseMember).where(
        CaseMember.case_id == case.id, CaseMember.until.is_(None), roles
    )
    return query.where(CaseMember.user_id.in_(users)) if users else query


def _load(work: Work, case_id: UUID) -> Case:
    case = work.find(Case, case_id)
    work.about(case)
    return case
