"""When the interview room of a school and its counsellor are taken: times only, never whose."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from wellbeing.models import CounsellingSession, Student
from wellbeing.site_acts import site_session
from wellbeing.work import Work
from wellbeing.workflow import SessionState

# Talks are offered in these hours of a working day, each beginning on the hour or half past.
OPENS, CLOSES, EVERY = time(8), time(18), timedelta(minutes=30)

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class RoomDay:
    """A working day of a room: what is taken and when a talk could begin, as times of the site."""

    day: date
    taken: tuple[str, ...]
    free: tuple[str, ...]


def room_of(student: Student) -> str:
    """Return which room it is: each school has its own, and who has no school the site's."""
    return student.school_id.hex if student.school_id else ""


def taken(work: Work, rooms: Collection[str], first: datetime, last: datetime) -> list[Span]:
    """Return what is booked in rooms, or with the actor anywhere, between two moments."""
    c = CounsellingSession
    booked = c.state.in_((SessionState.BOOKED, SessionState.HELD))
    theirs = or_(c.room.in_(rooms), c.counsellor_id == work.actor.user_id)
    within = c.starts_at < last, c.ends_at > first
    rows = site_session(work).scalars(select(c).where(booked, theirs, *within))
    zone = work.runtime.pack.time_zone
    return sorted((one.starts_at.astimezone(zone), one.ends_at.astimezone(zone)) for one in rows)


def taken_times(work: Work, room: str, start: datetime, end: datetime) -> tuple[str, ...]:
    """Return when that day is taken if the span meets an appointment; () where it is free."""
    zone = work.runtime.pack.time_zone
    morning, evening = _whole(start.astimezone(zone).date(), zone)
    spans = taken(work, [room], min(morning, start), max(evening, end))
    return _said(spans) if _meets(spans, start, end) else ()


def days_of(work: Work, room: str, first: date, minutes: int, number: int) -> tuple[RoomDay, ...]:
    """Return the next working days of a room, with when a talk of so many minutes could begin."""
    zone, calendar = work.runtime.pack.time_zone, work.runtime.pack.calendar
    days: list[date] = []
    while len(days) < number:
        if calendar.is_working(first):
            days.append(first)
        first += timedelta(days=1)
    spans = taken(work, [room], _whole(days[0], zone)[0], _whole(days[-1], zone)[1])
    made = []
    for day in days:
        own = [span for span in spans if _meets([span], *_whole(day, zone))]
        free = (
            start
            for start in _starts(day, zone, timedelta(minutes=minutes))
            if start > work.now and not _meets(own, start, start + timedelta(minutes=minutes))
        )
        made.append(RoomDay(day, _said(own), tuple(f"{one:%H:%M}" for one in free)))
    return tuple(made)


def _starts(day: date, zone: ZoneInfo, length: timedelta) -> Iterator[datetime]:
    start, end = datetime.combine(day, OPENS, zone), datetime.combine(day, CLOSES, zone)
    while start + length <= end:
        yield start
        start += EVERY


def _whole(day: date, zone: ZoneInfo) -> Span:
    start = datetime.combine(day, time(), zone)
    return start, start + timedelta(days=1)


def _meets(spans: Collection[Span], start: datetime, end: datetime) -> bool:
    return any(a < end and b > start for a, b in spans)


def _said(spans: Collection[Span]) -> tuple[str, ...]:
    return tuple(f"{a:%H:%M}–{b:%H:%M}" for a, b in spans)
