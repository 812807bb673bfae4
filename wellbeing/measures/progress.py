"""How one line of scores goes: the same reading for pages, downloads and tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from wellbeing.i18n import N_
from wellbeing.measures.change import ChangeCategory, ReliableChange, reliable_change
from wellbeing.measures.charts import XmR, xmr
from wellbeing.measures.checks import MeasureError
from wellbeing.measures.instrument import Instrument
from wellbeing.measures.track import Level, Signal, off_track

_LEAST_LIMITS = 3


class Direction(StrEnum):
    """How it goes, in one word."""

    TOO_EARLY = auto()
    BETTER = auto()
    STEADY = auto()
    NEEDS_TIME = auto()


@dataclass(frozen=True, slots=True)
class Progress:
    """First and last score, the change with its criterion, hints by session, and limits."""

    first: float
    last: float
    change: ReliableChange
    signals: tuple[Signal, ...]
    limits: tuple[XmR, ...]
    direction: Direction


def progress(values: Sequence[float | None], instrument: Instrument) -> Progress:
    """Return how a line of scores per session goes; a missing session is None and stays missing.

    The first score known is the start. Limits are empty below three scores. Hints are read for
    scales on which higher is better. Raises MeasureError where the instrument has no spread and
    reliability, or no score is known.
    """
    if instrument.sd is None or instrument.reliability is None:
        raise MeasureError(N_("This instrument has no published spread and reliability here."))
    known = [one for one in values if one is not None]
    if not known:
        raise MeasureError(N_("There is no score yet."))
    change = reliable_change(
        known[0], known[-1], sd=instrument.sd, reliability=instrument.reliability,
        cutoff=instrument.cutoff, higher_is_better=instrument.higher_is_better,
    )  # fmt: skip
    signals = _signals(values, instrument, change.criterion)
    limits = (xmr(known),) if len(known) >= _LEAST_LIMITS else ()
    return Progress(known[0], known[-1], change, signals, limits, _direction(known, change))


def _signals(
    values: Sequence[float | None], instrument: Instrument, criterion: float
) -> tuple[Signal, ...]:
    """Return the hints, counted in all sessions: one without a score still took place."""
    if instrument.cutoff is None or not instrument.higher_is_better:
        return ()
    start = next(i for i, one in enumerate(values) if one is not None)
    found = off_track(values[start:], rc_criterion=criterion, cutoff=instrument.cutoff)
    return tuple(Signal(one.session + start, one.level) for one in found)


def _direction(known: Sequence[float], change: ReliableChange) -> Direction:
    better = {ChangeCategory.RECOVERED, ChangeCategory.IMPROVED}
    if len(known) < _LEAST_LIMITS:
        return Direction.TOO_EARLY
    if change.category in better:
        return Direction.BETTER
    if change.category is ChangeCategory.DETERIORATED:
        return Direction.NEEDS_TIME
    return Direction.STEADY


__all__ = ["Direction", "Level", "Progress", "progress"]
