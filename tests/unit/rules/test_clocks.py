"""Clocks: the worked dates, and what holds for every start and length."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellbeing.rules import (
    Duration,
    Stage,
    WorkCalendar,
    contact_due,
    due,
    load_pack,
    reckon,
    referral_due,
)

CN = load_pack("cn_shanghai")
SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDARS = (CN.calendar, load_pack("neutral").calendar, WorkCalendar("GB", 2026))
# With and without summer time; Santiago changes its clocks at midnight, Lord Howe by half an hour.
ZONES = tuple(
    ZoneInfo(key)
    for key in (
        "Asia/Shanghai",
        "UTC",
        "Europe/London",
        "America/Santiago",
        "Australia/Lord_Howe",
        "Pacific/Kiritimati",
    )
)

starts = st.datetimes(datetime(2024, 1, 1), datetime(2028, 11, 1), timezones=st.just(UTC))
lengths = st.integers(1, 15)
places = st.tuples(st.sampled_from(CALENDARS), st.sampled_from(ZONES))


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def days(count: int) -> Duration:
    return Duration(working_days=count)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2025-09-30 16:00", 3, "2025-10-11 23:59:59"),  # past National Day, to a Saturday
        ("2025-04-25 10:00", 1, "2025-04-27 23:59:59"),  # Friday to a worked Sunday
        ("2025-05-06 21:40", 1, "2025-05-07 23:59:59"),  # late at night
        ("2025-05-10 09:00", 1, "2025-05-12 23:59:59"),  # on a Saturday
        ("2025-10-03 09:00", 1, "2025-10-09 23:59:59"),  # within the holiday week
        ("2026-02-13 17:00", 1, "2026-02-14 23:59:59"),  # make-up Saturday of 2026
        ("2025-12-31 17:00", 1, "2026-01-04 23:59:59"),  # over the year, to a worked Sunday
    ],
)
def test_working_days_end_with_the_local_day(start: str, count: int, end: str) -> None:
    found = due(shanghai(start), days(count), CN.calendar, SHANGHAI)
    assert found == shanghai(end)
    assert found.tzinfo is UTC


def test_the_local_day_of_the_start_counts_not_the_utc_day() -> None:
    # 00:30 on Wednesday in Shanghai is still Tuesday in UTC.
    start = datetime(2025, 5, 6, 16, 30, tzinfo=UTC)
    assert due(start, days(1), CN.calendar, SHANGHAI) == shanghai("2025-05-08 23:59:59")


@pytest.mark.parametrize(
    ("level", "end"),
    [
        ("u0", "2025-09-30 23:00:00"),
        ("u1", "2025-10-01 03:00:00"),
        ("u2", "2025-10-01 23:00:00"),
        ("u3", "2025-10-03 23:00:00"),
        ("u4", "2025-10-21 23:59:59"),
    ],
)
def test_contact_clocks_of_hours_run_through_the_holiday(level: str, end: str) -> None:
    assert contact_due(CN, level, shanghai("2025-09-30 23:00")) == shanghai(end)


def test_advice_only_has_no_contact_clock() -> None:
    assert contact_due(CN, "u5", shanghai("2025-05-06 12:00")) is None


def test_stages_of_a_referral_take_their_own_clock() -> None:
    start = shanghai("2025-05-06 21:40")
    ends = {s: referral_due(CN, s, start, urgent=False) for s in Stage}
    assert ends == {
        Stage.ACKNOWLEDGE: shanghai("2025-05-07 23:59:59"),
        Stage.SCREEN: shanghai("2025-05-08 23:59:59"),
        Stage.ASK_BACK: shanghai("2025-05-09 23:59:59"),
        Stage.REPLY: shanghai("2025-05-09 23:59:59"),
        Stage.ANSWER: shanghai("2025-05-14 23:59:59"),
    }


def test_the_promised_answer_is_the_latest_day_on_which_every_stage_is_on_time() -> None:
    start = shanghai("2025-09-30 16:00")
    for urgent in (False, True):
        moment = start
        for stage in (Stage.ACKNOWLEDGE, Stage.SCREEN, Stage.REPLY):
            moment = referral_due(CN, stage, moment, urgent=urgent)
        assert referral_due(CN, Stage.ANSWER, start, urgent=urgent) == moment


def test_urgent_stages_run_in_hours() -> None:
    start = shanghai("2025-10-01 22:00")
    assert referral_due(CN, Stage.ACKNOWLEDGE, start, urgent=True) == shanghai("2025-10-01 23:00")
    assert referral_due(CN, Stage.SCREEN, start, urgent=True) == shanghai("2025-10-02 02:00")


def test_a_due_date_in_a_year_without_a_notice_is_marked_as_an_estimate() -> None:
    known = reckon(shanghai("2026-12-29 10:00"), days(2), CN.calendar, SHANGHAI)
    over = reckon(shanghai("2026-12-30 10:00"), days(2), CN.calendar, SHANGHAI)
    assert (known.at, known.estimated) == (shanghai("2026-12-31 23:59:59"), False)
    assert (over.at, over.estimated) == (shanghai("2027-01-04 23:59:59"), True)
    assert not reckon(
        shanghai("2027-01-04 10:00"), Duration(hours=4), CN.calendar, SHANGHAI
    ).estimated


def test_a_day_whose_last_hour_comes_twice_ends_with_the_second() -> None:
    worked_saturday = WorkCalendar("", 9999, {date(2025, 4, 5): True})
    friday = datetime(2025, 4, 4, 15, tzinfo=UTC)
    end = due(friday, days(1), worked_saturday, ZoneInfo("America/Santiago"))
    assert end == datetime(2025, 4, 6, 3, 59, 59, tzinfo=UTC)


def test_a_moment_without_a_zone_is_refused() -> None:
    for duration in (days(1), Duration(hours=1)):
        with pytest.raises(ValueError, match="time zone"):
            due(datetime(2025, 5, 6, 12), duration, CN.calendar, SHANGHAI)


@pytest.mark.parametrize(
    "wrong",
    [{}, {"working_days": 1, "hours": 1}, {"working_days": 0}, {"hours": -1}],
)
def test_a_duration_without_sense_cannot_be_made(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="duration"):
        Duration(**wrong)


@given(starts, lengths, places)
def test_due_is_the_end_of_a_later_working_day(
    start: datetime, count: int, place: tuple[WorkCalendar, ZoneInfo]
) -> None:
    calendar, zone = place
    local = due(start, days(count), calendar, zone).astimezone(zone)
    assert calendar.is_working(local.date())
    assert local.date() > start.astimezone(zone).date()
    assert (local.hour, local.minute, local.second) == (23, 59, 59)
    after = (local.astimezone(UTC) + timedelta(seconds=1)).astimezone(zone)
    assert after.date() == local.date() + timedelta(days=1)


@given(starts, lengths, places)
def test_exactly_so_many_working_days_lie_between(
    start: datetime, count: int, place: tuple[WorkCalendar, ZoneInfo]
) -> None:
    calendar, zone = place
    first = start.astimezone(zone).date()
    last = due(start, days(count), calendar, zone).astimezone(zone).date()
    between = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    assert sum(map(calendar.is_working, between)) == count


@given(starts, starts, lengths, places)
def test_due_never_comes_earlier_for_a_later_start(
    one: datetime, other: datetime, count: int, place: tuple[WorkCalendar, ZoneInfo]
) -> None:
    early, late = sorted((one, other))
    assert due(early, days(count), *place) <= due(late, days(count), *place)


@given(starts, lengths, places)
def test_one_more_working_day_is_always_later(
    start: datetime, count: int, place: tuple[WorkCalendar, ZoneInfo]
) -> None:
    assert due(start, days(count), *place) < due(start, days(count + 1), *place)


@given(starts, st.integers(0, 200), places)
def test_hours_are_hours_whatever_the_calendar_and_summer_time(
    start: datetime, hours: int, place: tuple[WorkCalendar, ZoneInfo]
) -> None:
    assert due(start, Duration(hours=hours), *place) == start + timedelta(hours=hours)


@given(starts, lengths, st.sampled_from(CALENDARS))
def test_summer_time_does_not_move_the_day(
    start: datetime, count: int, calendar: WorkCalendar
) -> None:
    """The local day depends on the local day of the start alone, never on the offset."""
    found: dict[date, set[date]] = {}
    for zone in ZONES:
        last = due(start, days(count), calendar, zone).astimezone(zone).date()
        found.setdefault(start.astimezone(zone).date(), set()).add(last)
    assert all(len(ends) == 1 for ends in found.values())
