"""Reference numbers that people can read out on the phone."""

from __future__ import annotations

import secrets
from datetime import datetime

# No 0 O 1 I: they sound and look alike.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_number(letter: str, now: datetime) -> str:
    """Return a number that tells nobody how many there are, such as R-2026-7KQ4MX."""
    return f"{letter}-{now.year}-" + "".join(secrets.choice(_ALPHABET) for _ in range(6))
