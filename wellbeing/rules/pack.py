"""Rule packs: the numbers of a jurisdiction as data, each with its source."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from wellbeing.errors import StartRefused
from wellbeing.i18n import N_
from wellbeing.rules.calendar import WorkCalendar

FOLDER = Path(__file__).parent / "packs"
VERIFICATIONS = ("primary", "seen", "design", "unverified")


class PackError(StartRefused):
    """A rule pack is broken; file, entry and reason say where."""

    default = N_("The rule pack {file} is wrong at {entry}: {reason}")


@dataclass(frozen=True, slots=True)
class Duration:
    """A clock: working days or hours, with its source."""

    working_days: int | None
    hours: int | None
    source: str
    verification: str


@dataclass(frozen=True, slots=True)
class Emergency:
    """A number to call at once."""

    number: str
    who: str
    source: str
    verification: str


@dataclass(frozen=True, slots=True)
class RulePack:
    """What a jurisdiction asks for."""

    name: str
    zone: str
    calendar: WorkCalendar
    emergency: tuple[Emergency, ...]
    clocks: Mapping[str, Duration]
    contact: Mapping[str, Duration]
    owner_percent: int
    coordinator_percent: int


@cache
def load_pack(name: str, overrides: Path | None = None) -> RulePack:
    """Return a pack with the site's overrides, or raise PackError with file, entry and reason."""
    path = FOLDER / f"{name}.toml"
    data = _read(path)
    if overrides is not None:
        data = _merge(data, _read(overrides))
        path = overrides
    try:
        return _pack(data)
    except _Wrong as wrong:
        raise PackError(file=path.name, entry=wrong.entry, reason=wrong.reason) from None


class _Wrong(Exception):
    def __init__(self, entry: str, reason: str) -> None:
        self.entry, self.reason = entry, reason


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PackError(file=path.name, entry="-", reason="there is no such file") from None
    except tomllib.TOMLDecodeError as error:
        raise PackError(file=path.name, entry="-", reason=str(error)) from None


def _merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        deeper = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merge(merged[key], value) if deeper else value
    return merged


def _pack(data: dict[str, Any]) -> RulePack:
    escalation = data.get("escalation", {})
    return RulePack(
        name=_need(data, "name"),
        zone=ZoneInfo(_need(data, "zone")).key,
        calendar=_calendar(_need(data, "calendar")),
        emergency=tuple(_emergency(n, one) for n, one in enumerate(data.get("emergency", ()))),
        clocks=_durations(data, "clocks", _CLOCKS),
        contact=_durations(data, "contact", ("u0", "u1", "u2", "u3", "u4")),
        owner_percent=int(escalation.get("owner_percent", 100)),
        coordinator_percent=int(escalation.get("coordinator_percent", 150)),
    )


_CLOCKS = tuple(
    f"{urgent}{stage}"
    for urgent in ("", "urgent_")
    for stage in ("acknowledge", "screen", "ask_back", "reply")
)


def _need(data: dict[str, Any], key: str) -> Any:
    if key not in data:
        raise _Wrong(key, "is missing")
    return data[key]


def _calendar(data: dict[str, Any]) -> WorkCalendar:
    try:
        days = {date.fromisoformat(d): v == "work" for d, v in data.get("overrides", {}).items()}
    except ValueError:
        raise _Wrong("calendar.overrides", "dates look like 2027-02-06") from None
    _sourced("calendar", data)
    return WorkCalendar(data.get("country", ""), int(data.get("known_through", 0)), days)


def _emergency(position: int, data: dict[str, Any]) -> Emergency:
    entry = f"emergency[{position}]"
    _sourced(entry, data)
    return Emergency(str(_need(data, "number")), _need(data, "who"), data["source"], data["verification"])


def _durations(data: dict[str, Any], table: str, names: tuple[str, ...]) -> dict[str, Duration]:
    found = {}
    for name in names:
        entry = f"{table}.{name}"
        one = data.get(table, {}).get(name)
        if one is None:
            raise _Wrong(entry, "is missing")
        _sourced(entry, one)
        days, hours = one.get("working_days"), one.get("hours")
        if (days is None) == (hours is None) or min(days or 0, hours or 0) < 0:
            raise _Wrong(entry, "needs working_days or hours, zero or more")
        found[name] = Duration(days, hours, one["source"], one["verification"])
    return found


def _sourced(entry: str, data: dict[str, Any]) -> None:
    if not data.get("source"):
        raise _Wrong(entry, "names no source")
    if data.get("verification") not in VERIFICATIONS:
        raise _Wrong(entry, f"verification must be one of {', '.join(VERIFICATIONS)}")
