"""New accounts and new sign-ins: what set-up, invitations and sign-in share."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from wellbeing import crypto, passwords, throttle
from wellbeing.errors import InvalidTransition, NotFound, WellbeingError
from wellbeing.forms import InvalidForm, Problem
from wellbeing.gate import Work
from wellbeing.i18n import N_
from wellbeing.identity import token_digest
from wellbeing.models import Credential, Membership, SignIn, Site, SiteKind, User
from wellbeing.policy import PEOPLE_OFFICE, Role


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The one time that a token is seen: it goes into the cookie and nowhere else."""

    token: str
    user_id: UUID
    ends_at: datetime


def begin_sign_in(work: Work, user_id: UUID, factor_at: datetime | None = None) -> SignedIn:
    """Open a server-side sign-in; the database keeps only the digest of its token."""
    token = secrets.token_urlsafe(32)
    ends = work.now + timedelta(hours=work.runtime.settings.session_hours)
    work.db.add(
        SignIn(
            token_digest=token_digest(token),
            user_id=user_id,
            begun_at=work.now,
            seen_at=work.now,
            ends_at=ends,
            factor_at=factor_at,
        )
    )
    return SignedIn(token, user_id, ends)


def other_person(work: Work, user_id: UUID) -> User:
    """Return somebody else's account; nobody does these acts to their own."""
    if user_id == work.actor.user_id:
        raise WellbeingError(N_("You cannot do this to your own account."))
    return work.find(User, user_id)


def holds_office(work: Work, user_id: UUID) -> bool:
    """Tell whether the account holds an office: with it somebody could confirm their own acts."""
    held = Membership.user_id == user_id, Membership.until.is_(None)
    roles = Membership.role.in_(sorted(PEOPLE_OFFICE))
    return work.db.scalars(select(Membership.id).where(*held, roles)).first() is not None


def create_account(
    work: Work, name: str, login: str, password: str, role: Role, organisation_id: UUID | None
) -> User:
    """Make a person's account, credential and first role; a taken sign-in name is a problem."""
    require_strong(password, login)
    taken = crypto.equals(Credential, "login", login, work.keyring)
    if work.db.scalars(select(Credential.id).where(taken)).first() is not None:
        raise InvalidForm(
            {"login": Problem(N_("This sign-in name is taken. Please choose another."))}
        )
    user = User(name=name, language=work.caller.language, created_at=work.now, active=True)
    work.db.add(user)
    work.db.flush()
    memory = work.runtime.settings.password_memory_kib
    work.db.add_all(
        [
            Credential(
                user_id=user.id,
                login=login,
                password_hash=passwords.hashed(password, memory),
                changed_at=work.now,
            ),
            Membership(
                user_id=user.id,
                organisation_id=organisation_id,
                role=role.value,
                since=work.now,
            ),
        ]
    )
    return user


def require_strong(password: str, login: str) -> None:
    """Raise InvalidForm where a new password is too short, too long or soon guessed."""
    try:
        passwords.check_strength(password, login)
    except WellbeingError as weak:
        raise InvalidForm({"password": Problem(weak.message, weak.params)}) from None


class WrongPassword(WellbeingError):
    """The password in use was not typed right."""

    default = N_("Your present password is not right. Nothing was changed.")
    commits = True  # the attempt is counted although it is refused


def require_present_password(work: Work, typed: str) -> Credential:
    """Return one's own credential where the password in use was typed right; guesses are slowed."""
    mine = select(Credential).where(Credential.user_id == work.actor.user_id)
    credential = work.db.scalars(mine).first()
    if credential is None:
        raise NotFound()
    work.require_sound([credential])
    counted = throttle.buckets(work, b"present", str(work.actor.user_id).encode())
    throttle.require_calm(work, counted)
    memory = work.runtime.settings.password_memory_kib
    if not passwords.fits(credential.password_hash, typed, memory):
        throttle.count(work, counted)
        raise WrongPassword()
    return credential


def set_password(work: Work, credential: Credential, password: str) -> None:
    """Give a credential a new password that is strong enough."""
    if work.db.scalars(select(Site)).one().kind == SiteKind.DEMO:
        raise InvalidTransition(N_("In the demo, passwords stay as they are shown."))
    require_strong(password, credential.login.reveal())
    memory = work.runtime.settings.password_memory_kib
    credential.password_hash = passwords.hashed(password, memory)
    credential.changed_at = work.now
