"""A payment of an agreement: how it comes to count, and what was seen of it meanwhile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing.errors import NotFound
from wellbeing.incident_agreement import fulfil, open_item
from wellbeing.incident_flow import PAYMENT
from wellbeing.incident_sides import people
from wellbeing.models import Incident, PaymentProof, RepairItem
from wellbeing.rules import RulePack, clock_due
from wellbeing.steps.asker import end_of_day
from wellbeing.work import Work
from wellbeing.workflow import TASK, TaskAction


def open_payment(work: Work, item_id: UUID) -> tuple[RepairItem, Incident]:
    """Return a payment with its incident, as far as the actor may know it."""
    item, incident = open_item(work, item_id)
    if item.kind != PAYMENT:
        raise NotFound()
    return item, incident


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


def proofs_of(work: Work, items: Collection[UUID]) -> dict[UUID, tuple[PaymentProof, ...]]:
    """Return what was seen of payments, the last one last; raise StaleRecord for an edited one."""
    if not items:
        return {}
    query = select(PaymentProof).where(PaymentProof.item_id.in_(items))
    rows = work.db.scalars(query.order_by(PaymentProof.recorded_at)).all()
    work.require_sound(rows)
    found = defaultdict[UUID, list[PaymentProof]](list)
    for row in rows:
        found[row.item_id].append(row)
    return {item: tuple(made) for item, made in found.items()}


def standing_proof(proofs: Sequence[PaymentProof]) -> PaymentProof | None:
    """Return the proof that counts unless somebody objects; None where nothing can count."""
    last = proofs[-1] if proofs else None
    return last if last is not None and last.objected_at is None else None


def silence_ends(pack: RulePack, item: RepairItem) -> datetime:
    """Return until when the side that receives a payment is waited for without a proof."""
    return clock_due(pack, "payment_silence", end_of_day(pack, item.due_on))


def objection_ends(pack: RulePack, proof: PaymentProof) -> datetime:
    """Return until when a proof counts for nothing yet, so that one can object in peace."""
    return clock_due(pack, "payment_objection", proof.recorded_at)
