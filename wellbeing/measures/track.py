"""Off track: hints to talk about it with the young person; never a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from wellbeing.measures.checks import TooFewPoints, number

AMBER_SESSION, SUPERVISION_SESSION = 4, 6


class Level(StrEnum):
    """How loud a hint is."""

    RED = auto()
    AMBER = auto()
    SUPERVISION = auto()


@dataclass(frozen=True, slots=True)
class Signal:
    """A hint at a session, counted from 1."""

    session: int
    level: Level


def off_track(
    values: Sequence[float | None], *, rc_criterion: float, cutoff: float
) -> tuple[Signal, ...]:
    """Return the hints in a series of scores per session, higher is better.

    Red: at or below the first score minus the criterion, at any session. Amber: at session 4
    less than half the criterion gained, when the first score was below the cut-off. Supervision:
    at session 6 less than the criterion gained. A session without a score is None and gives no
    hint. Source: our own default after feedback-informed practice. Raises OutOfRange,
    TooFewPoints.
    """
    if not values or values[0] is None:
        raise TooFewPoints(name="scores", least=1, found=0)
    criterion = number(rc_criterion, "rc_criterion", 1e-12)
    line = number(cutoff, "cutoff")
    first = number(values[0], "score")
    found: list[Signal] = []
    for session, value in enumerate(values, 1):
        if value is None:
            continue
        gain = number(value, "score") - first
        if gain <= -criterion:
            found.append(Signal(session, Level.RED))
        if session == AMBER_SESSION and gain < criterion / 2 and first < line:
            found.append(Signal(session, Level.AMBER))
        if session == SUPERVISION_SESSION and gain < criterion:
            found.append(Signal(session, Level.SUPERVISION))
    return tuple(found)
