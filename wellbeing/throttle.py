"""Slowing down: every door where a secret is typed counts what did not fit."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from wellbeing.errors import WellbeingError
from wellbeing.i18n import N_
from wellbeing.models import SignInAttempt
from wellbeing.work import Work

WINDOW = timedelta(minutes=15)
PER_ACCOUNT, PER_ADDRESS = 5, 30
Most = tuple[int, int]


class TooManyAttempts(WellbeingError):
    """Slowed down for a while; the same for accounts that do not exist."""

    default = N_("Too many attempts. Please wait {minutes} minutes and try again.")
    commits = True


def buckets(work: Work, kind: bytes, account: bytes) -> tuple[bytes, bytes]:
    """Return under which keyed digests an attempt counts: the account's and the address's."""
    address = work.keyring.mac("throttle", b"address", work.caller.address.encode())
    return work.keyring.mac("throttle", kind, account), address


def require_calm(
    work: Work, counted: tuple[bytes, bytes], at_most: Most = (PER_ACCOUNT, PER_ADDRESS)
) -> None:
    """Raise TooManyAttempts where the account or the address has been counted too often of late."""
    for bucket, most in zip(counted, at_most, strict=True):
        recent = SignInAttempt.bucket == bucket, SignInAttempt.at > work.now - WINDOW
        if (work.db.scalar(select(func.count(SignInAttempt.id)).where(*recent)) or 0) >= most:
            raise TooManyAttempts(minutes=int(WINDOW.total_seconds() // 60))


def count(work: Work, counted: tuple[bytes, bytes], outcome: str = "refused") -> None:
    """Count a failure, or what may not come too often, and forget old ones."""
    old = select(SignInAttempt).where(SignInAttempt.at < work.now - 4 * WINDOW).limit(50)
    for attempt in work.db.scalars(old):
        work.db.delete(attempt)
    work.db.add_all(
        SignInAttempt(bucket=bucket, outcome=outcome, at=work.now) for bucket in counted
    )
