"""A payment whose receiving side has an account and is silent: a proof, an objection, the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from wellbeing.errors import InvalidTransition, NotFound
from wellbeing.forms import ask
from wellbeing.gate import Work, use_case
from wellbeing.i18n import N_, show_date
from wellbeing.incident_payments import open_payment, own_parts, receive, require_open
from wellbeing.incident_proofs import objection_ends, proofs_of, silence_ends, standing_proof
from wellbeing.incident_sides import with_account
from wellbeing.models import PaymentProof
from wellbeing.policy import May

BY_PROOF = "proof"
NO_ACCOUNT = N_("They have no account here: ask them, and record what they tell you.")
TOO_EARLY = N_("Please remind those who receive it first. From {day} you can record a proof.")
STANDS = N_("A proof was recorded already; they may object to it until {day}.")
STILL_TIME = N_("They may still object. If nobody does, it counts from {day}.")
NO_PROOF = N_("No proof stands. Speak with both sides, then record what you have seen.")
NOTHING_SEEN = N_("No proof was recorded, so nothing counts yet. You need not object.")


@dataclass(frozen=True, slots=True)
class SeenForm:
    """What somebody has seen of a payment."""

    seen: str = ask(
        N_("What have you seen, and who showed it?"), limit=200,
        hint=N_("A bank slip or a receipt, of which day, over which amount. No family reads it."),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ObjectionForm:
    """Why those who receive a payment say that it has not come."""

    objection: str = ask(
        N_("What is not right?"), limit=200, hint=N_("The officer reads it, the other side not.")
    )


@use_case(may=May.RUN_INCIDENTS)
def record_proof(work: Work, item_id: UUID, form: SeenForm) -> None:
    """Record a proof of a payment where the side that receives it has long been silent.

    It counts for nothing yet: first those who receive it read of it, and may object.
    """
    item, incident = open_payment(work, item_id)
    require_open(item)
    if item.payee_id is None or item.payee_id not in with_account(work, incident):
        raise InvalidTransition(NO_ACCOUNT)
    earlier, pack = proofs_of(work, [item.id]).get(item.id, ()), work.runtime.pack
    stands = standing_proof(earlier)
    if stands is not None:
        until = show_date(work.caller.language, _day(work, objection_ends(pack, stands)))
        raise InvalidTransition(STANDS, day=until)
    if not earlier:
        _require_past(work, silence_ends(pack, item), TOO_EARLY)
    row = PaymentProof(
        incident_id=incident.id, item_id=item.id, person_id=item.payee_id, recorded_at=work.now
    )
    row.seen = form.seen
    work.db.add(row)


@use_case(may=May.SIGN_REPAIR)
def object_received(work: Work, item_id: UUID, form: ObjectionForm) -> None:
    """Say as a guardian of the side that receives a payment that it has not come: none counts."""
    item, incident = open_payment(work, item_id)
    if item.payee_id not in own_parts(work, incident):
        raise NotFound()
    require_open(item)
    row = standing_proof(proofs_of(work, [item.id]).get(item.id, ()))
    if row is None:
        raise InvalidTransition(NOTHING_SEEN)
    row.objected_at, row.objected_by = work.now, work.actor.user_id
    row.objection = form.objection


@use_case(may=May.RUN_INCIDENTS)
def count_received(work: Work, item_id: UUID) -> None:
    """Let a payment count by its proof, once those who receive it had their time to object."""
    item, incident = open_payment(work, item_id)
    require_open(item)
    row = standing_proof(proofs_of(work, [item.id]).get(item.id, ()))
    if row is None:
        raise InvalidTransition(NO_PROOF)
    _require_past(work, objection_ends(work.runtime.pack, row), STILL_TIME)
    receive(work, item, incident, BY_PROOF)


def _require_past(work: Work, end: datetime, message: str) -> None:
    """Raise InvalidTransition, with the first day after a clock's end, until that has passed."""
    if work.now <= end:
        day = _day(work, end) + timedelta(days=1)
        raise InvalidTransition(message, day=show_date(work.caller.language, day))


def _day(work: Work, moment: datetime) -> date:
    return moment.astimezone(work.runtime.pack.time_zone).date()
