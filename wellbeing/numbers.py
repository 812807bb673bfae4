"""Numbers that people read out and type: references, amounts, times of day."""

from __future__ import annotations

import secrets
from datetime import datetime, time
from decimal import Decimal, InvalidOperation

# No 0 O 1 I: they sound and look alike.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_number(letter: str, now: datetime) -> str:
    """Return a number that tells nobody how many there are, such as R-2026-7KQ4MX."""
    return f"{letter}-{now.year}-" + "".join(secrets.choice(_ALPHABET) for _ in range(6))


def hundredths(text: str) -> int:
    """Return an amount like 2600 or 2,600.50 in hundredths, 0 for nothing; raise ValueError."""
    plain = text.strip().lstrip("¥￥").replace(",", "").replace("，", "").removesuffix("元")
    try:
        found = Decimal(plain or "0") * 100
    except InvalidOperation:
        raise ValueError("not an amount") from None
    if not found.is_finite() or found != found.to_integral_value() or not 0 <= found < 10**9:
        raise ValueError("not an amount")
    return int(found)


def shown_amount(hundredths: int) -> str:
    """Return an amount as people write it: 2,600 or 2,600.50."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole:,}.{rest:02}" if rest else f"{whole:,}"


def day_time(text: str) -> time:
    """Return a time of day as typed, 9:30 and 09：30 alike; raise ValueError."""
    return time.fromisoformat(text.strip().replace("：", ":").rjust(5, "0"))
