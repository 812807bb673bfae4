"""The case team: assign a counsellor with the load shown, hand over, invite helpers."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from wellbeing.errors import NotFound
from wellbeing.forms import InvalidForm, Kind, Problem, ask, offer
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Case, CaseMember, Guardian, Membership, User
from wellbeing.policy import May, Role
from wellbeing.workflow import CaseState

# Own defaults (PRACTICE §2): what one case weighs, when to warn, when a reason is needed.
CAP, WARN_AT = 25, 20
WEIGHTS = {"u0": 3, "u1": 3, "u2": 2}
_FULL = N_("This counsellor has {load} of {cap}. Please choose another, or say why all the same.")


@dataclass(frozen=True, slots=True)
class AssignForm:
    """Who counsels, and why in spite of a full desk."""

    counsellor_id: UUID | None = ask(N_("Counsellor"), Kind.RECORD)
    override: str = offer(N_("Reason, where the counsellor's desk is full"), limit=200)


@dataclass(frozen=True, slots=True)
class HelperForm:
    """A teacher or an officer who helps with the plan."""

    user_id: UUID | None = ask(N_("Who helps?"), Kind.RECORD)


@dataclass(frozen=True, slots=True)
class Load:
    """A counsellor and the weight of their open cases."""

    id: UUID
    name: str
    load: int
    cap: int = CAP


@dataclass(frozen=True, slots=True)
class People:
    """Whom a case can be given to, and who can help."""

    counsellors: tuple[Load, ...]
    helpers: tuple[tuple[UUID, str, str], ...]
    family: tuple[tuple[UUID, str], ...]


@use_case(may=May.RUN_CASE, access=Access.READ)
def people_for(work: Work, case_id: UUID) -> People:
    """Return counsellors with their load, possible helpers, and the family's accounts."""
    case = _load(work, case_id)
    staff = _serving(work, Role.COUNSELLOR)
    helpers = _serving(work, Role.TEACHER) | _serving(work, Role.OFFICER)
    loads = tuple(
        Load(user_id, name, _weight(work, user_id)) for user_id, (name, _) in staff.items()
    )
    parents = {key: name for key, (name, _) in _family(work, case).items()}
    return People(
        loads,
        tuple((key, name, role) for key, (name, role) in helpers.items()),
        tuple(parents.items()),
    )


@use_case(may=May.SCREEN)
def assign(work: Work, case_id: UUID, form: AssignForm) -> None:
    """Give the case to a counsellor from now on; a full desk needs a reason."""
    case = _load(work, case_id)
    if form.counsellor_id not in _serving(work, Role.COUNSELLOR) or form.counsellor_id is None:
        raise InvalidForm({"counsellor_id": Problem(N_("Please choose a counsellor."))})
    load = _weight(work, form.counsellor_id) + WEIGHTS.get(case.urgency, 1)
    if load > CAP and not form.override:
        raise InvalidForm({"override": Problem(_FULL, {"load": load, "cap": CAP})})
    now_on = CaseMember.case_id == case.id, CaseMember.until.is_(None)
    for member in work.db.scalars(select(CaseMember).where(*now_on)):
        if member.role == Role.COUNSELLOR:
            member.until = work.now
    work.db.add(_member(work, case, form.counsellor_id, Role.COUNSELLOR))
    work.detail = "over the cap" if load > CAP else ""


@use_case(may=May.RUN_CASE)
def add_helper(work: Work, case_id: UUID, form: HelperForm) -> None:
    """Bring a teacher or an officer to the team; they see the case's facts, never the talks."""
    case = _load(work, case_id)
    known = _serving(work, Role.TEACHER) | _serving(work, Role.OFFICER)
    if form.user_id is None or form.user_id not in known:
        raise NotFound()
    work.db.add(_member(work, case, form.user_id, Role(known[form.user_id][1])))


def _member(work: Work, case: Case, user_id: UUID, role: Role) -> CaseMember:
    return CaseMember(case_id=case.id, user_id=user_id, role=role.value, since=work.now)


def _load(work: Work, case_id: UUID) -> Case:
    case = work.find(Case, case_id)
    work.about(case)
    return case


def _serving(work: Work, role: Role) -> dict[UUID, tuple[str, str]]:
    now_on = Membership.role == role, Membership.until.is_(None), User.active
    query = select(User).join(Membership, Membership.user_id == User.id).where(*now_on)
    users = work.db.scalars(query).unique().all()
    return {one.id: (one.name.reveal(), role.value) for one in users}


def _family(work: Work, case: Case) -> dict[UUID, tuple[str, str]]:
    query = select(Guardian).where(Guardian.student_id == case.student_id)
    return {
        one.user_id: (one.name.reveal(), "parent")
        for one in work.db.scalars(query)
        if one.user_id is not None
    }


def _weight(work: Work, user_id: UUID) -> int:
    """Return the weight of a counsellor's open cases; only a number leaves here."""
    c, m = Case.__table__.c, CaseMember.__table__.c
    mine = m.user_id == user_id, m.until.is_(None), m.role == Role.COUNSELLOR.value
    query = (
        select(c.urgency, func.count())
        .join(CaseMember.__table__, m.case_id == c.id)
        .where(*mine, c.state != CaseState.CLOSED.value)
        .group_by(c.urgency)
    )
    rows = work.db.connection().execute(query)
    return sum(WEIGHTS.get(urgency, 1) * n for urgency, n in rows)
