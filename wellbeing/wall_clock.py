"""A day and a time as people type them, on the site's own wall clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

from wellbeing.forms import InvalidForm, Problem
from wellbeing.i18n import N_
from wellbeing.numbers import day_time
from wellbeing.work import Work

BAD_TIME = N_("Please give a time of day, for example 14:30.")
AHEAD = N_("This moment has not come yet. Please check the day and the time.")


def typed_moment(work: Work, day: date | None, typed: str, field: str = "at") -> datetime:
    """Return the UTC moment of a day and a typed time; no day is today, no time is InvalidForm."""
    try:
        clock = day_time(typed)
    except ValueError:
        raise InvalidForm({field: Problem(BAD_TIME)}) from None
    zone = work.runtime.pack.time_zone
    return datetime.combine(day or work.today, clock, zone).astimezone(UTC)


def past_moment(work: Work, day: date | None, typed: str, field: str = "at") -> datetime:
    """Return a typed moment that has passed; nothing typed is now, one ahead is InvalidForm."""
    if not typed.strip() and day is None:
        return work.now
    found = typed_moment(work, day, typed, field)
    if found > work.now:
        raise InvalidForm({field: Problem(AHEAD)})
    return found
