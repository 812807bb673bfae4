"""What every measure refuses: not a number, out of range, too few points."""

from __future__ import annotations

import math
from collections.abc import Sequence

from wellbeing.errors import WellbeingError
from wellbeing.i18n import N_


class MeasureError(WellbeingError, ValueError):
    """The numbers cannot be measured like this."""

    default = N_("These numbers cannot be used. Please check them.")


class OutOfRange(MeasureError):
    """A value is no number, or lies outside its range."""

    default = N_("{name} must be a number from {low} to {high}; found {value}.")


class TooFewPoints(MeasureError):
    """There is too little to compute from."""

    default = N_("{name} needs at least {least} values; found {found}.")


def number(value: object, name: str, low: float = -math.inf, high: float = math.inf) -> float:
    """Return a finite number within its range, or raise OutOfRange."""
    real = isinstance(value, int | float) and not isinstance(value, bool)
    found = float(value) if real else math.nan  # type: ignore[arg-type]
    if math.isfinite(found) and low <= found <= high:
        return found
    raise OutOfRange(name=name, low=low, high=high, value=value)


def numbers(
    values: Sequence[float],
    name: str,
    least: int,
    low: float = -math.inf,
    high: float = math.inf,
) -> list[float]:
    """Return checked numbers; raise TooFewPoints where there are fewer than `least`."""
    if len(values) < least:
        raise TooFewPoints(name=name, least=least, found=len(values))
    return [number(one, name, low, high) for one in values]
