"""What was seen of a payment whose receiving side is silent, and how long one waits for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from wellbeing.models import PaymentProof, RepairItem
from wellbeing.rules import RulePack, clock_due
from wellbeing.steps.asker import end_of_day
from wellbeing.work import Work
from wellbeing.workflow import TaskState


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


def proof_from(work: Work, item: RepairItem, seen: Sequence[PaymentProof]) -> date | None:
    """Return the day from which a proof can be recorded; None where none is asked for."""
    if item.state != TaskState.OPEN or standing_proof(seen):
        return None
    if seen:
        return work.today
    pack = work.runtime.pack
    end = silence_ends(pack, item).astimezone(pack.time_zone).date()
    return max(end + timedelta(days=1), work.today)
