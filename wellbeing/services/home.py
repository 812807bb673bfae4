"""The home page: what waits for me, what waits for others, what is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select

from wellbeing.crypto import reveal_many
from wellbeing.gate import Access, Work, use_case
from wellbeing.models import Case, Referral, Student
from wellbeing.policy import May, Role
from wellbeing.rules import Standing
from wellbeing.workflow import CaseState, ReferralState

_MOST = 12


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do: what, about whom, by when."""

    what: str
    page: str
    object_id: UUID
    number: str
    student: str
    due_at: datetime | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Home:
    """What a person comes to."""

    mine: tuple[NextStep, ...]
    others: tuple[NextStep, ...]
    open_referrals: int
    open_cases: int


_WHAT = {
    ReferralState.SUBMITTED: "acknowledge",
    ReferralState.SCREENING: "decide",
    ReferralState.NEEDS_INFO: "answer",
    ReferralState.DECIDED: "tell_back",
}


@use_case(may=May.SEE_HOME, access=Access.READ)
def home(work: Work) -> Home:
    """Return the next steps of the actor and of those the actor waits for, late ones first."""
    mine: list[NextStep] = []
    others: list[NextStep] = []
    for referral, name in _referral_steps(work):
        asked_of_me = referral.state == ReferralState.NEEDS_INFO
        own_turn = referral.referrer_id == work.actor.user_id if asked_of_me else _screens(work)
        page = "screen" if _screens(work) else "referral"
        (mine if own_turn else others).append(_step(work, referral, name, page))
    steps = _case_steps(work)
    waiting = Referral.next_due_at.is_not(None)
    running = Case.state == CaseState.OPEN
    return Home(
        mine=(*mine, *(steps if work.actor.has(Role.COUNSELLOR) else ())),
        others=(*others, *(one for one in steps if _escalated(work, one))),
        open_referrals=_count(work, select(Referral.id).where(waiting).limit(1_000)),
        open_cases=_count(work, select(Case.id).where(running).limit(1_000)),
    )


def _escalated(work: Work, step: NextStep) -> bool:
    """What is long overdue with its owner comes to the coordinator's list too."""
    return step.standing is Standing.ESCALATED and work.actor.has(Role.COORDINATOR)


def _screens(work: Work) -> bool:
    return work.actor.may(May.SCREEN)


def _referral_steps(work: Work) -> list[tuple[Referral, str]]:
    query = select(Referral).where(Referral.next_due_at.is_not(None))
    rows = work.db.scalars(query.order_by(Referral.next_due_at).limit(_MOST)).all()
    work.require_sound(rows)
    names = _names(work, {row.student_id for row in rows})
    return [(row, names.get(row.student_id, "")) for row in rows]


def _case_steps(work: Work) -> list[NextStep]:
    """Return the first talks that cases wait for, the oldest clock first."""
    if not work.actor.has(Role.COUNSELLOR, Role.COORDINATOR):
        return []
    waiting = Case.state == CaseState.OPEN, Case.contact_due_at.is_not(None)
    query = select(Case).where(*waiting).order_by(Case.contact_due_at).limit(_MOST)
    found = work.db.scalars(query).all()
    names = _names(work, {row.student_id for row in found})
    return [
        NextStep(
            "first_contact", "case", row.id, row.number, names.get(row.student_id, ""),
            row.contact_due_at, work.standing(row.clock_started_at, row.contact_due_at),
        )
        for row in found
    ]  # fmt: skip


def _names(work: Work, ids: set[UUID]) -> dict[UUID, str]:
    students = work.db.scalars(select(Student).where(Student.id.in_(ids))).all()
    return dict(zip((s.id for s in students), reveal_many(students, "name"), strict=True))


def _step(work: Work, referral: Referral, name: str, page: str) -> NextStep:
    return NextStep(
        _WHAT[ReferralState(referral.state)],
        page,
        referral.id,
        referral.number,
        name,
        referral.next_due_at,
        work.standing(referral.clock_started_at, referral.next_due_at),
    )


def _count(work: Work, some: Select[UUID]) -> int:
    return work.db.scalar(select(func.count()).select_from(some.subquery())) or 0
