"""Clocks: when something is due, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum, auto
from zoneinfo import ZoneInfo

from wellbeing.i18n import utc
from wellbeing.rules.calendar import WorkCalendar
from wellbeing.rules.pack import Duration, RulePack

# The second half of a doubled hour counts: the day ends when its last 23:59:59 has passed.
_DAY_END = time(23, 59, 59, fold=1)


class Standing(StrEnum):
    """How a clock stands; overdue goes to the owner, escalated to the coordinator's list too."""

    NONE = auto()
    ON_TIME = auto()
    DUE_SOON = auto()
    OVERDUE = auto()
    ESCALATED = auto()


class Stage(StrEnum):
    """What a referral's clock runs for."""

    ACKNOWLEDGE = auto()
    SCREEN = auto()
    ASK_BACK = auto()
    REPLY = auto()
    ANSWER = auto()


# From sending to the reply; each stage's clock starts when the one before it is done.
_WHOLE_WAY = (Stage.ACKNOWLEDGE, Stage.SCREEN, Stage.REPLY)


@dataclass(frozen=True, slots=True)
class Due:
    """When a clock ends, in UTC; `estimated` where the year's calendar is not announced yet."""

    at: datetime
    estimated: bool


def due(start: datetime, duration: Duration, calendar: WorkCalendar, zone: ZoneInfo) -> datetime:
    """Return when a clock that starts at a UTC moment ends, in UTC."""
    return reckon(start, duration, calendar, zone).at


def reckon(start: datetime, duration: Duration, calendar: WorkCalendar, zone: ZoneInfo) -> Due:
    """Return when a clock ends and whether that is an estimate.

    Hours ignore the calendar. N working days end with the N-th working day after the day of
    the start, on the site's wall clock (civil code art. 201: the first day does not count).
    """
    if duration.working_days is None:
        return Due(utc(start) + duration.span, estimated=False)
    first = utc(start).astimezone(zone).date()
    last = calendar.add(first, duration.working_days)
    end = datetime.combine(last, _DAY_END, zone).astimezone(UTC)
    return Due(end, calendar.estimated_between(first, last))


def referral_due(pack: RulePack, stage: Stage, start: datetime, *, urgent: bool) -> datetime:
    """Return when a referral's stage is due; ANSWER is the whole way from sending to the reply."""
    stages = _WHOLE_WAY if stage is Stage.ANSWER else (stage,)
    for one in stages:
        name = f"urgent_{one.value}" if urgent else one.value
        start = due(start, pack.clocks[name].duration, pack.calendar, pack.time_zone)
    return start


def clock_due(pack: RulePack, clock: str, start: datetime) -> datetime:
    """Return when a named clock of the pack that starts at a moment ends, in UTC."""
    return due(start, pack.clocks[clock].duration, pack.calendar, pack.time_zone)


def contact_due(pack: RulePack, urgency: str, start: datetime) -> datetime | None:
    """Return when somebody must have spoken with the young person; None for advice only."""
    rule = pack.contact.get(urgency)
    return due(start, rule.duration, pack.calendar, pack.time_zone) if rule else None


def standing(
    now: datetime, start: datetime | None, end: datetime | None, escalate_percent: int = 150
) -> Standing:
    """Return how a clock stands: overdue past its end, escalated at `escalate_percent` of it."""
    if start is None or end is None:
        return Standing.NONE
    if now <= end:
        soon = end - min((end - start) / 4, timedelta(hours=24))
        return Standing.DUE_SOON if now >= soon else Standing.ON_TIME
    limit = start + (end - start) * escalate_percent / 100
    return Standing.ESCALATED if now >= limit else Standing.OVERDUE
