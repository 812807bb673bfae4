"""Ages as the law counts them."""

from __future__ import annotations

from datetime import date


def age_on(birth: date, event: date) -> int:
    """Return the full years (周岁) on a day: a year is full on the day after the birthday.

    Source: 法释〔2006〕1号 art. 2. Whoever was born on 29 February is a year older on 1 March;
    the sources give no leap-day rule, so that is our careful reading. A day before birth: 0.
    """
    full = event.year - birth.year - ((event.month, event.day) <= (birth.month, birth.day))
    return max(full, 0)
