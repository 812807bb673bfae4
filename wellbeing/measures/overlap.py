"""Non-overlap of a baseline and a treatment phase of one person."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from wellbeing.measures.checks import numbers


@dataclass(frozen=True, slots=True)
class NonOverlap:
    """Shares from 0 to 1; tau from −1 to 1; tau_u may exceed 1."""

    pnd: float
    pem: float
    pand: float
    ird: float
    nap: float
    tau: float
    tau_u: float


def nonoverlap(
    baseline: Sequence[float], treatment: Sequence[float], *, increase: bool = True
) -> NonOverlap:
    """Return the usual non-overlap indices of two phases; at least two values in each.

    NAP = (#(b>a) + ½·ties)/mn; Tau = 2·NAP − 1; PAND by the best split; IRD = 1 − (m+n)²/(2mn)
    ·(1 − PAND); `tau_u` is the variant corrected for baseline trend, (S_AB − S_AA)/mn: other
    programs mean other variants by that name. `increase=False` where less is better.
    Source: Parker, Vannest & Davis 2011. Raises OutOfRange, TooFewPoints.
    """
    sign = 1 if increase else -1
    a = [sign * one for one in numbers(baseline, "baseline", 2)]
    b = [sign * one for one in numbers(treatment, "treatment", 2)]
    m, n = len(a), len(b)
    more = sum(y > x for x in a for y in b)
    ties = sum(y == x for x in a for y in b)
    nap = (more + ties / 2) / (m * n)
    s_ab = more - (m * n - more - ties)
    s_aa = sum((a[j] > a[i]) - (a[j] < a[i]) for i in range(m) for j in range(i + 1, m))
    middle = statistics.median(a)
    pand = _best_split(sorted(a), sorted(b)) / (m + n)
    return NonOverlap(
        pnd=sum(y > max(a) for y in b) / n,
        pem=sum((y > middle) + (y == middle) / 2 for y in b) / n,
        pand=pand,
        ird=1 - (m + n) ** 2 / (2 * m * n) * (1 - pand),
        nap=nap,
        tau=2 * nap - 1,
        tau_u=(s_ab - s_aa) / (m * n),
    )


def _best_split(a: list[float], b: list[float]) -> int:
    """Return how many values stay when as few as possible are taken out to end all overlap."""
    best = len(b)
    for kept, highest in enumerate(a, 1):
        best = max(best, kept + sum(y > highest for y in b))
    return best
