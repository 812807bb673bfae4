"""Process charts: what is noise, and what is a signal."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from itertools import pairwise

from wellbeing.measures.checks import TooFewPoints, numbers

_LIMIT, _RANGE_LIMIT, _RUN, _LEAST_RUN_CHART = 2.66, 3.267, 7, 10


class XmRSignal(StrEnum):
    """Why a point of an XmR chart stands out."""

    OUTSIDE = auto()
    SEVEN_ON_ONE_SIDE = auto()
    SEVEN_RISING_OR_FALLING = auto()
    TWO_OF_THREE = auto()


@dataclass(frozen=True, slots=True)
class XmR:
    """Mean and natural limits in the values' units; signals as (index from 0, kind)."""

    mean: float
    lower: float
    upper: float
    signals: tuple[tuple[int, XmRSignal], ...]


def xmr(values: Sequence[float], *, screen: bool = True) -> XmR:
    """Return mean, limits and signals of an individuals chart; at least three values.

    Limits = mean ± 2.66·mean moving range; with `screen`, moving ranges of 3.267 means or more
    are left out once. A run or a trend is reported at its seventh point and at every further
    one; two of three at the point that completes it. Source: Wheeler; rules as published by the
    making-data-count programme of the NHS. Raises OutOfRange, TooFewPoints.
    """
    points = numbers(values, "values", 3)
    ranges = [abs(b - a) for a, b in pairwise(points)]
    average = statistics.fmean(ranges)
    if screen:
        kept = [one for one in ranges if one < _RANGE_LIMIT * average]
        average = statistics.fmean(kept) if kept else average
    mean = statistics.fmean(points)
    lower, upper = mean - _LIMIT * average, mean + _LIMIT * average
    found = [
        *((i, XmRSignal.OUTSIDE) for i, x in enumerate(points) if not lower <= x <= upper),
        *((i, XmRSignal.SEVEN_ON_ONE_SIDE) for i in _runs([_sign(x - mean) for x in points], 7)),
        *((i + 1, XmRSignal.SEVEN_RISING_OR_FALLING) for i in _runs(_steps(points), _RUN - 1)),
        *((i, XmRSignal.TWO_OF_THREE) for i in _two_of_three(points, mean, average)),
    ]
    return XmR(mean, lower, upper, tuple(sorted(found)))


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _steps(points: list[float]) -> list[int]:
    return [_sign(b - a) for a, b in pairwise(points)]


def _runs(signs: list[int], length: int) -> list[int]:
    """Return the indices at which a run of one non-zero sign has reached the length."""
    found, run, last = [], 0, 0
    for index, sign in enumerate(signs):
        run = run + 1 if sign == last and sign else abs(sign)
        last = sign
        if run >= length:
            found.append(index)
    return found


def _two_of_three(points: list[float], mean: float, average: float) -> list[int]:
    """Return where two of three successive points lie beyond two thirds of a limit, one side."""
    far = _LIMIT * average * 2 / 3
    found = []
    for i in range(2, len(points)):
        for side in (1, -1):
            beyond = [side * (x - mean) > far for x in points[i - 2 : i + 1]]
            if beyond[2] and sum(beyond) >= 2:
                found.append(i)
    return found


@dataclass(frozen=True, slots=True)
class RunChart:
    """The median, the longest run and the crossings of it, each with its limit."""

    median: float
    longest_run: int
    longest_run_limit: int
    crossings: int
    crossings_limit: int
    signal: bool


def run_chart(values: Sequence[float]) -> RunChart:
    """Return the run chart of at least ten values; points on the median do not count.

    A signal is a run longer than round(log2 n) + 3, or fewer crossings than the 5 % quantile of
    Binomial(n − 1, ½). Source: Anhøj & Olesen 2014. Raises OutOfRange, TooFewPoints.
    """
    from scipy import stats  # slow to import: only where it is needed

    points = numbers(values, "values", _LEAST_RUN_CHART)
    median = statistics.median(points)
    sides = [_sign(x - median) for x in points if x != median]
    n = len(sides)
    if n < 2:
        raise TooFewPoints(name="values beside the median", least=2, found=n)
    crossings = sum(a != b for a, b in pairwise(sides))
    longest = run = 1
    for a, b in pairwise(sides):
        run = run + 1 if a == b else 1
        longest = max(longest, run)
    limit = round(math.log2(n)) + 3
    fewest = int(stats.binom.ppf(0.05, n - 1, 0.5))
    return RunChart(
        median, longest, limit, crossings, fewest, longest > limit or crossings < fewest
    )
