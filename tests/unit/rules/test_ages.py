"""Ages as the law counts them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellbeing.rules import age_on

days = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("birth", "event", "age"),
    [
        ("2011-05-10", "2025-05-10", 13),
        ("2011-05-10", "2025-05-11", 14),
        ("2012-02-29", "2026-02-28", 13),
        ("2012-02-29", "2026-03-01", 14),
        ("2012-02-29", "2024-02-29", 11),
        ("2012-02-29", "2024-03-01", 12),
        ("2011-12-31", "2025-12-31", 13),
        ("2011-12-31", "2026-01-01", 14),
        ("2011-05-10", "2011-05-10", 0),
        ("2011-05-10", "2012-05-10", 0),
        ("2011-05-10", "2012-05-11", 1),
    ],
)
def test_a_year_is_full_on_the_day_after_the_birthday(birth: str, event: str, age: int) -> None:
    assert age_on(date.fromisoformat(birth), date.fromisoformat(event)) == age


@given(days, days)
def test_age_rises_by_at_most_one_from_day_to_day(birth: date, event: date) -> None:
    today, tomorrow = age_on(birth, event), age_on(birth, event + timedelta(days=1))
    assert today <= tomorrow <= today + 1
    assert today >= 0
