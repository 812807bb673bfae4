"""Step-up: before a grave act the second factor is proved again."""

from __future__ import annotations

from datetime import timedelta

from wellbeing.errors import FactorNeeded
from wellbeing.work import Work

FRESH_FACTOR = timedelta(minutes=10)


def require(work: Work) -> None:
    """Raise FactorNeeded where a second factor was not proved within the last minutes.

    Where the site asks for none and the person has none, the permission alone decides.
    """
    at = work.actor.factor_at
    fresh = at is not None and at > work.now - FRESH_FACTOR
    if work.actor.enrolled and not fresh:
        raise FactorNeeded()
