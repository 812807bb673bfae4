"""Ages as the law counts them."""

from __future__ import annotations

from datetime import date


def age_on(birth: date, day: date) -> int:
    """Return the full years (周岁) on a day: a year is full on the day after the birthday.

    Source: 法释〔2006〕1号 art. 2; whoever was born on 29 February is a year older on 1 March.
    """
    return day.year - birth.year - (0 if (day.month, day.day) > (birth.month, birth.day) else 1)
