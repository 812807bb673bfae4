"""Working days, with the make-up days that move weekends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import holidays


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked; a site may override single days."""

    country: str
    known_through: int
    overrides: Mapping[date, bool] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Tell whether a day is worked: overrides first, then the country's calendar."""
        if day in self.overrides:
            return self.overrides[day]
        if not self.country:
            return day.weekday() < 5
        return bool(_country(self.country).is_working_day(day))

    def is_estimate(self, day: date) -> bool:
        """Tell whether the year's official calendar is not known yet."""
        return day.year > self.known_through

    def add(self, day: date, working_days: int) -> date:
        """Return the n-th working day after `day`, which itself does not count."""
        left = working_days
        while left > 0:
            day += timedelta(days=1)
            left -= self.is_working(day)
        return day


@cache
def _country(code: str) -> holidays.HolidayBase:
    return holidays.country_holidays(code)
