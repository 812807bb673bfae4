"""Handing over: the sender's steps, the receiver's and the clock's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, time

from wellbeing.facts import HandoffFact
from wellbeing.handoff_flow import FINISHED, TURNS, HandoffState, Side, state_at
from wellbeing.rules import RulePack, clock_due
from wellbeing.steps.asker import Asker, Owner, Step, What

_S = HandoffState
# What is next in each state, and the clock of the rule pack that runs since its last step.
_NEXT: Mapping[HandoffState, tuple[What, str]] = {
    _S.DRAFT: (What.SEND_HANDOFF, "handoff_send"),
    _S.REQUESTED: (What.REPLY_TO_HANDOFF, "handoff_answer"),
    _S.NEEDS_INFO: (What.ANSWER_RECEIVER, "handoff_question"),
    _S.ACCEPTED: (What.SEE_HANDED_OVER, "handoff_contact"),
    _S.IN_PROGRESS: (What.WORD_ON_HANDOFF, "handoff_word"),
    _S.ON_HOLD: (What.RESUME_HANDOFF, "handoff_word"),
    _S.CANCEL_ASKED: (What.CONFIRM_CANCEL, "handoff_cancel"),
    _S.DECLINED: (What.LOOP_HANDOFF, "handoff_loop"),
    _S.LAPSED: (What.LOOP_HANDOFF, "handoff_loop"),
    _S.CANCELLED: (What.LOOP_HANDOFF, "handoff_loop"),
    _S.COMPLETED: (What.LOOP_HANDOFF, "handoff_loop"),
    _S.FAILED: (What.LOOP_HANDOFF, "handoff_loop"),
}


def handoffs(ask: Asker) -> Iterator[Step]:
    """Everything handed over is somebody's turn until the sender has closed the loop."""
    for one in ask.case.handoffs:
        if one.state in FINISHED:
            continue
        what, since, due = turn(ask.pack, one, ask.now)
        if TURNS[state_at(one.state, one.answer_due_at, ask.now)] is Side.RECEIVER:
            yield Step(Owner.RECEIVER, what, due, since, one.id)
        else:
            yield ask.step(what, since, due, one.id)


def turn(pack: RulePack, one: HandoffFact, now: datetime) -> tuple[What, datetime, datetime]:
    """Return what is next in a handing over, since when, and by when."""
    state = state_at(one.state, one.answer_due_at, now)
    what, clock = _NEXT[state]
    since = one.since
    if state is _S.LAPSED and one.answer_due_at is not None:
        since = one.answer_due_at
    if state is _S.REQUESTED and one.answer_due_at is not None:
        return what, since, one.answer_due_at
    if state is _S.ON_HOLD and one.hold_until is not None:
        end = datetime.combine(one.hold_until, time(23, 59, 59), pack.time_zone)
        return what, since, end
    return what, since, clock_due(pack, clock, since)
