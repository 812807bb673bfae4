"""The home page: what waits for me, what waits for others, what is late."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from wellbeing.case_facts import waiting_cases
from wellbeing.gate import Access, Work, use_case
from wellbeing.guide import Owner, Step, What
from wellbeing.models import Case, Plan, PlanTask, Referral
from wellbeing.names import student_names
from wellbeing.policy import May, Role
from wellbeing.rules import Standing
from wellbeing.workflow import CaseState, PlanState, ReferralState, TaskState

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

    @property
    def late(self) -> tuple[NextStep, ...]:
        """The actor's own steps whose clock has run out."""
        return tuple(one for one in self.mine if one.standing in _LATE)

    @property
    def today(self) -> tuple[NextStep, ...]:
        """The actor's own steps that are still in time."""
        return tuple(one for one in self.mine if one.standing not in _LATE)


_LATE = (Standing.OVERDUE, Standing.ESCALATED)

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
    steps, escalated = _case_steps(work)
    waiting = Referral.next_due_at.is_not(None)
    running = Case.state == CaseState.OPEN
    return Home(
        mine=(*mine, *steps, *_own_tasks(work)),
        others=(*others, *escalated),
        open_referrals=_count(work, select(Referral.id).where(waiting).limit(1_000)),
        open_cases=_count(work, select(Case.id).where(running).limit(1_000)),
    )


def _screens(work: Work) -> bool:
    return work.actor.may(May.SCREEN)


def _referral_steps(work: Work) -> list[tuple[Referral, str]]:
    query = select(Referral).where(Referral.next_due_at.is_not(None))
    rows = work.db.scalars(query.order_by(Referral.next_due_at).limit(_MOST)).all()
    work.require_sound(rows)
    names = student_names(work, {row.student_id for row in rows})
    return [(row, names.get(row.student_id, "")) for row in rows]


# Where a step is taken; everything else on the case's own page.
_PAGES = {
    What.HOLD_SESSION: "session",
    What.RECORD_SESSION: "session",
    What.SIGN_NOTE: "session",
    What.PROPOSE_PLAN: "plan",
    What.CALL_FAMILY: "plan",
    What.TALK_ABOUT_PLAN: "plan",
    What.NAME_BASIS: "plan",
    What.DRAFT_PLAN: "plan",
    What.REVIEW_PLAN: "plan",
    What.FINISH_CLOSING: "closing",
}


def _case_steps(work: Work) -> tuple[list[NextStep], list[NextStep]]:
    """Return the actor's own steps in all cases, and those of others whom the actor waits for.

    A counsellor waits for family and helpers; the coordinator is told what is long overdue.
    """
    if not work.actor.has(Role.COUNSELLOR, Role.COORDINATOR, Role.PARENT):
        return [], []
    cases, found = waiting_cases(work)
    mine: list[tuple[Any, Step]] = []
    others: list[tuple[Any, Step]] = []
    for case in cases:
        for step in found[case.id]:
            if work.actor.user_id in step.user_ids or _office(work, step):
                mine.append((case, step))
            elif _waits_for(work, step):
                others.append((case, step))
    first = [heapq.nsmallest(_MOST, some, key=lambda one: one[1].due_at) for some in (mine, others)]
    names = student_names(work, {case.student_id for some in first for case, _ in some})
    shown = [
        [_case_step(work, case, step, names.get(case.student_id, "")) for case, step in some]
        for some in first
    ]
    return shown[0], shown[1]


def _waits_for(work: Work, step: Step) -> bool:
    if work.actor.has(Role.COORDINATOR):
        return work.standing_of(step) is Standing.ESCALATED
    return work.actor.has(Role.COUNSELLOR)


def _office(work: Work, step: Step) -> bool:
    return step.owner is Owner.COORDINATOR and work.actor.has(Role.COORDINATOR)


def _case_step(work: Work, case: Any, step: Step, student: str) -> NextStep:
    page = _PAGES.get(step.what, "case")
    if step.what is What.DO_TASK and not work.actor.may(May.RUN_CASE):
        page = "tasks"
    target = step.object_id if page == "session" else case.id
    standing = work.standing_of(step)
    return NextStep(step.what.value, page, target, case.number, student, step.due_at, standing)


def _own_tasks(work: Work) -> list[NextStep]:
    """Return the open tasks of an officer or a teacher, who need not know the case."""
    if not work.actor.has(Role.OFFICER, Role.TEACHER):
        return []
    p = Plan.__table__.c
    live = select(p.id).where(p.state == PlanState.IN_FORCE.value)
    mine = PlanTask.user_id == work.actor.user_id, PlanTask.state == TaskState.OPEN
    query = select(PlanTask).where(*mine, PlanTask.plan_id.in_(live)).order_by(PlanTask.due_on)
    rows = work.db.scalars(query.limit(_MOST)).all()
    names = student_names(work, {row.student_id for row in rows})
    zone = work.runtime.pack.time_zone
    found = []
    for row in rows:
        due = datetime.combine(row.due_on, time(23, 59), zone)
        standing = work.standing(due - timedelta(days=7), due)
        name = names.get(row.student_id, "")
        found.append(NextStep("do_task", "tasks", row.case_id, "", name, due, standing))
    return found


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
