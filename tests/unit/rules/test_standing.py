"""How a clock stands: on time, soon, overdue, escalated."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellbeing.rules import Standing, load_pack, standing

CN = load_pack("cn_shanghai")

starts = st.datetimes(datetime(2024, 1, 1), datetime(2028, 11, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (0, Standing.ON_TIME),
        (75.99, Standing.ON_TIME),
        (76, Standing.DUE_SOON),
        (100, Standing.DUE_SOON),
        (100.01, Standing.OVERDUE),
        (149.9, Standing.OVERDUE),
        (150, Standing.ESCALATED),
        (1000, Standing.ESCALATED),
    ],
)
def test_a_clock_of_a_hundred_hours(hours: float, expected: Standing) -> None:
    start = datetime(2025, 5, 6, tzinfo=UTC)
    # The last 24 hours are soon, or the last quarter of a short clock.
    end = start + timedelta(hours=100)
    now = start + timedelta(hours=hours)
    assert standing(now, start, end) is expected


def test_the_last_quarter_of_a_short_clock_is_soon() -> None:
    start = datetime(2025, 5, 6, tzinfo=UTC)
    end = start + timedelta(hours=4)
    assert standing(end - timedelta(minutes=61), start, end) is Standing.ON_TIME
    assert standing(end - timedelta(minutes=60), start, end) is Standing.DUE_SOON


def test_what_is_due_at_once_is_escalated_at_once() -> None:
    start = datetime(2025, 5, 6, tzinfo=UTC)
    assert standing(start, start, start) is Standing.DUE_SOON
    assert standing(start + timedelta(seconds=1), start, start) is Standing.ESCALATED


def test_without_a_clock_nothing_stands() -> None:
    now = datetime(2025, 5, 6, tzinfo=UTC)
    assert standing(now, None, now) is Standing.NONE
    assert standing(now, now, None) is Standing.NONE


def test_the_percentage_of_escalation_is_the_packs() -> None:
    start = datetime(2025, 5, 6, tzinfo=UTC)
    end, now = start + timedelta(hours=10), start + timedelta(hours=16)
    assert standing(now, start, end, 200) is Standing.OVERDUE
    assert standing(now, start, end, CN.coordinator_percent) is Standing.ESCALATED


@given(starts, starts, starts)
def test_a_clock_only_gets_worse_with_time(one: datetime, two: datetime, three: datetime) -> None:
    start, end = sorted((one, two))
    order = [Standing.ON_TIME, Standing.DUE_SOON, Standing.OVERDUE, Standing.ESCALATED]
    before = order.index(standing(three, start, end))
    assert order.index(standing(three + timedelta(hours=5), start, end)) >= before
