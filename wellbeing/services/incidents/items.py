"""The lines of an agreement as a reader sees them, with what was seen of a payment."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from uuid import UUID

from wellbeing.crypto import reveal_many
from wellbeing.gate import Work
from wellbeing.incident_flow import PAYMENT
from wellbeing.incident_proofs import objection_ends, proofs_of, silence_ends, standing_proof
from wellbeing.incident_sides import Side
from wellbeing.models import PaymentProof, RepairItem
from wellbeing.policy import May
from wellbeing.services.incidents.views import ItemView, ProofView
from wellbeing.workflow import TaskState


def items_view(
    work: Work,
    rows: Sequence[RepairItem],
    parts: dict[UUID, Side],
    here: Collection[UUID] = (),
) -> tuple[ItemView, ...]:
    """Return what is agreed; `here` are the parts that confirm a payment by their own sign-in."""
    whats, proofs = reveal_many(rows, "what"), reveal_many(rows, "proof")
    seen = proofs_of(work, {row.id for row in rows if row.kind == PAYMENT})
    found = []
    for row, what, proof in zip(rows, whats, proofs, strict=True):
        side = parts.get(row.person_id) if row.person_id else None
        payee = parts.get(row.payee_id) if row.payee_id else None
        late, mine = row.state == TaskState.OPEN and row.due_on < work.today, seen.get(row.id, ())
        since = _proof_from(work, row, mine, here)
        found.append(
            ItemView(
                row.id, row.kind, what or "", side.row.role if side else "",
                side.name if side else "", row.amount, row.due_on, row.state, row.done_at,
                proof or "", late, payee.name if payee else "", payee.row.role if payee else "",
                row.payee_id in here, row.received_route,
                tuple(_seen(work, one) for one in mine), since,
                since is not None and since <= work.today,
            )
        )  # fmt: skip
    return tuple(found)


def _seen(work: Work, row: PaymentProof) -> ProofView:
    until = objection_ends(work.runtime.pack, row)
    reads = work.actor.may(May.RUN_INCIDENTS)  # what was seen names the side that pays
    return ProofView(
        row.recorded_at, (row.seen.reveal() or "") if reads else "", until, work.now > until,
        row.objected_at, row.objection.reveal() or "",
    )  # fmt: skip


def _proof_from(
    work: Work, row: RepairItem, seen: Sequence[PaymentProof], here: Collection[UUID]
) -> date | None:
    """Return the day from which a proof can be recorded; None where it is not asked for."""
    if row.state != TaskState.OPEN or row.payee_id not in here or standing_proof(seen):
        return None
    if seen:
        return work.today
    end = silence_ends(work.runtime.pack, row).astimezone(work.runtime.pack.time_zone).date()
    return max(end + timedelta(days=1), work.today)
