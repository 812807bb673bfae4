"""Working days, with the make-up days that move weekends.

The `holidays` package knows them: its Chinese calendar carries each year's State Council notice,
rest days and make-up days alike, and follows new notices with its releases.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import holidays


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked; a site may override single days (true means worked)."""

    country: str
    known_through: int
    overrides: Mapping[date, bool] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Tell whether a day is worked: overrides first, then the country's calendar.

        In a year without a notice yet: weekends and the holidays fixed by law rest, and no
        make-up day is guessed; `is_estimate` says so.
        """
        if day in self.overrides:
            return self.overrides[day]
        if not self.country:
            return day.weekday() < 5
        return day in _worked(self.country, day.year)

    def is_estimate(self, day: date) -> bool:
        """Tell whether the answer for this day may change: its year is not announced yet."""
        return day.year > self.known_through and day not in self.overrides

    def add(self, day: date, working_days: int) -> date:
        """Return the n-th working day (n at least 1) after `day`, which itself does not count."""
        left = working_days
        while left > 0:
            day += timedelta(days=1)
            left -= self.is_working(day)
        return day

    def estimated_between(self, start: date, end: date) -> bool:
        """Tell whether any day counted from `start` (excluded) to `end` is an estimate."""
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return any(self.is_estimate(day) for day in days)


@cache
def _worked(country: str, year: int) -> frozenset[date]:
    # A calendar object of our own per year: a shared one fills itself while it is asked, and
    # a second thread would read a half-filled year as having no holidays.
    calendar = holidays.country_holidays(country, years=year)
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1))
    return frozenset(day for day in days if calendar.is_working_day(day))
