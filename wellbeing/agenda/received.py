"""What other places ask of the actor's: their turn, with its clock, and nobody's name."""

from __future__ import annotations

from sqlalchemy import select

from wellbeing.agenda.views import MOST, NextStep
from wellbeing.case_facts import handoff_fact
from wellbeing.handoff_flow import FINISHED, TURNS, HandoffState, Side, state_at
from wellbeing.models import Handoff
from wellbeing.policy import Role
from wellbeing.steps.handoffs import turn
from wellbeing.work import Work


def received(work: Work) -> tuple[list[NextStep], list[NextStep]]:
    """Return the receiver's steps of everything that was handed over to the actor's place.

    Beside them: where the place has asked something back and waits for the answer.
    """
    if not work.actor.has(Role.PARTNER):
        return [], []
    here = Handoff.place_id.in_(sorted(work.actor.organisation_ids))
    query = select(Handoff).where(here, Handoff.state.not_in(FINISHED)).order_by(Handoff.since)
    mine: list[NextStep] = []
    others: list[NextStep] = []
    for row in work.db.scalars(query.limit(MOST)):
        state = state_at(row.state, row.answer_due_at, work.now)
        if TURNS[state] is Side.RECEIVER:
            mine.append(_step(work, row))
        elif state is HandoffState.NEEDS_INFO:
            others.append(_step(work, row))
    return mine, others


def _step(work: Work, row: Handoff) -> NextStep:
    what, since, due = turn(work.runtime.pack, handoff_fact(row), work.now)
    return NextStep(what.value, "handoff", row.id, "", "", due, work.standing(since, due))
