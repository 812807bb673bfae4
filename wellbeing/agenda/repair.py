"""What waits in incidents: for whoever runs them, for a family's signature, for the coordinator."""

from __future__ import annotations

from sqlalchemy import select

from wellbeing.agenda.views import MOST, NextStep
from wellbeing.guide import Step, What
from wellbeing.incident_facts import open_incident_steps
from wellbeing.incident_flow import AccessState
from wellbeing.models import Incident, SealedAccess
from wellbeing.policy import Role
from wellbeing.rules import Standing
from wellbeing.work import Work


def incident_steps(work: Work) -> tuple[list[NextStep], list[NextStep]]:
    """Return the actor's own steps in incidents, and those that are long overdue with others."""
    if not work.actor.has(Role.OFFICER, Role.COORDINATOR, Role.PARENT):
        return [], []
    mine: list[NextStep] = _requests(work)
    others: list[NextStep] = []
    for incident, steps in open_incident_steps(work):
        for step in steps:
            if work.actor.user_id in step.user_ids:
                mine.append(_shown(work, incident, step))
            elif work.actor.has(Role.COORDINATOR) and _late(work, step):
                others.append(_shown(work, incident, step))
    return mine[:MOST], others[:MOST]


def _late(work: Work, step: Step) -> bool:
    return work.standing_of(step) is Standing.ESCALATED


def _shown(work: Work, incident: Incident, step: Step) -> NextStep:
    standing = work.standing_of(step)
    return NextStep(
        step.what.value, "incident", incident.id, incident.number, "", step.due_at, standing
    )


def _requests(work: Work) -> list[NextStep]:
    """Return the requests for sealed records that the coordinator has to decide."""
    if not work.actor.has(Role.COORDINATOR):
        return []
    asked = SealedAccess.state == AccessState.ASKED
    query = select(SealedAccess).where(asked, SealedAccess.requester_id != work.actor.user_id)
    what = What.DECIDE_SEALED.value
    return [
        NextStep(what, "sealed", row.id, row.number, "", row.due_at,
                 work.standing(row.asked_at, row.due_at))
        for row in work.db.scalars(query.order_by(SealedAccess.due_at))
    ]  # fmt: skip
