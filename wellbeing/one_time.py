"""One-time codes (RFC 6238, 6 digits, 30 seconds): which time step a code belongs to."""

from __future__ import annotations

import secrets
from datetime import datetime
from hmac import compare_digest

import pyotp

STEP_SECONDS, DRIFT = 30, 1
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without I, O, 0 and 1, which are misread


def new_seed() -> str:
    """Return 160 random bits in base 32, as authenticator apps take them."""
    return pyotp.random_base32(32)


def address(seed: str, login: str, site: str) -> str:
    """Return the otpauth address that a QR code carries to the app."""
    return pyotp.TOTP(seed).provisioning_uri(name=login, issuer_name=f"Miaopu {site}")


def step_of(seed: str, code: str, now: datetime, spent: int) -> int:
    """Return the time step of a code that fits, or 0.

    One step of clock drift is forgiven on either side; steps up to `spent` were used already.
    """
    typed = "".join(code.split())
    if not (len(typed) == 6 and typed.isascii() and typed.isdigit()):
        return 0
    totp, current = pyotp.TOTP(seed), int(now.timestamp()) // STEP_SECONDS
    found = 0
    for step in range(current - DRIFT, current + DRIFT + 1):
        if compare_digest(totp.at(step * STEP_SECONDS), typed) and step > spent:
            found = step
    return found


def recovery_codes(count: int = 10) -> tuple[str, ...]:
    """Return codes of 60 random bits, in groups of four letters."""
    drawn = ("".join(secrets.choice(_LETTERS) for _ in range(12)) for _ in range(count))
    return tuple(f"{one[:4]}-{one[4:8]}-{one[8:]}" for one in drawn)


def typed_code() -> str:
    """Return a code of 140 random bits that can be typed from paper, in groups of four letters."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(28))
    return "-".join(drawn[at : at + 4] for at in range(0, 28, 4))


def plain_recovery(code: str) -> str:
    """Return a code from paper as it is compared: without spaces, dashes and case."""
    return "".join(c for c in code.upper() if c.isalnum())
