"""A forgotten password: the coordinator approves one link, the person sets a new one with it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from wellbeing.accounts import holds_office, other_person, set_password
from wellbeing.errors import InvalidTransition, NotFound
from wellbeing.forms import Kind, ask
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.identity import token_digest
from wellbeing.models import Credential, PasswordReset, Site, User
from wellbeing.policy import May
from wellbeing.site_acts import end_sign_ins
from wellbeing.two_people import TwoPeople

HOURS = 24


@dataclass(frozen=True, slots=True)
class ResetLink:
    """The one time that the link is seen."""

    id: UUID
    name: str
    link: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class ResetView:
    """What the holder of a code may know: which site, and until when; not whose account."""

    site_name: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class NewPasswordForm:
    """The new password."""

    password: str = ask(
        N_("New password"),
        Kind.PASSWORD,
        hint=N_("At least 12 characters; a short sentence works well."),
    )


@use_case(
    may=May.RESET_ACCESS,
    fresh_factor=True,
    two_people=TwoPeople(
        N_("Make a link that sets a new password for somebody of the office"),
        about=holds_office, unless_alone=True,
    ),
)  # fmt: skip
def approve_reset(work: Work, user_id: UUID) -> ResetLink:
    """Return a link that sets this person's password once; an earlier link ends.

    For a coordinator or an administrator it takes two: a lone one who resets the other could
    confirm as them.
    """
    user = other_person(work, user_id)
    if not user.active:
        raise InvalidTransition(N_("This account has ended. Reopen it first."))
    _spend_all(work, user_id)
    code = secrets.token_urlsafe(24)
    ends = work.now + timedelta(hours=HOURS)
    made = PasswordReset(
        code_digest=token_digest(code), user_id=user_id, created_at=work.now, ends_at=ends
    )
    work.db.add(made)
    work.about(user)
    link = f"{work.runtime.settings.address}/reset/{code}"
    return ResetLink(made.id, user.name.reveal(), link, ends)


def _spend_all(work: Work, user_id: UUID) -> None:
    waiting = PasswordReset.user_id == user_id, PasswordReset.spent_at.is_(None)
    for one in work.db.scalars(select(PasswordReset).where(*waiting)):
        one.spent_at = work.now


@use_case(may=May.VISIT, access=Access.READ)
def reset_link(work: Work, code: str) -> ResetView:
    """Return what the code is for; used, ended, replaced and unknown codes are all NotFound."""
    found, _ = _live(work, code)
    return ResetView(work.db.scalars(select(Site)).one().name, found.ends_at)


@use_case(may=May.VISIT)
def set_new_password(work: Work, code: str, form: NewPasswordForm) -> None:
    """Set the password that the code is for, once, and end every sign-in of the person."""
    found, credential = _live(work, code)
    set_password(work, credential, form.password)
    _spend_all(work, found.user_id)
    end_sign_ins(work, found.user_id)
    work.kind, work.object_id = User.__tablename__, found.user_id


def _live(work: Work, code: str) -> tuple[PasswordReset, Credential]:
    """Return a usable link and the open account that it is for."""
    same = PasswordReset.code_digest == token_digest(code), PasswordReset.spent_at.is_(None)
    query = select(PasswordReset, Credential).join(
        Credential, Credential.user_id == PasswordReset.user_id
    )
    usable = PasswordReset.ends_at > work.now, ~Credential.closed
    row = work.db.execute(query.where(*same, *usable)).first()
    if row is None:
        raise NotFound(N_("This link cannot be used any more. Please ask for a new one."))
    work.require_sound([row[1]])
    return row[0], row[1]
