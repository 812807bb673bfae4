"""Turn the tables of a pack file into a checked pack; every fault names its entry."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import holidays

from wellbeing.i18n import N_
from wellbeing.rules import labels
from wellbeing.rules.calendar import WorkCalendar
from wellbeing.rules.pack import (
    ClockRule,
    Duration,
    Emergency,
    Escalation,
    PackError,
    RulePack,
    Source,
    Urgency,
    Verification,
)

# Sections whose entries each name a source.
SOURCED = ("emergency", "clocks", "contact", "urgency")
_STAGES = ("acknowledge", "screen", "ask_back", "reply")
CLOCKS = (
    *_STAGES, *(f"urgent_{stage}" for stage in _STAGES),
    "assign", "first_session", "note", "missed", "missed_review", "plan_draft", "plan_propose",
    "plan_answer", "plan_call", "plan_talk", "family_question", "closing",
)  # fmt: skip
_PLAIN = ("name", "zone", "calendar", "escalation", "outcomes")
_SOURCE = ("source", "verification", "verified_on")
_LEVELS = tuple(labels.URGENCY_LABELS)


@dataclass(frozen=True, slots=True)
class Entry:
    """A table of a pack file that knows where it stands, for the sentence when it is wrong."""

    file: str
    at: str
    data: Mapping[str, Any]

    def wrong(self, message: str, key: str = "", **params: object) -> PackError:
        """Return the error for this table or one of its keys."""
        return PackError(message, file=self.file, entry=self._at(key), **params)

    def need(self, key: str) -> Any:
        """Return a value that must be there."""
        if key not in self.data:
            raise self.wrong(N_("Rule pack {file}: {entry} is missing. Please add it."), key)
        return self.data[key]

    def text(self, key: str, empty: str | None = None) -> str:
        """Return a text; it may be empty or missing only where `empty` is given."""
        value = self.need(key) if empty is None else self.data.get(key, empty)
        if not isinstance(value, str) or (empty is None and not value.strip()):
            raise self.wrong(N_('Rule pack {file}: {entry} must be text in "quotes".'), key)
        return value

    def count(self, key: str) -> int:
        """Return a whole number, zero or more."""
        value = self.need(key)
        if type(value) is not int or value < 0:
            raise self.wrong(N_("Rule pack {file}: {entry} must be a whole number."), key)
        return value

    def table(self, key: str) -> Entry:
        """Return a table inside this one."""
        value = self.need(key)
        if not isinstance(value, dict):
            raise self.wrong(N_("Rule pack {file}: {entry} must be a table."), key)
        return Entry(self.file, self._at(key), value)

    def code(self, key: str, known: Collection[str]) -> str:
        """Return one of the known codes."""
        return self._known(key, self.text(key), known)

    def codes(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        """Return several of the known codes, each once."""
        value = self.need(key)
        if not isinstance(value, list) or len({str(v) for v in value}) != len(value):
            raise self.wrong(N_("Rule pack {file}: {entry} must be a list, each code once."), key)
        return tuple(self._known(key, str(one), known) for one in value)

    def only(self, known: Collection[str]) -> None:
        """Refuse keys that nothing reads: a misspelt rule must not pass for a rule."""
        for key in self.data:
            self._known(key, key, known)

    def _known(self, key: str, value: str, known: Collection[str]) -> str:
        if value not in known:
            raise self.wrong(
                N_("Rule pack {file}: {entry} has {value}. Possible is: {known}."),
                key, value=value, known=", ".join(known),
            )  # fmt: skip
        return value

    def _at(self, key: str) -> str:
        return ".".join(part for part in (self.at, key) if part)


def read_pack(top: Entry) -> RulePack:
    """Return the pack that a file's tables describe, or raise PackError."""
    top.only((*_PLAIN, *SOURCED))
    calendar = top.table("calendar")
    return RulePack(
        name=top.text("name"),
        zone=_zone(top),
        calendar=_calendar(calendar),
        calendar_source=_source(calendar),
        emergency=_emergency(top.table("emergency")),
        clocks=_clocks(top.table("clocks"), CLOCKS),
        contact=_clocks(top.table("contact"), [level for level in _LEVELS if level != "u5"]),
        urgency=_urgency(top.table("urgency")),
        outcomes=top.codes("outcomes", labels.OUTCOME_LABELS),
        escalation=_escalation(top.table("escalation")),
    )


def _zone(top: Entry) -> str:
    try:
        return ZoneInfo(top.text("zone")).key
    except (KeyError, ValueError, OSError):
        message = N_("Rule pack {file}: {entry} is no time zone; Asia/Shanghai is one.")
        raise top.wrong(message, "zone") from None


def _calendar(table: Entry) -> WorkCalendar:
    table.only(("country", "known_through", "overrides", *_SOURCE))
    country = table.text("country", empty="")
    if country and country not in holidays.list_supported_countries():
        raise table.wrong(
            N_("Rule pack {file}: no calendar is known for {entry}. Leave it empty for weekends."),
            "country",
        )
    days = table.table("overrides")
    return WorkCalendar(
        country,
        table.count("known_through"),
        MappingProxyType({_day(days, key): _is_work(days, key) for key in days.data}),
    )


def _day(days: Entry, key: str) -> date:
    try:
        return date.fromisoformat(key)
    except ValueError:
        message = N_("Rule pack {file}: {entry} must be a date like 2027-02-06.")
        raise days.wrong(message, key) from None


def _is_work(days: Entry, key: str) -> bool:
    return days.code(key, ("work", "rest")) == "work"


def _emergency(table: Entry) -> tuple[Emergency, ...]:
    """Return the numbers in file order; an empty number takes one off the list."""
    table.only(labels.EMERGENCY_LABELS)
    found = []
    for who in table.data:
        one = table.table(who)
        one.only(("number", *_SOURCE))
        if one.text("number", empty="").strip():
            found.append(Emergency(one.text("number").strip(), who, _source(one)))
    if not found:
        raise table.wrong(N_("Rule pack {file}: {entry} needs at least one number to call."))
    return tuple(found)


def _clocks(table: Entry, names: Collection[str]) -> Mapping[str, ClockRule]:
    table.only(names)
    entries = {name: table.table(name) for name in names}
    return MappingProxyType(
        {name: ClockRule(_duration(one), _source(one)) for name, one in entries.items()}
    )


def _duration(one: Entry) -> Duration:
    one.only(("working_days", "hours", *_SOURCE))
    given = {key: one.count(key) for key in ("working_days", "hours") if key in one.data}
    try:
        return Duration(**given)
    except ValueError:
        message = N_("Rule pack {file}: {entry} needs either working_days (1 or more) or hours.")
        raise one.wrong(message) from None


def _urgency(table: Entry) -> Mapping[str, Urgency]:
    table.only(_LEVELS)
    return MappingProxyType({level: _level(table.table(level), level) for level in _LEVELS})


def _level(one: Entry, level: str) -> Urgency:
    one.only(("colour", "decides", "reasons", *_SOURCE))
    return Urgency(
        level,
        one.code("colour", labels.COLOUR_LABELS),
        one.code("decides", labels.DECIDES_LABELS),
        one.codes("reasons", labels.REASON_LABELS),
        _source(one),
    )


def _escalation(table: Entry) -> Escalation:
    table.only(("coordinator_percent", *_SOURCE))
    percent = table.count("coordinator_percent")
    if percent < 100:
        message = N_("Rule pack {file}: {entry} must be 100 or more: before, nothing is late.")
        raise table.wrong(message, "coordinator_percent")
    return Escalation(percent, _source(table))


def _source(one: Entry) -> Source:
    day = one.data.get("verified_on")
    if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
        message = N_("Rule pack {file}: {entry} must be a date like 2027-02-06.")
        raise one.wrong(message, "verified_on")
    return Source(one.text("source"), Verification(one.code("verification", _STATES)), day)


_STATES = tuple(state.value for state in Verification)
