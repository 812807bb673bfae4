"""Working days of the Chinese calendar, and what is said of years not announced yet."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import holidays
import pytest

from wellbeing.rules import WorkCalendar, load_pack
from wellbeing.rules.calendar import _worked

CN = load_pack("cn_shanghai").calendar


@pytest.mark.parametrize(
    "day",
    [
        "2024-02-04", "2024-09-14", "2024-10-12",
        "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
        "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
    ],
)  # fmt: skip
def test_make_up_days_on_weekends_are_worked(day: str) -> None:
    found = date.fromisoformat(day)
    assert found.weekday() >= 5
    assert CN.is_working(found)


@pytest.mark.parametrize(
    "day",
    ["2025-01-28", "2025-02-04", "2025-05-05", "2025-10-08", "2026-01-02", "2026-02-23"],
)
def test_holidays_on_weekdays_rest(day: str) -> None:
    found = date.fromisoformat(day)
    assert found.weekday() < 5
    assert not CN.is_working(found)


def test_every_day_agrees_with_the_holiday_package() -> None:
    theirs = holidays.country_holidays("CN", years=range(2023, 2030))
    first = date(2023, 1, 1)
    days = [first + timedelta(days=n) for n in range(7 * 365)]
    assert [d for d in days if CN.is_working(d) != theirs.is_working_day(d)] == []


def test_the_pack_knows_the_years_that_the_holiday_package_carries() -> None:
    """When a release brings a new year, raise `known_through` in the pack."""

    def make_up_days(year: int) -> list[date]:
        first = date(year, 1, 1)
        year_days = (first + timedelta(days=n) for n in range(365))
        return [d for d in year_days if d.weekday() >= 5 and CN.is_working(d)]

    assert make_up_days(CN.known_through)
    assert not make_up_days(CN.known_through + 1)


def test_a_year_without_a_notice_is_an_estimate_that_keeps_the_holidays_of_law() -> None:
    assert not CN.is_estimate(date(2026, 12, 31))
    assert CN.is_estimate(date(2027, 1, 1))
    assert not CN.is_working(date(2027, 10, 1))
    assert CN.is_working(date(2027, 10, 11))


def test_a_site_overrides_single_days_and_they_are_no_estimate() -> None:
    monday, saturday = date(2027, 3, 1), date(2027, 3, 6)
    calendar = WorkCalendar("CN", 2026, {monday: False, saturday: True})
    assert not calendar.is_working(monday)
    assert calendar.is_working(saturday)
    assert not calendar.is_estimate(monday)
    assert calendar.is_estimate(monday + timedelta(days=1))
    assert not calendar.estimated_between(date(2026, 12, 30), date(2026, 12, 31))
    assert calendar.estimated_between(date(2026, 12, 31), date(2027, 1, 1))


def test_without_a_country_only_weekends_rest() -> None:
    plain = load_pack("neutral").calendar
    assert [plain.is_working(date(2025, 10, d)) for d in (1, 4, 5, 6)] == [True, False, False, True]
    assert not plain.is_estimate(date(2050, 1, 3))


def test_threads_that_ask_at_the_same_time_get_the_same_year() -> None:
    _worked.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(CN.is_working, [date(2025, 10, 11)] * 64))
    assert answers == {True}
