"""One's own account: a new password, and where one is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from wellbeing.accounts import WrongPassword, require_present_password, set_password
from wellbeing.errors import NotFound
from wellbeing.forms import Kind, ask
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import SignIn
from wellbeing.policy import May
from wellbeing.site_acts import end_sign_ins

__all__ = ["ChangePasswordForm", "SignInView", "WrongPassword", "change_password", "my_sign_ins"]


@dataclass(frozen=True, slots=True)
class ChangePasswordForm:
    """What a person types to change their own password."""

    present: str = ask(N_("Present password"), Kind.PASSWORD)
    password: str = ask(
        N_("New password"),
        Kind.PASSWORD,
        hint=N_("At least 12 characters; a short sentence works well."),
    )


@dataclass(frozen=True, slots=True)
class SignInView:
    """One signed-in browser."""

    id: UUID
    begun_at: datetime
    seen_at: datetime
    this_one: bool


@use_case(may=May.USE_OWN_ACCOUNT)
def change_password(work: Work, form: ChangePasswordForm) -> int:
    """Set one's own password and end one's other sign-ins; return how many ended."""
    credential = require_present_password(work, form.present)
    set_password(work, credential, form.password)
    work.about(credential)
    return end_sign_ins(work, credential.user_id, but=work.actor.sign_in_id)


@use_case(may=May.USE_OWN_ACCOUNT, access=Access.READ)
def my_sign_ins(work: Work) -> tuple[SignInView, ...]:
    """Return where one is signed in now, the newest first."""
    idle = work.now - timedelta(minutes=work.runtime.settings.idle_minutes)
    live = SignIn.ended_at.is_(None), SignIn.ends_at > work.now, SignIn.seen_at > idle
    mine = select(SignIn).where(SignIn.user_id == work.actor.user_id, *live)
    found = work.db.scalars(mine.order_by(SignIn.begun_at.desc()))
    return tuple(
        SignInView(one.id, one.begun_at, one.seen_at, one.id == work.actor.sign_in_id)
        for one in found
    )


@use_case(may=May.USE_OWN_ACCOUNT, fresh_factor=True)
def end_sign_in(work: Work, sign_in_id: UUID) -> None:
    """End one of one's own sign-ins; another person's cannot be found."""
    found = work.db.get(SignIn, sign_in_id)
    # The office sees all sign-ins, so the owner is asked here and not by the rows alone.
    if found is None or found.user_id != work.actor.user_id:
        raise NotFound()
    found.ended_at = found.ended_at or work.now
    work.about(found)


@use_case(may=May.USE_OWN_ACCOUNT, fresh_factor=True)
def end_other_sign_ins(work: Work) -> int:
    """End all of one's sign-ins but this one; return how many."""
    if work.actor.user_id is None:
        raise NotFound()
    return end_sign_ins(work, work.actor.user_id, but=work.actor.sign_in_id)
