"""Sign in and out: throttled, and silent about which accounts exist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from wellbeing import crypto, passwords, throttle
from wellbeing.accounts import SignedIn, begin_sign_in
from wellbeing.errors import WellbeingError
from wellbeing.factors import prove_at_sign_in
from wellbeing.forms import Kind, ask, offer
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Credential, SignIn, User
from wellbeing.policy import May
from wellbeing.throttle import PER_ACCOUNT, PER_ADDRESS, WINDOW, TooManyAttempts

__all__ = [
    "PER_ACCOUNT",
    "PER_ADDRESS",
    "WINDOW",
    "SignInForm",
    "SignInRefused",
    "TooManyAttempts",
    "check_live",
    "note_visit",
    "sign_in",
    "sign_out",
]

_TOUCH_EVERY = timedelta(minutes=1)


class SignInRefused(WellbeingError):
    """Name and password do not fit together; which of them is never told."""

    default = N_("Name or password is not right.")
    commits = True  # the attempt is counted although it is refused


@dataclass(frozen=True, slots=True)
class SignInForm:
    """What a person types to sign in."""

    login: str = ask(N_("Sign-in name"), required=N_("Please type your sign-in name."))
    password: str = ask(N_("Password"), Kind.PASSWORD, required=N_("Please type your password."))
    code: str = offer(
        N_("One-time code"),
        hint=N_("Only if you have set one up: from your app, or a recovery code."),
    )


@use_case(may=May.VISIT)
def sign_in(work: Work, form: SignInForm) -> SignedIn:
    """Return a new sign-in, or raise SignInRefused or TooManyAttempts; failures are counted."""
    counted = throttle.buckets(work, b"account", crypto.fold(form.login).encode())
    throttle.require_calm(work, counted)
    credential = _credential(work, form)
    memory = work.runtime.settings.password_memory_kib
    known = credential.password_hash if credential else ""
    if not passwords.fits(known, form.password, memory) or credential is None:
        throttle.count(work, counted)
        work.detail = "refused"
        raise SignInRefused()
    if passwords.outdated(known, memory):
        credential.password_hash = passwords.hashed(form.password, memory)
    work.object_id, work.kind = credential.user_id, User.__tablename__
    factor_at = prove_at_sign_in(work, credential.user_id, form.code, counted)
    return begin_sign_in(work, credential.user_id, factor_at)


def _credential(work: Work, form: SignInForm) -> Credential | None:
    named = crypto.equals(Credential, "login", form.login, work.keyring)
    found = work.db.scalars(select(Credential).where(named, ~Credential.closed)).first()
    work.require_sound([found] if found else [])
    return found


@use_case(may=May.USE_OWN_ACCOUNT)
def sign_out(work: Work) -> None:
    """End this sign-in, here and in every tab."""
    mine = work.db.get(SignIn, work.actor.sign_in_id)
    if mine is not None:
        mine.ended_at = work.now


@use_case(may=May.BE_HERE, access=Access.READ)
def check_live(work: Work) -> bool:
    """Tell whether the visit should be noted; raise SignedOut when the sign-in has ended."""
    mine = work.db.get(SignIn, work.actor.sign_in_id)
    return mine is not None and mine.seen_at < work.now - _TOUCH_EVERY


@use_case(may=May.USE_OWN_ACCOUNT, access=Access.LAST_WORDS)
def check_lapsed(work: Work) -> None:
    """Raise SignedOut unless nothing but time has ended this sign-in."""


@use_case(may=May.BE_HERE, access=Access.KEEP)
def note_visit(work: Work) -> None:
    """Note that the person is still there: the idle clock starts anew."""
    mine = work.db.get(SignIn, work.actor.sign_in_id)
    if mine is not None:
        mine.seen_at = work.now
