"""The second factor: set it up, prove it again, and help somebody who has lost it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from wellbeing import one_time, throttle
from wellbeing.accounts import other_person
from wellbeing.errors import InvalidTransition, NotFound, WellbeingError
from wellbeing.factors import CodeRefused, factor_of, forget, recovery_digest, spend
from wellbeing.forms import ask
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Credential, RecoveryCode, SecondFactor, SignIn, Site
from wellbeing.policy import May
from wellbeing.site_acts import end_sign_ins
from wellbeing.two_people import TwoPeople

JUST_SIGNED_IN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class CodeForm:
    """A code from the app."""

    code: str = ask(N_("One-time code"), hint=N_("Six digits from your app."))


@dataclass(frozen=True, slots=True)
class FactorView:
    """How it stands with one's own second factor."""

    confirmed: bool
    required: bool
    recovery_left: int


@dataclass(frozen=True, slots=True)
class NewFactor:
    """The one time that the seed is seen: as an address for a QR code, and to type."""

    address: str
    seed: str


@use_case(may=May.USE_OWN_ACCOUNT, access=Access.READ)
def my_factor(work: Work) -> FactorView:
    """Return how it stands with one's own second factor."""
    factor = factor_of(work, work.actor.user_id)
    mine = RecoveryCode.user_id == work.actor.user_id, RecoveryCode.used_at.is_(None)
    left = work.db.scalar(select(func.count(RecoveryCode.id)).where(*mine)) or 0
    confirmed = factor is not None and factor.confirmed_at is not None
    return FactorView(confirmed, work.actor.must_enrol, left)


@use_case(may=May.USE_OWN_ACCOUNT)
def begin_factor(work: Work) -> NewFactor:
    """Return a new seed; it counts only after a first code has been typed."""
    factor = factor_of(work, work.actor.user_id)
    if factor is not None and factor.confirmed_at is not None:
        raise InvalidTransition(N_("One-time codes are set up already."))
    mine = work.db.get(SignIn, work.actor.sign_in_id)
    if mine is None or mine.begun_at < work.now - JUST_SIGNED_IN:
        # Whoever finds an open browser must not bind the account to their own telephone.
        raise WellbeingError(
            N_("Please sign out and in again, and set up the codes within ten minutes.")
        )
    return _new_seed(work, factor)


@use_case(may=May.USE_OWN_ACCOUNT, fresh_factor=True)
def replace_factor(work: Work) -> NewFactor:
    """Return a seed for a new telephone: the old one and its recovery codes end now."""
    user_id = _confirmed(work).user_id
    forget(work, user_id)
    work.db.flush()
    end_sign_ins(work, user_id, but=work.actor.sign_in_id)
    return _new_seed(work, None)


def _new_seed(work: Work, factor: SecondFactor | None) -> NewFactor:
    seed = one_time.new_seed()
    if factor is None:
        factor = SecondFactor(user_id=work.actor.user_id, seed=seed, created_at=work.now)
        factor.last_step = 0
        work.db.add(factor)
    else:
        factor.seed = seed
    work.about(factor)
    mine = select(Credential).where(Credential.user_id == work.actor.user_id)
    login = work.db.scalars(mine).one().login.reveal()
    site = work.db.scalars(select(Site)).one().name
    return NewFactor(one_time.address(seed, login, site), seed)


@use_case(may=May.USE_OWN_ACCOUNT)
def confirm_factor(work: Work, form: CodeForm) -> tuple[str, ...]:
    """Make the new seed count, and return the recovery codes, this once."""
    factor = factor_of(work, work.actor.user_id)
    if factor is None or factor.confirmed_at is not None:
        raise InvalidTransition()
    _prove(work, factor, form.code)
    factor.confirmed_at = work.now
    work.about(factor)
    return _new_recovery_codes(work, factor)


@use_case(may=May.USE_OWN_ACCOUNT, fresh_factor=True)
def renew_recovery_codes(work: Work) -> tuple[str, ...]:
    """Return new recovery codes, this once; the old ones end, used or not."""
    factor = _confirmed(work)
    for one in work.db.scalars(select(RecoveryCode).where(RecoveryCode.user_id == factor.user_id)):
        work.db.delete(one)
    work.about(factor)
    return _new_recovery_codes(work, factor)


def _new_recovery_codes(work: Work, factor: SecondFactor) -> tuple[str, ...]:
    codes = one_time.recovery_codes()
    work.db.add_all(
        RecoveryCode(
            user_id=factor.user_id,
            code_digest=recovery_digest(work, factor.user_id, code),
            created_at=work.now,
        )
        for code in codes
    )
    return codes


@use_case(may=May.USE_OWN_ACCOUNT)
def prove_factor(work: Work, form: CodeForm) -> None:
    """Prove the second factor again before an act that asks for a fresh one."""
    factor = _confirmed(work)
    _prove(work, factor, form.code)
    work.about(factor)


def _confirmed(work: Work) -> SecondFactor:
    factor = factor_of(work, work.actor.user_id)
    if factor is None or factor.confirmed_at is None:
        raise NotFound()
    return factor


def _prove(work: Work, factor: SecondFactor, code: str) -> None:
    counted = throttle.buckets(work, b"code", factor.user_id.bytes)
    throttle.require_calm(work, counted)
    if not spend(work, factor, code):
        throttle.count(work, counted)
        raise CodeRefused()
    mine = work.db.get(SignIn, work.actor.sign_in_id)
    if mine is not None:
        mine.factor_at = work.now


@use_case(
    may=May.RESET_ACCESS,
    fresh_factor=True,
    two_people=TwoPeople(N_("Take somebody's lost one-time codes away"), unless_alone=True),
)
def take_factor_away(work: Work, user_id: UUID) -> None:
    """Help somebody who lost telephone and recovery codes: they set up a new factor."""
    user = other_person(work, user_id)
    forget(work, user_id)
    end_sign_ins(work, user_id)
    work.about(user)
