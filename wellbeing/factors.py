"""Checking second factors: what sign-in, enrolment and step-up share."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing import one_time, passwords, throttle
from wellbeing.errors import WellbeingError
from wellbeing.i18n import N_
from wellbeing.models import RecoveryCode, SecondFactor
from wellbeing.work import Work


class CodeNeeded(WellbeingError):
    """Name and password fit; this account asks for a one-time code as well."""

    default = N_("Please type your password again, and the one-time code from your app as well.")
    commits = True


class CodeRefused(WellbeingError):
    """The one-time code does not fit, or was used before."""

    default = N_("This one-time code does not fit. Please wait for the next one and try again.")
    commits = True


def factor_of(work: Work, user_id: UUID | None) -> SecondFactor | None:
    """Return a person's second factor, confirmed or not; None when there is none."""
    found = work.db.scalars(select(SecondFactor).where(SecondFactor.user_id == user_id)).first()
    work.require_sound([found] if found else [])
    return found


def spend(work: Work, factor: SecondFactor, code: str) -> bool:
    """Tell whether a one-time or recovery code fits; either is spent with it."""
    step = one_time.step_of(factor.seed.reveal(), code, work.now, factor.last_step)
    if step:
        factor.last_step = step
        return True
    same = RecoveryCode.code_digest == recovery_digest(work, factor.user_id, code)
    unused = RecoveryCode.user_id == factor.user_id, RecoveryCode.used_at.is_(None)
    found = work.db.scalars(select(RecoveryCode).where(same, *unused)).first()
    if found is None:
        return False
    found.used_at = work.now
    return True


def prove_at_sign_in(
    work: Work, user_id: UUID, code: str, counted: tuple[bytes, bytes]
) -> datetime | None:
    """Return when a second factor was proved: now, or None for an account without one."""
    factor = factor_of(work, user_id)
    if factor is None or factor.confirmed_at is None:
        return None
    if not code:
        raise CodeNeeded()
    if not spend(work, factor, code):
        throttle.count(work, counted)
        raise CodeRefused()
    return work.now


def recovery_digest(work: Work, user_id: UUID, code: str) -> bytes:
    """Return what the database keeps of a recovery code: stretched as a password, then keyed."""
    plain = one_time.plain_recovery(code).encode()
    salt = work.keyring.mac("recovery", user_id.bytes, b"salt")
    stretched = passwords.stretched(plain, salt, work.runtime.settings.password_memory_kib)
    return work.keyring.mac("recovery", user_id.bytes, stretched)


def forget(work: Work, user_id: UUID) -> None:
    """Take a person's second factor and recovery codes away."""
    factor = factor_of(work, user_id)
    if factor is not None:
        work.db.delete(factor)
    for one in work.db.scalars(select(RecoveryCode).where(RecoveryCode.user_id == user_id)):
        work.db.delete(one)
