"""The numbers of the care path: how much one desk bears, how often people meet and look again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, auto

from wellbeing.rules.source import Source


class Desk(StrEnum):
    """How full a counsellor's desk is."""

    FREE = auto()
    NEARLY_FULL = auto()
    FULL = auto()


@dataclass(frozen=True, slots=True)
class Load:
    """What one case weighs by its urgency, and how much weight a counsellor can bear."""

    cap: int
    warn_percent: int
    weights: Mapping[str, int]
    source: Source

    def weight(self, urgency: str) -> int:
        """Return what a case of this urgency weighs."""
        return self.weights[urgency]

    def desk(self, load: int) -> Desk:
        """Return how full a desk of this weight is: full at the cap, nearly so before."""
        if load >= self.cap:
            return Desk.FULL
        return Desk.NEARLY_FULL if 100 * load >= self.warn_percent * self.cap else Desk.FREE


@dataclass(frozen=True, slots=True)
class Cadence:
    """So many contacts in so many days while a case is active, on different days."""

    contacts: int
    days: int
    source: Source

    @property
    def span(self) -> timedelta:
        """The longest time between two contacts."""
        return timedelta(days=self.days) / self.contacts

    def windows(self, contacts: Collection[date], since: date, today: date) -> tuple[Window, ...]:
        """Return every whole window since a day, with how many contacts it lacks.

        Computed from what took place, never kept as rows: two contacts on one day are one.
        """
        days, found = sorted(set(contacts)), []
        first = since
        while first + timedelta(days=self.days) <= today:
            last = first + timedelta(days=self.days - 1)
            kept = sum(first <= day <= last for day in days)
            found.append(Window(first, last, max(0, self.contacts - kept)))
            first = last + timedelta(days=1)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Window:
    """Some days in which people should have met, and how often they did not."""

    first: date
    last: date
    missing: int


@dataclass(frozen=True, slots=True)
class Review:
    """A plan is looked at together after so many talks or days, whichever comes first."""

    talks: int
    days: int
    source: Source


@dataclass(frozen=True, slots=True)
class FollowUps:
    """Months after closing in which somebody asks how it is going."""

    months: tuple[int, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Observation:
    """While a case is open each teacher of its team tells every so many days what they see."""

    days: int
    source: Source


@dataclass(frozen=True, slots=True)
class End:
    """What should be so before a case closes: percent of the plan's tasks, calm days."""

    tasks_percent: int
    calm_days: int
    source: Source


@dataclass(frozen=True, slots=True)
class CareRules:
    """The six together."""

    load: Load
    cadence: Mapping[str, Cadence]
    review: Review
    follow_ups: FollowUps
    observation: Observation
    end: End

    def sources(self) -> dict[str, Source]:
        """Return the source of every entry by its key in the pack file."""
        found = {f"cadence.{level}": one.source for level, one in self.cadence.items()}
        found |= {"load": self.load.source, "review": self.review.source}
        found |= {"observation": self.observation.source, "end": self.end.source}
        return found | {"follow_ups": self.follow_ups.source}
