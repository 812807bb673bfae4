"""Instruments are data: one file each, checked when read, with their licence and source."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from wellbeing.i18n import N_
from wellbeing.measures.checks import MeasureError

FOLDER = Path(__file__).parent / "instruments"
_KEYS = frozenset(
    {"key", "title", "items", "low", "high", "reverse", "multiply", "mean", "max_missing",
     "blank_as", "totals_only", "total_low", "total_high", "cutoff", "sd", "reliability",
     "higher_is_better", "licence", "source", "form_version", "validated", "enabled", "subscales",
     "bands", "examples", "speak_about"}
)  # fmt: skip


class InstrumentError(MeasureError):
    """An instrument file is broken; file, line and reason say where."""

    default = N_("Instrument {file}, line {line}: {reason}")


@dataclass(frozen=True, slots=True)
class Band:
    """A named range of totals, for everybody or for some ages, a sex or an informant."""

    name: str
    upto: float
    age_from: int = 0
    age_to: int = 200
    sex: str = ""
    informant: str = ""


@dataclass(frozen=True, slots=True)
class Subscale:
    """Some of the items, counted from 1, and from which total it stands out."""

    items: tuple[int, ...]
    cutoff: float | None = None
    in_total: bool = True


@dataclass(frozen=True, slots=True)
class Instrument:
    """How answers become a score; the wording of the items is not here."""

    key: str
    title: str
    items: int
    low: float
    high: float
    licence: str
    source: str
    form_version: str
    reverse: frozenset[int] = frozenset()
    multiply: float = 1
    mean: bool = False
    max_missing: int = 0
    blank_as: float | None = None
    totals_only: bool = False
    total_low: float | None = None
    total_high: float | None = None
    cutoff: float | None = None
    sd: float | None = None
    reliability: float | None = None
    higher_is_better: bool = True
    validated: bool = True
    enabled: bool = False
    # By item, counted from 1: from which answer on somebody speaks with them about it that day.
    speak_about: Mapping[int, float] = field(default_factory=dict)
    subscales: Mapping[str, Subscale] = field(default_factory=dict)
    bands: tuple[Band, ...] = ()
    examples: tuple[Mapping[str, Any], ...] = ()


def load_instrument(path: Path) -> Instrument:
    """Read one instrument file, or raise InstrumentError with file, line and reason."""
    text = path.read_text(encoding="utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) if at else len(text.splitlines())
        raise InstrumentError(file=path.name, line=line, reason=str(error)) from None
    try:
        return _instrument(data)
    except _Wrong as wrong:
        line = _line_of(text, wrong.key)
        raise InstrumentError(file=path.name, line=line, reason=wrong.reason) from None


@cache
def shipped() -> Mapping[str, Instrument]:
    """Return the instruments that come with the product, by key."""
    found = (load_instrument(path) for path in sorted(FOLDER.glob("*.toml")))
    return {one.key: one for one in found}


def of_a_folder(
    folder: Path | None,
) -> tuple[dict[str, Instrument], tuple[InstrumentError, ...]]:
    """Return a site's own instruments, one file each, and what is wrong with the others.

    A file may not take the key of an instrument of the product: old scores would change meaning.
    """
    found: dict[str, Instrument] = {}
    refused = []
    for path in sorted(folder.glob("*.toml")) if folder is not None else ():
        try:
            one = load_instrument(path)
            if one.key in shipped() or one.key in found:
                line = _line_of(path.read_text(encoding="utf-8"), "key")
                reason = f"the key {one.key} is taken"
                raise InstrumentError(file=path.name, line=line, reason=reason)
            found[one.key] = one
        except InstrumentError as error:
            refused.append(error)
    return found, tuple(refused)


class _Wrong(Exception):
    def __init__(self, key: str, reason: str) -> None:
        self.key, self.reason = key, reason


def _line_of(text: str, key: str) -> int:
    """Return the line on which a key stands; the last line where it is missing."""
    lines = text.splitlines() or [""]
    for position, line in enumerate(lines, 1):
        if line.replace("[", "").strip().startswith(key):
            return position
    return len(lines)


def _instrument(data: dict[str, Any]) -> Instrument:
    for key in data:
        if key not in _KEYS:
            raise _Wrong(key, f"{key} is not known here")
    for key in ("key", "title", "licence", "source", "form_version"):
        if not isinstance(data.get(key), str) or not data[key].strip():
            raise _Wrong(key, f"{key} must be a text")
    items = _whole(data, "items", 0, 200)
    low, high = _real(data, "low", 0), _real(data, "high", 0)
    if not data.get("totals_only") and (items < 1 or low >= high):
        raise _Wrong("items", "needs items, and low below high")
    simple = {
        k: v
        for k, v in data.items()
        if k not in ("subscales", "bands", "examples", "reverse", "speak_about")
    }
    try:
        return Instrument(
            **{**simple, "items": items, "low": low, "high": high},
            reverse=_numbers(data, "reverse", items),
            speak_about=_speak_about(data.get("speak_about", {}), items, (low, high)),
            subscales=_subscales(data.get("subscales", {}), items),
            bands=_bands(data.get("bands", [])),
            examples=tuple(data.get("examples", ())),
        )
    except TypeError as error:
        raise _Wrong("key", str(error)) from None


def _whole(data: dict[str, Any], key: str, low: int, high: int) -> int:
    value = data.get(key, 0)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise _Wrong(key, f"{key} must be a whole number from {low} to {high}")
    return value


def _real(data: dict[str, Any], key: str, default: float) -> float:
    value = data.get(key, default)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise _Wrong(key, f"{key} must be a number")
    return float(value)


def _numbers(data: Mapping[str, Any], key: str, items: int) -> frozenset[int]:
    found = data.get(key, [])
    right = isinstance(found, list) and all(isinstance(i, int) and 1 <= i <= items for i in found)
    if not right or len(set(found)) != len(found):
        raise _Wrong(key, f"{key} must list item numbers from 1 to {items}, each once")
    return frozenset(found)


def _speak_about(data: Any, items: int, span: tuple[float, float]) -> dict[int, float]:
    right = isinstance(data, dict) and all(
        str(item).isdigit()
        and 1 <= int(item) <= items
        and isinstance(answer, int | float)
        and span[0] <= answer <= span[1]
        for item, answer in data.items()
    )
    if not right:
        raise _Wrong("speak_about", f"speak_about names items from 1 to {items} and an answer each")
    return {int(item): float(answer) for item, answer in data.items()}


def _subscales(data: Mapping[str, Any], items: int) -> dict[str, Subscale]:
    found = {}
    for name, one in data.items():
        if not isinstance(one, dict):
            raise _Wrong("subscales", f"subscale {name} must be a table")
        numbers = _numbers(one, "items", items)
        cut = None if "cutoff" not in one else _real(one, "cutoff", 0)
        found[name] = Subscale(tuple(sorted(numbers)), cut, bool(one.get("in_total", True)))
    return found


def _bands(data: Any) -> tuple[Band, ...]:
    if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
        raise _Wrong("bands", "bands must be a list of tables")
    try:
        return tuple(Band(**one) for one in data)
    except TypeError:
        raise _Wrong("bands", "a band has name, upto, and may have age, sex, informant") from None
