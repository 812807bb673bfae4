"""Did it change more than the measure's own noise? Jacobson-Truax and Crawford-Howell."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum, auto

from wellbeing.i18n import N_
from wellbeing.measures.checks import MeasureError, TooFewPoints, number

SMALLEST_NORM = 10


class ChangeCategory(StrEnum):
    """What a change from before to after amounts to."""

    RECOVERED = auto()
    IMPROVED = auto()
    CROSSED_NOT_RELIABLE = auto()
    UNCHANGED = auto()
    DETERIORATED = auto()


@dataclass(frozen=True, slots=True)
class ReliableChange:
    """Change in points (after − before), its error terms, the index and the category."""

    change: float
    se: float
    s_diff: float
    criterion: float
    rc: float
    category: ChangeCategory


def reliable_change(
    before: float,
    after: float,
    *,
    sd: float,
    reliability: float,
    cutoff: float | None = None,
    higher_is_better: bool = True,
    z: float = 1.96,
) -> ReliableChange:
    """Return the reliable change from before to after and its category.

    SE = SD·√(1−r), S_diff = √(2·SE²), RC = (after − before)/S_diff; reliable when the change
    reaches z·S_diff. Recovered also reaches the cut-off from its other side.
    Source: Jacobson & Truax 1991. Raises OutOfRange.
    """
    first, last = number(before, "before"), number(after, "after")
    se = number(sd, "sd", 1e-12) * math.sqrt(1 - number(reliability, "reliability", 0, 1 - 1e-12))
    s_diff = math.sqrt(2 * se * se)
    criterion = number(z, "z", 1e-12) * s_diff
    change = last - first
    sign = 1 if higher_is_better else -1
    line = None if cutoff is None else number(cutoff, "cutoff")
    crossed = line is not None and sign * first < sign * line <= sign * last
    category = _category(sign * change, criterion, crossed=crossed)
    return ReliableChange(change, se, s_diff, criterion, change / s_diff, category)


def _category(gain: float, criterion: float, *, crossed: bool) -> ChangeCategory:
    if gain >= criterion:
        return ChangeCategory.RECOVERED if crossed else ChangeCategory.IMPROVED
    if gain <= -criterion:
        return ChangeCategory.DETERIORATED
    return ChangeCategory.CROSSED_NOT_RELIABLE if crossed else ChangeCategory.UNCHANGED


def cutoff(kind: str, *, clinical: tuple[float, float], normal: tuple[float, float]) -> float:
    """Return cut-off "a", "b" or "c" between two groups, each given as (mean, sd).

    a = two SD from the clinical mean, b = two SD from the normal mean, each towards the other
    group; c = the point of equal distance in SD. Source: Jacobson & Truax 1991.
    Raises OutOfRange, and MeasureError for another kind or groups with one mean.
    """
    mean_c, sd_c = number(clinical[0], "mean"), number(clinical[1], "sd", 1e-12)
    mean_n, sd_n = number(normal[0], "mean"), number(normal[1], "sd", 1e-12)
    if mean_c == mean_n:
        raise MeasureError(N_("The two groups have the same mean: there is no cut-off."))
    towards = 1 if mean_n > mean_c else -1
    if kind == "a":
        return mean_c + towards * 2 * sd_c
    if kind == "b":
        return mean_n - towards * 2 * sd_n
    if kind == "c":
        return (sd_c * mean_n + sd_n * mean_c) / (sd_c + sd_n)
    raise MeasureError(N_("A cut-off is of kind a, b or c."))


@dataclass(frozen=True, slots=True)
class SingleCase:
    """How unusual one score is against a small norm."""

    t: float
    df: int
    p_one_sided: float
    p_two_sided: float


def single_case_t(score: float, *, mean: float, sd: float, n: int) -> SingleCase:
    """Return the modified t of one score against a local norm of n people (at least 10).

    t = (x − M)/(SD·√((n+1)/n)), df = n − 1; the one-sided p is that of the side on which the
    score lies. Source: Crawford & Howell 1998. Raises OutOfRange, TooFewPoints.
    """
    from scipy import stats  # slow to import: only where it is needed

    if n < SMALLEST_NORM:
        raise TooFewPoints(name="norm", least=SMALLEST_NORM, found=n)
    distance = number(score, "score") - number(mean, "mean")
    t = distance / (number(sd, "sd", 1e-12) * math.sqrt((n + 1) / n))
    tail = float(stats.t.sf(abs(t), n - 1))
    return SingleCase(t, n - 1, tail, min(1.0, 2 * tail))
