"""A case told again from its steps alone: what the transitions say, past everybody's eyes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from tests.support.world import World
from wellbeing.case_facts import facts_of
from wellbeing.case_label import label_of
from wellbeing.facts import CaseFacts
from wellbeing.gate import Access, Work, use_case
from wellbeing.models import Case, Referral, Transition
from wellbeing.policy import May
from wellbeing.workflow import (
    CASE,
    PLAN,
    REFERRAL,
    SESSION,
    CaseState,
    Machine,
    PlanState,
    ReferralState,
    SessionState,
)


@use_case(may=May.RUN_CASE, access=Access.READ)
def known(work: Work, case_id: UUID) -> CaseFacts:
    """Return what the guide knows of a case."""
    return facts_of(work, [work.find(Case, case_id)])[0]


class Log:
    """The steps of every object, walked one after the other from its first state."""

    def __init__(self, world: World) -> None:
        self.steps: dict[tuple[str, UUID], list[tuple[str, str]]] = defaultdict(list)
        t = Transition.__table__.c
        with world.runtime.reading.connect() as connection:
            for one in connection.execute(select(Transition.__table__).order_by(t.at)):
                self.steps[one.machine, one.object_id].append((one.left, one.reached))

    def end(self, machine: Machine, key: UUID, state: str) -> str:
        """Return where an object's steps lead from its first state; all of them are taken.

        Of several at one moment that goes first which begins where the walk stands.
        """
        left = list(self.steps[machine.name, key])
        while left:
            step = next(one for one in left if one[0] == state)
            left.remove(step)
            state = step[1]
        return state


def replayed_label(world: World, case_id: UUID) -> str:
    """Return the label that follows when every state is read from the log of steps alone."""
    facts, log, r = known(world.coordinator, case_id), Log(world), Referral.__table__.c
    with world.runtime.reading.connect() as connection:
        reports = connection.execute(select(r.id).where(r.case_id == case_id)).scalars().all()
    sessions = tuple(
        replace(one, state=log.end(SESSION, one.id, SessionState.BOOKED)) for one in facts.sessions
    )
    plan = facts.plan and replace(facts.plan, state=log.end(PLAN, facts.plan.id, PlanState.DRAFT))
    state = log.end(CASE, case_id, CaseState.OPEN)
    again = replace(facts, state=state, sessions=sessions, plan=plan)
    ends = [log.end(REFERRAL, one, ReferralState.SUBMITTED) for one in reports]
    waits = any(one != ReferralState.TOLD_BACK for one in ends)
    return label_of(again, world.runtime.pack, world.clock.at, reporter_waits=waits).value
