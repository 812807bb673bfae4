"""Safety: harm is reported within minutes, its outcome asked for, silence decided again."""

from __future__ import annotations

from collections.abc import Iterator

from wellbeing.safety_flow import HarmState
from wellbeing.steps.asker import Asker, Owner, Step, What


def harm(ask: Asker) -> Iterator[Step]:
    """A report is told at once, and the authority is asked what came of it."""
    for one in ask.case.harm:
        if one.state == HarmState.NOTICED:
            due = ask.due("harm_alarm", one.since)
            yield Step(Owner.COORDINATOR, What.TELL_AUTHORITY, due, one.since, one.id)
        else:
            due = ask.due("harm_outcome", one.since)
            yield Step(Owner.COORDINATOR, What.ASK_OUTCOME, due, one.since, one.id)
    for hold in ask.case.holds:
        due = ask.end_of(hold.on)
        yield Step(Owner.COORDINATOR, What.REVIEW_HOLD, due, hold.since, hold.id)
