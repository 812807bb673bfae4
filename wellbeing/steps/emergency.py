"""Whoever opened a case in an emergency: the coordinator looks at it with them."""

from __future__ import annotations

from collections.abc import Iterator

from wellbeing.steps.asker import Asker, Owner, Step, What


def emergencies(ask: Asker) -> Iterator[Step]:
    """Each opening is a step of the coordinator until somebody has looked at it."""
    for one in ask.case.emergencies:
        due = ask.due("emergency_review", one.since)
        yield Step(Owner.COORDINATOR, What.REVIEW_EMERGENCY, due, one.since, one.id)
