"""What a rule pack holds: the numbers of a jurisdiction, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from wellbeing.errors import StartRefused
from wellbeing.i18n import N_
from wellbeing.rules.calendar import WorkCalendar
from wellbeing.rules.care import CareRules
from wellbeing.rules.law import Law, Rule, law_on
from wellbeing.rules.source import Source


class PackError(StartRefused):
    """A rule pack is broken; the message names file, entry and what to put there."""

    default = N_("The rule pack {file} is wrong at {entry}.")


@dataclass(frozen=True, slots=True)
class Duration:
    """Either whole working days (one or more), or hours, or minutes (0 means at once)."""

    working_days: int | None = None
    hours: int | None = None
    minutes: int | None = None

    def __post_init__(self) -> None:
        """Refuse several, none, and what would be due before it starts."""
        given = [one for one in (self.working_days, self.hours, self.minutes) if one is not None]
        if len(given) != 1:
            raise ValueError("a duration is working days, hours or minutes")
        if self.working_days is not None and self.working_days < 1:
            raise ValueError("a duration is at least one working day")
        if given[0] < 0:
            raise ValueError("a duration is not negative")

    @property
    def span(self) -> timedelta:
        """The hours and minutes; nothing where working days are counted."""
        return timedelta(hours=self.hours or 0, minutes=self.minutes or 0)


@dataclass(frozen=True, slots=True)
class ClockRule:
    """How long something may take."""

    duration: Duration
    source: Source

    @property
    def unverified(self) -> bool:
        """Whether the screen must say that nobody has checked this number."""
        return self.source.unverified


@dataclass(frozen=True, slots=True)
class Emergency:
    """A number to call at once; `who` is a code of EMERGENCY_LABELS."""

    number: str
    who: str
    source: Source

    @property
    def unverified(self) -> bool:
        """Whether the screen must say that nobody has checked this number."""
        return self.source.unverified


@dataclass(frozen=True, slots=True)
class Urgency:
    """How fast we respond, chosen by a person from what was seen; never a forecast."""

    level: str
    colour: str
    decides: str
    reasons: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Escalation:
    """When the coordinator's list shows what its owner let pass, in percent of the clock."""

    coordinator_percent: int
    source: Source


@dataclass(frozen=True, slots=True)
class RulePack:
    """What a jurisdiction asks for."""

    name: str
    zone: str
    calendar: WorkCalendar
    calendar_source: Source
    emergency: tuple[Emergency, ...]
    clocks: Mapping[str, ClockRule]
    contact: Mapping[str, ClockRule]
    urgency: Mapping[str, Urgency]
    outcomes: tuple[str, ...]
    escalation: Escalation
    law: tuple[Rule, ...]
    care: CareRules

    @property
    def coordinator_percent(self) -> int:
        """Percent of a clock's time after which it stands on the coordinator's list."""
        return self.escalation.coordinator_percent

    @property
    def time_zone(self) -> ZoneInfo:
        """The site's wall clock."""
        return ZoneInfo(self.zone)

    def law_on(self, day: date) -> Law:
        """Return the law as it stood on the day of an event."""
        return law_on(self.law, day)

    def sources(self) -> Mapping[str, Source]:
        """Return the source of every entry by its key in the pack file."""
        found = {"calendar": self.calendar_source, "escalation": self.escalation.source}
        found |= {f"emergency.{one.who}": one.source for one in self.emergency}
        found |= {f"clocks.{name}": one.source for name, one in self.clocks.items()}
        found |= {f"contact.{level}": one.source for level, one in self.contact.items()}
        found |= {f"urgency.{level}": one.source for level, one in self.urgency.items()}
        found |= self.care.sources()
        return found | {one.name: one.source for one in self.law}
