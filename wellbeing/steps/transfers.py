"""A handover: the receiver answers, the sender asks again when they do not, and reads a no."""

from __future__ import annotations

from collections.abc import Iterator

from wellbeing.steps.asker import Asker, Owner, Step, What
from wellbeing.workflow import TransferState


def transfers(ask: Asker) -> Iterator[Step]:
    """Ask, chase, and never lose a no."""
    for one in ask.case.transfers:
        if one.state == TransferState.ASKED:
            due, users = ask.due("transfer", one.asked_at), (one.to_id,)
            yield Step(Owner.COLLEAGUE, What.ANSWER_TRANSFER, due, one.asked_at, one.id, users)
            if ask.now > due:
                yield ask.ours(What.CHASE_TRANSFER, due, "transfer_declined", ask.case.id)
        elif one.state == TransferState.DECLINED:
            since = one.answered_at or one.asked_at
            yield ask.ours(What.READ_DECLINE, since, "transfer_declined", one.id)
