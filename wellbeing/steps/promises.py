"""What was promised to a family, what is withheld, and looking again after the end."""

from __future__ import annotations

from collections.abc import Iterator

from wellbeing.steps.asker import Asker, Owner, Step, What
from wellbeing.workflow import CaseState


def promises(ask: Asker) -> Iterator[Step]:
    """Answer the family, look again at what is withheld, keep the follow-ups."""
    for one in ask.case.questions:
        yield ask.ours(What.ANSWER_FAMILY, one.since, "family_question", one.id)
    for one in ask.case.withholdings:
        yield ask.step(What.REVIEW_WITHHOLDING, one.since, ask.end_of(one.on), one.id)
    yield from letters(ask)
    yield from follow_ups(ask)


def letters(ask: Asker) -> Iterator[Step]:
    """What a family wrote to the coordinator is the coordinator's alone to answer."""
    for some, what, clock in (
        (ask.case.complaints, What.ANSWER_COMPLAINT, "complaint"),
        (ask.case.offers, What.ANSWER_OFFER, "offer"),
    ):
        for one in some:
            yield Step(Owner.COORDINATOR, what, ask.due(clock, one.since), one.since, one.id)


def follow_ups(ask: Asker) -> Iterator[Step]:
    """Each promised look is a step until somebody looked."""
    for one in ask.case.follow_ups:
        yield ask.step(What.FOLLOW_UP, one.since, ask.end_of(one.on), one.id)
    for one in ask.case.heard:
        yield ask.ours(What.HEAR_ANSWER, one.since, "follow_up_heard", one.id)


def closing(ask: Asker) -> Iterator[Step]:
    """Whoever began to close a case ends it in time."""
    if ask.case.state == CaseState.CLOSING:
        since = ask.case.closing_since or ask.case.opened_at
        yield ask.ours(What.FINISH_CLOSING, since, "closing", ask.case.id)
