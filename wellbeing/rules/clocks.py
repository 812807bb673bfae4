"""Clocks: when something is due, and how it stands."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum, auto
from zoneinfo import ZoneInfo

from wellbeing.rules.pack import Duration, RulePack


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


def due(start: datetime, duration: Duration, pack: RulePack) -> datetime:
    """Return when a clock that starts at a UTC moment ends, in UTC.

    Hours ignore the calendar. N working days end with the N-th working day after the day of
    the start, on the site's wall clock (civil code art. 201: the first day does not count).
    """
    if duration.hours is not None:
        return start + timedelta(hours=duration.hours)
    zone = ZoneInfo(pack.zone)
    day = pack.calendar.add(start.astimezone(zone).date(), duration.working_days or 0)
    return datetime.combine(day, time(23, 59, 59), zone).astimezone(UTC)


def referral_due(pack: RulePack, stage: Stage, start: datetime, *, urgent: bool) -> datetime:
    """Return when a referral's stage is due; ANSWER is the whole way from sending to the reply."""
    if stage is Stage.ANSWER:
        screened = referral_due(pack, Stage.SCREEN, start, urgent=urgent)
        return referral_due(pack, Stage.REPLY, screened, urgent=urgent)
    name = f"urgent_{stage.value}" if urgent else stage.value
    return due(start, pack.clocks[name], pack)


def contact_due(pack: RulePack, urgency: str, start: datetime) -> datetime | None:
    """Return when somebody must have spoken with the young person; None for advice only."""
    duration = pack.contact.get(urgency)
    return due(start, duration, pack) if duration else None


def standing(
    now: datetime, start: datetime | None, end: datetime | None, escalate_percent: int = 150
) -> Standing:
    """Return how a clock stands: escalated when `escalate_percent` of its time has passed."""
    if start is None or end is None:
        return Standing.NONE
    if now <= end:
        soon = end - min((end - start) / 4, timedelta(hours=24))
        return Standing.DUE_SOON if now >= soon else Standing.ON_TIME
    limit = start + (end - start) * escalate_percent / 100
    return Standing.ESCALATED if now >= limit else Standing.OVERDUE
