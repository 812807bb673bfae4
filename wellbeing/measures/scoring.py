"""From answers to a score: reversed items, subscales, prorating, bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wellbeing.i18n import N_
from wellbeing.measures.checks import MeasureError, TooFewPoints, number
from wellbeing.measures.instrument import Instrument


@dataclass(frozen=True, slots=True)
class Score:
    """Total in the instrument's points, subscales by name, band "" where none is known."""

    total: float
    subscales: Mapping[str, float]
    band: str
    prorated: bool


def score(
    instrument: Instrument,
    answers: Sequence[float | None] | float,
    *,
    age: int | None = None,
    sex: str = "",
    informant: str = "",
) -> Score:
    """Return the score of one filled form; a missing answer is None.

    Up to `max_missing` missing answers are prorated by the mean of the others, where the
    instrument allows it; an instrument whose form may not be copied takes its total alone.
    A score says nothing by itself and is not a diagnosis.
    Raises OutOfRange, TooFewPoints, MeasureError for a wrong number of answers.
    """
    who = (age, sex, informant)
    if isinstance(answers, int | float):
        return _of_total(instrument, answers, who)
    if instrument.totals_only:
        raise MeasureError(N_("Of this instrument only the total may be entered."))
    if len(answers) != instrument.items:
        raise MeasureError(
            N_("There must be {items} answers; found {found}."),
            items=instrument.items,
            found=len(answers),
        )
    points = [_point(instrument, i, one) for i, one in enumerate(answers, 1)]
    missing = points.count(None)
    if missing > instrument.max_missing:
        least = instrument.items - instrument.max_missing
        raise TooFewPoints(name=instrument.title, least=least, found=instrument.items - missing)
    everything = tuple(range(1, instrument.items + 1))
    counted = _counted(instrument) or everything
    total = _sum(instrument, points, counted)
    subscales = {n: _sum(instrument, points, s.items) for n, s in instrument.subscales.items()}
    return Score(total, subscales, _band(instrument, total, who), bool(missing))


def asks_to_speak(instrument: Instrument, answers: Sequence[float | None]) -> bool:
    """Tell whether an answer is one that somebody speaks with them about the same day.

    Which answers these are, the instrument's definition says; it is no score and no level.
    """
    given = enumerate(answers, 1)
    least = instrument.speak_about
    return any(one is not None and i in least and one >= least[i] for i, one in given)


def _counted(instrument: Instrument) -> tuple[int, ...]:
    """Return the items in the total: all, unless some subscales are kept out of it."""
    if all(one.in_total for one in instrument.subscales.values()):
        return ()
    inside = [one.items for one in instrument.subscales.values() if one.in_total]
    return tuple(sorted({i for items in inside for i in items}))


def _point(instrument: Instrument, item: int, answer: float | None) -> float | None:
    if answer is None:
        return None
    value = number(answer, f"item {item}", instrument.low, instrument.high)
    return instrument.low + instrument.high - value if item in instrument.reverse else value


def _sum(instrument: Instrument, points: Sequence[float | None], items: Sequence[int]) -> float:
    """Return the sum (or mean) of some items, prorated, times the instrument's factor."""
    known = [p for i in items if (p := points[i - 1]) is not None]
    if instrument.blank_as is not None:
        known += [instrument.blank_as] * (len(items) - len(known))
    if not known:
        raise TooFewPoints(name=instrument.title, least=1, found=0)
    mean = sum(known) / len(known)
    whole = mean if instrument.mean else mean * len(items)
    return _tidy(whole * instrument.multiply)


def _tidy(value: float) -> float:
    """Return the value without the dust of binary fractions."""
    return round(value, 9)


def _of_total(instrument: Instrument, total: float, who: tuple[int | None, str, str]) -> Score:
    low = instrument.total_low if instrument.total_low is not None else instrument.low
    high = instrument.total_high
    if high is None:
        high = instrument.high * instrument.items * instrument.multiply
    value = number(total, "total", low, high)
    return Score(value, {}, _band(instrument, value, who), prorated=False)


def _band(instrument: Instrument, total: float, who: tuple[int | None, str, str]) -> str:
    """Return the first band that reaches the total and is meant for this person."""
    age, sex, informant = who
    for band in instrument.bands:
        by_age = band.age_from > 0 or band.age_to < 200
        if by_age and (age is None or not band.age_from <= age <= band.age_to):
            continue
        if (band.sex and band.sex != sex) or (band.informant and band.informant != informant):
            continue
        if total <= band.upto:
            return band.name
    return ""
