"""Turn the care path's tables of a pack file into checked rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from wellbeing.i18n import N_
from wellbeing.rules.care import Cadence, CareRules, End, FollowUps, Load, Observation, Review
from wellbeing.rules.entry import SOURCE, Entry, read_source

CARE = ("load", "review", "follow_ups", "observation", "end")
_HUNDRED = 100


def care_rules(top: Entry, levels: Collection[str]) -> CareRules:
    """Return the care path's rules, or raise PackError."""
    return CareRules(
        load=_load(top.table("load"), levels),
        cadence=_cadence(top.table("cadence"), [level for level in levels if level != "u5"]),
        review=_review(top.table("review")),
        follow_ups=_follow_ups(top.table("follow_ups")),
        observation=_observation(top.table("observation")),
        end=_end(top.table("end")),
    )


def _load(table: Entry, levels: Collection[str]) -> Load:
    table.only(("cap", "warn_percent", "weights", *SOURCE))
    weights = table.table("weights")
    weights.only(levels)
    percent = table.count("warn_percent")
    if percent > _HUNDRED:
        message = N_("Rule pack {file}: {entry} must be 100 or less: at 100 the desk is full.")
        raise table.wrong(message, "warn_percent")
    each = MappingProxyType({level: weights.count(level) for level in levels})
    return Load(_some(table, "cap"), percent, each, read_source(table))


def _cadence(table: Entry, levels: Collection[str]) -> Mapping[str, Cadence]:
    table.only(levels)
    return MappingProxyType({level: _rhythm(table.table(level)) for level in levels})


def _rhythm(one: Entry) -> Cadence:
    one.only(("contacts", "days", *SOURCE))
    return Cadence(_some(one, "contacts"), _some(one, "days"), read_source(one))


def _review(table: Entry) -> Review:
    table.only(("talks", "days", *SOURCE))
    return Review(_some(table, "talks"), _some(table, "days"), read_source(table))


def _follow_ups(table: Entry) -> FollowUps:
    table.only(("months", *SOURCE))
    months = tuple(sorted(table.counts("months")))
    return FollowUps(months, read_source(table))


def _observation(table: Entry) -> Observation:
    table.only(("days", *SOURCE))
    return Observation(_some(table, "days"), read_source(table))


def _end(table: Entry) -> End:
    table.only(("tasks_percent", "calm_days", *SOURCE))
    percent = table.count("tasks_percent")
    if percent > _HUNDRED:
        message = N_("Rule pack {file}: {entry} must be 100 or less: more cannot be done.")
        raise table.wrong(message, "tasks_percent")
    return End(percent, table.count("calm_days"), read_source(table))


def _some(table: Entry, key: str) -> int:
    """Return a whole number above zero."""
    found = table.count(key)
    if found == 0:
        raise table.wrong(N_("Rule pack {file}: {entry} must be 1 or more."), key)
    return found
