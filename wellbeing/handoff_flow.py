"""Machine C: one handing over to another place, and which side takes each of its steps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum, auto
from uuid import UUID

from wellbeing.workflow import Machine, Step


class HandoffState(StrEnum):
    """Where one handing over stands."""

    DRAFT = auto()
    REQUESTED = auto()
    NEEDS_INFO = auto()
    ACCEPTED = auto()
    DECLINED = auto()
    LAPSED = auto()
    IN_PROGRESS = auto()
    ON_HOLD = auto()
    CANCEL_ASKED = auto()
    CANCELLED = auto()
    COMPLETED = auto()
    FAILED = auto()
    LOOPED = auto()
    ENTERED_IN_ERROR = auto()


class HandoffAction(StrEnum):
    """What can be done to a handing over."""

    SEND = auto()
    ACCEPT = auto()
    DECLINE = auto()
    ASK = auto()
    ANSWER = auto()
    LAPSE = auto()
    CANCEL = auto()
    ASK_CANCEL = auto()
    CONFIRM_CANCEL = auto()
    BEGIN = auto()
    HOLD = auto()
    RESUME = auto()
    INTERIM = auto()
    COMPLETE = auto()
    FAIL = auto()
    LOOP = auto()
    MARK_ERROR = auto()


class Side(StrEnum):
    """Who takes a step: nobody can take one of another side."""

    SENDER = auto()
    RECEIVER = auto()
    CLOCK = auto()


_S, _A = HandoffState, HandoffAction
SIDES: Mapping[HandoffAction, Side] = {
    _A.SEND: Side.SENDER, _A.ANSWER: Side.SENDER, _A.CANCEL: Side.SENDER,
    _A.ASK_CANCEL: Side.SENDER, _A.LOOP: Side.SENDER, _A.MARK_ERROR: Side.SENDER,
    _A.ACCEPT: Side.RECEIVER, _A.DECLINE: Side.RECEIVER, _A.ASK: Side.RECEIVER,
    _A.BEGIN: Side.RECEIVER, _A.HOLD: Side.RECEIVER, _A.RESUME: Side.RECEIVER,
    _A.INTERIM: Side.RECEIVER, _A.COMPLETE: Side.RECEIVER, _A.FAIL: Side.RECEIVER,
    _A.CONFIRM_CANCEL: Side.RECEIVER, _A.LAPSE: Side.CLOCK,
}  # fmt: skip

# Who has the ball: whose turn it is in each state that is not finished.
TURNS: Mapping[HandoffState, Side] = {
    _S.DRAFT: Side.SENDER, _S.REQUESTED: Side.RECEIVER, _S.NEEDS_INFO: Side.SENDER,
    _S.ACCEPTED: Side.RECEIVER, _S.IN_PROGRESS: Side.RECEIVER, _S.ON_HOLD: Side.RECEIVER,
    _S.CANCEL_ASKED: Side.RECEIVER, _S.DECLINED: Side.SENDER, _S.LAPSED: Side.SENDER,
    _S.CANCELLED: Side.SENDER, _S.COMPLETED: Side.SENDER, _S.FAILED: Side.SENDER,
}  # fmt: skip

# What the receiver may open: the summary from the request on, the granted fields once accepted;
# afterwards only what the receiver wrote.
SUMMARY_OPEN = (
    _S.REQUESTED, _S.NEEDS_INFO, _S.ACCEPTED, _S.IN_PROGRESS, _S.ON_HOLD, _S.CANCEL_ASKED,
)  # fmt: skip
GRANTED_OPEN = (_S.ACCEPTED, _S.IN_PROGRESS, _S.ON_HOLD)
# What nobody needs to look after any more.
FINISHED = (_S.LOOPED, _S.ENTERED_IN_ERROR)
_TO_LOOP = (_S.COMPLETED, _S.FAILED, _S.DECLINED, _S.LAPSED, _S.CANCELLED)


def _table() -> dict[tuple[StrEnum, StrEnum], Step]:
    outcome = ("outcome", "line")
    return {
        (_S.DRAFT, _A.SEND): Step(
            _S.REQUESTED, needs=("basis", "question", "needed_by", "previewed")
        ),
        (_S.REQUESTED, _A.ACCEPT): Step(_S.ACCEPTED, needs=("opened",)),
        (_S.REQUESTED, _A.DECLINE): Step(_S.DECLINED, needs=("code", "reason")),
        (_S.REQUESTED, _A.ASK): Step(_S.NEEDS_INFO, needs=("opened", "question")),
        (_S.NEEDS_INFO, _A.ANSWER): Step(_S.REQUESTED, needs=("answer",)),
        (_S.REQUESTED, _A.LAPSE): Step(_S.LAPSED, needs=("clock_ran_out",)),
        (_S.REQUESTED, _A.CANCEL): Step(_S.CANCELLED, needs=("never_opened",)),
        (_S.REQUESTED, _A.ASK_CANCEL): Step(_S.CANCEL_ASKED, needs=("reason",)),
        (_S.NEEDS_INFO, _A.ASK_CANCEL): Step(_S.CANCEL_ASKED, needs=("reason",)),
        (_S.ACCEPTED, _A.BEGIN): Step(_S.IN_PROGRESS, needs=("first_contact",)),
        (_S.ACCEPTED, _A.HOLD): Step(_S.ON_HOLD, needs=("reason", "until")),
        (_S.IN_PROGRESS, _A.HOLD): Step(_S.ON_HOLD, needs=("reason", "until")),
        (_S.ON_HOLD, _A.RESUME): Step(_S.IN_PROGRESS),
        (_S.ACCEPTED, _A.ASK_CANCEL): Step(_S.CANCEL_ASKED, needs=("reason",)),
        (_S.IN_PROGRESS, _A.ASK_CANCEL): Step(_S.CANCEL_ASKED, needs=("reason",)),
        (_S.ON_HOLD, _A.ASK_CANCEL): Step(_S.CANCEL_ASKED, needs=("reason",)),
        (_S.CANCEL_ASKED, _A.CONFIRM_CANCEL): Step(_S.CANCELLED, needs=("done_so_far",)),
        (_S.IN_PROGRESS, _A.INTERIM): Step(_S.IN_PROGRESS, needs=("line",)),
        (_S.IN_PROGRESS, _A.COMPLETE): Step(_S.COMPLETED, needs=outcome),
        (_S.IN_PROGRESS, _A.FAIL): Step(_S.FAILED, needs=outcome),
        (_S.ON_HOLD, _A.COMPLETE): Step(_S.COMPLETED, needs=outcome),
        (_S.ON_HOLD, _A.FAIL): Step(_S.FAILED, needs=outcome),
        # The loop is closed by who opened it: read, and decided what happens next.
        **{(state, _A.LOOP): Step(_S.LOOPED, needs=("next_step",)) for state in _TO_LOOP},
        **{
            (state, _A.MARK_ERROR): Step(_S.ENTERED_IN_ERROR, needs=("reason",))
            for state in HandoffState
            if state is not _S.ENTERED_IN_ERROR
        },
    }


HANDOFF = Machine("handoff", _table())


def state_at(state: str, answer_due_at: datetime | None, now: datetime) -> HandoffState:
    """Return where a handing over stands at a moment: a request that ran out has lapsed."""
    stored = HandoffState(state)
    if stored is _S.REQUESTED and answer_due_at is not None and now > answer_due_at:
        return _S.LAPSED
    return stored


def reference(handoff_id: UUID) -> str:
    """Return the short name that both sides use on the phone; it says nothing of anybody."""
    return f"H-{handoff_id.hex[:6].upper()}"
