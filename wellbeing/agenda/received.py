"""What other places ask of the actor's: their turn, with its clock, and nobody's name."""

from __future__ import annotations

from sqlalchemy import select

from wellbeing.agenda.views import MOST, NextStep
from wellbeing.case_facts import handoff_fact
from wellbeing.handoff_flow import FINISHED, TURNS, Side, state_at
from wellbeing.models import Handoff
from wellbeing.policy import Role
from wellbeing.steps.handoffs import turn
from wellbeing.work import Work


def received(work: Work) -> list[NextStep]:
    """Return the receiver's steps of everything that was handed over to the actor's place."""
    if not work.actor.has(Role.PARTNER):
        return []
    mine = Handoff.place_id.in_(sorted(work.actor.organisation_ids))
    query = select(Handoff).where(mine, Handoff.state.not_in(FINISHED)).order_by(Handoff.since)
    found = []
    for row in work.db.scalars(query.limit(MOST)):
        if TURNS[state_at(row.state, row.answer_due_at, work.now)] is Side.RECEIVER:
            what, since, due = turn(work.runtime.pack, handoff_fact(row), work.now)
            clock = work.standing(since, due)
            found.append(NextStep(what.value, "handoff", row.id, "", "", due, clock))
    return found
