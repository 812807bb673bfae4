"""A payment of an agreement, and how it comes to count."""

from __future__ import annotations

from uuid import UUID

from wellbeing.errors import InvalidTransition, NotFound
from wellbeing.incident_agreement import fulfil, open_item
from wellbeing.incident_flow import PAYMENT
from wellbeing.incident_sides import people
from wellbeing.models import Incident, RepairItem
from wellbeing.work import Work
from wellbeing.workflow import TASK, TaskAction, TaskState


def open_payment(work: Work, item_id: UUID) -> tuple[RepairItem, Incident]:
    """Return a payment with its incident, as far as the actor may know it."""
    item, incident = open_item(work, item_id)
    if item.kind != PAYMENT:
        raise NotFound()
    return item, incident


def require_open(item: RepairItem) -> None:
    """Raise InvalidTransition for a payment that has come or was given up."""
    if item.state != TaskState.OPEN:
        raise InvalidTransition()


def own_parts(work: Work, incident: Incident) -> set[UUID]:
    """Return the parts that a guardian's own children have."""
    return {one.row.id for one in people(work, incident)}


def receive(work: Work, item: RepairItem, incident: Incident, route: str) -> None:
    """Let a payment count, by the way in which it is known to have come."""
    work.transition(item, TASK, TaskAction.DO)
    item.done_at, item.received_route = work.now, route
    item.received_by = work.actor.user_id
    work.detail = route
    work.db.flush()
    fulfil(work, incident)
