"""What was promised to a family, what is withheld, and looking again after the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from wellbeing.steps.asker import Asker, Step, What
from wellbeing.workflow import CaseState

_LOOK_AGAIN = timedelta(days=30)


def promises(ask: Asker) -> Iterator[Step]:
    """Answer the family, look again at what is withheld, keep the follow-ups."""
    for one in ask.case.questions:
        yield ask.ours(What.ANSWER_FAMILY, one.since, "family_question", one.id)
    for one in ask.case.withholdings:
        yield ask.step(What.REVIEW_WITHHOLDING, one.since, ask.end_of(one.on), one.id)
    yield from follow_ups(ask)


def follow_ups(ask: Asker) -> Iterator[Step]:
    """Each promised look is a step until somebody looked."""
    for one in ask.case.follow_ups:
        yield ask.step(What.FOLLOW_UP, one.since, ask.end_of(one.on), one.id)


def look_again(ask: Asker) -> Step:
    """Nobody forgets a case in which nothing is open."""
    last = max([ask.case.opened_at, *(one.ends_at for one in ask.case.sessions)])
    return ask.step(What.LOOK_AGAIN, last, last + _LOOK_AGAIN, ask.case.id)


def closing(ask: Asker) -> Iterator[Step]:
    """Whoever began to close a case ends it in time."""
    if ask.case.state == CaseState.CLOSING:
        since = ask.case.closing_since or ask.case.opened_at
        yield ask.ours(What.FINISH_CLOSING, since, "closing", ask.case.id)
