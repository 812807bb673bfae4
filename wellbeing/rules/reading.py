"""Turn the tables of a pack file into a checked pack; every fault names its entry."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType
from zoneinfo import ZoneInfo

import holidays

from wellbeing.i18n import N_
from wellbeing.rules import labels
from wellbeing.rules.calendar import WorkCalendar
from wellbeing.rules.care_reading import CARE, care_rules
from wellbeing.rules.entry import SOURCE, Entry, read_source
from wellbeing.rules.law import SHAPES
from wellbeing.rules.pack import (
    ClockRule,
    Duration,
    Emergency,
    Escalation,
    RulePack,
    Urgency,
)
from wellbeing.rules.reading_law import read_law

# Sections whose entries each name a source.
SOURCED = ("emergency", "clocks", "contact", "urgency", "cadence", *SHAPES)
# Sections that are one entry with a source of its own.
SINGLE = ("calendar", "escalation", *CARE)
_STAGES = ("acknowledge", "screen", "ask_back", "reply")
CLOCKS = (
    *_STAGES, *(f"urgent_{stage}" for stage in _STAGES),
    "assign", "first_session", "note", "missed", "missed_letter", "missed_review",
    "plan_draft", "plan_propose",
    "plan_answer", "plan_call", "plan_other_way", "plan_talk", "plan_silence", "plan_review",
    "family_question", "complaint", "offer", "closing", "transfer", "transfer_declined",
    "emergency_review",
    "follow_up_heard", "two_taps",
    "incident_measures", "incident_prepare", "incident_agreement", "incident_close",
    "payment_silence", "payment_objection", "sealed_decision", "sealed_access",
    "ask_consent", "consent_answer", "own_consent", "inform_later", "harm_alarm", "harm_red",
    "harm_outcome", "hold_review", "crisis_contact", "crisis_week", "crisis_month",
    "safety_plan", "safety_plan_look", "supervision",
    "handoff_send", "handoff_answer", "urgent_handoff_answer", "handoff_question",
    "handoff_contact", "handoff_word", "handoff_cancel", "handoff_loop", "handoff_link",
    "note_lock", "review_access", "self_referral", "self_referral_kept",
)  # fmt: skip
_PLAIN = ("name", "zone", "calendar", "escalation", "outcomes", *CARE)
_SPANS = ("working_days", "hours", "minutes")
_LEVELS = tuple(labels.URGENCY_LABELS)


def read_pack(top: Entry) -> RulePack:
    """Return the pack that a file's tables describe, or raise PackError."""
    top.only((*_PLAIN, *SOURCED))
    calendar = top.table("calendar")
    return RulePack(
        name=top.text("name"),
        zone=_zone(top),
        calendar=_calendar(calendar),
        calendar_source=read_source(calendar),
        emergency=_emergency(top.table("emergency")),
        clocks=_clocks(top.table("clocks"), CLOCKS),
        contact=_clocks(top.table("contact"), [level for level in _LEVELS if level != "u5"]),
        urgency=_urgency(top.table("urgency")),
        outcomes=top.codes("outcomes", labels.OUTCOME_LABELS),
        escalation=_escalation(top.table("escalation")),
        law=read_law(top),
        care=care_rules(top, _LEVELS),
    )


def _zone(top: Entry) -> str:
    try:
        return ZoneInfo(top.text("zone")).key
    except (KeyError, ValueError, OSError):
        message = N_("Rule pack {file}: {entry} is no time zone; Asia/Shanghai is one.")
        raise top.wrong(message, "zone") from None


def _calendar(table: Entry) -> WorkCalendar:
    table.only(("country", "known_through", "overrides", *SOURCE))
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
        one.only(("number", *SOURCE))
        if one.text("number", empty="").strip():
            found.append(Emergency(one.text("number").strip(), who, read_source(one)))
    if not found:
        raise table.wrong(N_("Rule pack {file}: {entry} needs at least one number to call."))
    return tuple(found)


def _clocks(table: Entry, names: Collection[str]) -> Mapping[str, ClockRule]:
    table.only(names)
    entries = {name: table.table(name) for name in names}
    return MappingProxyType(
        {name: ClockRule(_duration(one), read_source(one)) for name, one in entries.items()}
    )


def _duration(one: Entry) -> Duration:
    one.only((*_SPANS, *SOURCE))
    given = {key: one.count(key) for key in _SPANS if key in one.data}
    try:
        return Duration(**given)
    except ValueError:
        message = N_(
            "Rule pack {file}: {entry} needs either working_days (1 or more), hours or minutes."
        )
        raise one.wrong(message) from None


def _urgency(table: Entry) -> Mapping[str, Urgency]:
    table.only(_LEVELS)
    return MappingProxyType({level: _level(table.table(level), level) for level in _LEVELS})


def _level(one: Entry, level: str) -> Urgency:
    one.only(("colour", "decides", "reasons", *SOURCE))
    return Urgency(
        level,
        one.code("colour", labels.COLOUR_LABELS),
        one.code("decides", labels.DECIDES_LABELS),
        one.codes("reasons", labels.REASON_LABELS),
        read_source(one),
    )


def _escalation(table: Entry) -> Escalation:
    table.only(("coordinator_percent", *SOURCE))
    percent = table.count("coordinator_percent")
    if percent < 100:
        message = N_("Rule pack {file}: {entry} must be 100 or more: before, nothing is late.")
        raise table.wrong(message, "coordinator_percent")
    return Escalation(percent, read_source(table))
