"""Goals: attainment scaling and 0-10 ratings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from wellbeing.i18n import N_
from wellbeing.measures.checks import MeasureError, TooFewPoints, number, numbers

RELIABLE_GOAL_CHANGE = 2.45
_LENGTHS = N_("There must be as many {name} as there are goals.")


def goal_attainment_t(
    scores: Sequence[float | None], weights: Sequence[float] | None = None, *, rho: float = 0.3
) -> float:
    """Return the goal attainment T score: 50 as expected, 10 a standard deviation.

    T = 50 + 10·Σwx / √((1−ρ)Σw² + ρ(Σw)²), x from −2 to 2. A missing score is dropped with its
    weight; all-zero weights count as ones; scaling all weights changes nothing.
    Source: Kiresuk & Sherman 1968; formula as in the 2009 erratum of Turner-Stokes.
    Raises OutOfRange, TooFewPoints where no goal is scored.
    """
    if weights is not None and len(weights) != len(scores):
        raise MeasureError(_LENGTHS, name="weights")
    given = [1.0] * len(scores) if weights is None else list(weights)
    pairs = [
        (number(x, "score", -2, 2), number(w, "weight", 0))
        for x, w in zip(scores, given, strict=True)
        if x is not None
    ]
    if not pairs:
        raise TooFewPoints(name="scores", least=1, found=0)
    number(rho, "rho", 0, 1)
    used = [w for _, w in pairs] if any(w for _, w in pairs) else [1.0] * len(pairs)
    total = sum(w * x for (x, _), w in zip(pairs, used, strict=True))
    spread = (1 - rho) * sum(w * w for w in used) + rho * sum(used) ** 2
    return 50 + 10 * total / math.sqrt(spread)


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """The mean change of 0-10 goal ratings, in points, and whether it is reliable."""

    mean_change: float
    reliable: bool


def goal_progress(start: Sequence[float], now: Sequence[float]) -> GoalProgress:
    """Return the mean change over goals; reliable at 2.45 points or more.

    Ratings 0-10, one per goal, the same goals in the same order. Source: Edbrooke-Childs et al.
    2015 (threshold not verified by us). Raises OutOfRange, TooFewPoints.
    """
    if len(start) != len(now):
        raise MeasureError(_LENGTHS, name="ratings")
    before = numbers(start, "rating", 1, 0, 10)
    after = numbers(now, "rating", 1, 0, 10)
    mean = sum(b - a for a, b in zip(before, after, strict=True)) / len(before)
    # A mean of exactly 2.45 must not be lost to the last binary digit.
    return GoalProgress(mean, mean >= RELIABLE_GOAL_CHANGE - 1e-9)
