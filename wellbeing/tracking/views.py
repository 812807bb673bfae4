"""What the tracker shows: lines of readings, events on the same axis, and who reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from uuid import UUID

from wellbeing.case_lines import Reading


class Reader(StrEnum):
    """For whom a tracker is made."""

    COUNSELLOR = auto()
    COORDINATOR = auto()
    FAMILY = auto()
    YOUNG_PERSON = auto()
    REFERRER = auto()


# They see goals and a gentle trend: no cut-off, no band, no number that judges.
GENTLE_READERS = frozenset({Reader.FAMILY, Reader.YOUNG_PERSON})


@dataclass(frozen=True, slots=True)
class Series:
    """One instrument as one informant sees it; of goals, one goal. Oldest reading first."""

    instrument: str
    form_version: str
    informant: str
    about_id: UUID | None
    title: str
    hoped: float | None
    readings: tuple[Reading, ...]

    @property
    def values(self) -> tuple[float | None, ...]:
        """The scores in order; a missing one is None."""
        return tuple(one.value for one in self.readings)

    @property
    def known(self) -> tuple[float, ...]:
        """The scores that there are."""
        return tuple(one.value for one in self.readings if one.value is not None)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something on the time axis: a talk, an agreement, an incident, a follow-up."""

    on: date
    kind: str


@dataclass(frozen=True, slots=True)
class Review:
    """Goal attainment at one review: the T score over the goals scored on that day."""

    on: date
    t: float
    goals: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What a teacher saw on one day, by question; one that was left open is not in it."""

    on: date
    answers: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class TrackerView:
    """A case's progress as one reader may see it."""

    case_id: UUID
    number: str
    student: str
    student_id: UUID | None
    reader: Reader
    direction: str
    series: tuple[Series, ...]
    goals: tuple[Series, ...]
    reviews: tuple[Review, ...]
    happenings: tuple[Happening, ...]
    observations: tuple[Seen, ...]
    targets: tuple[tuple[UUID, str], ...]
    may_record: bool
    # What was written for this reader when the help ended.
    last_word: str = ""
    # What it rests on: its newest measurement, as far as the reader sees one.
    newest_id: UUID | None = None
