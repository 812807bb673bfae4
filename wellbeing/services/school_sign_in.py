"""Sign-in through the school's own accounts: only for whom an account here was tied to one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from wellbeing import oidc, throttle
from wellbeing.accounts import SignedIn, begin_sign_in, require_present_password
from wellbeing.errors import NotFound
from wellbeing.factors import prove_at_sign_in
from wellbeing.forms import Kind, ask
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Credential, SchoolIdentity, User
from wellbeing.oidc import Proof
from wellbeing.policy import May
from wellbeing.school_accounts import bond, digest, tie


class NotInvited(oidc.SchoolRefused):
    """The school knows this person, this site does not."""

    default = N_(
        "No account here belongs to this school sign-in. Please ask your coordinator for an "
        "invitation, or tie it on your account page."
    )
    commits = True  # the attempt is counted although it is refused


@dataclass(frozen=True, slots=True)
class TieForm:
    """What a person types before their account is tied to one at the school."""

    present: str = ask(N_("Present password"), Kind.PASSWORD)


@dataclass(frozen=True, slots=True)
class SchoolView:
    """Whether the site knows a school's sign-in, and to which account one's own is tied."""

    offered: bool
    tied: bool
    shown: str


@use_case(may=May.VISIT)
def sign_in_by_school(work: Work, proof: Proof, code: str = "") -> SignedIn:
    """Return a new sign-in for the account that is tied; a second factor is asked for as ever."""
    counted = throttle.buckets(work, b"school", digest(work, proof))
    throttle.require_calm(work, counted)
    found = bond(work, proof)
    open_account = Credential.user_id == (found.user_id if found else None), ~Credential.closed
    if found is None or work.db.scalars(select(Credential).where(*open_account)).first() is None:
        throttle.count(work, counted)
        work.detail = "school"
        raise NotInvited()
    work.object_id, work.kind, work.detail = found.user_id, User.__tablename__, "school"
    return begin_sign_in(work, found.user_id, prove_at_sign_in(work, found.user_id, code, counted))


@use_case(may=May.USE_OWN_ACCOUNT)
def allow_tie(work: Work, form: TieForm) -> None:
    """Check the present password before a browser goes to the school to tie the accounts."""
    require_present_password(work, form.present)


@use_case(may=May.USE_OWN_ACCOUNT)
def tie_school(work: Work, proof: Proof) -> None:
    """Tie one's own account to the one that the school has just proved."""
    if work.actor.user_id is None:
        raise NotFound()
    work.about(tie(work, work.actor.user_id, proof))


@use_case(may=May.USE_OWN_ACCOUNT)
def untie_school(work: Work) -> None:
    """Untie one's own account: from now on the password alone opens it."""
    found = _mine(work)
    if found is None:
        raise NotFound()
    work.about(found)
    work.db.delete(found)


@use_case(may=May.USE_OWN_ACCOUNT, access=Access.READ)
def my_school(work: Work) -> SchoolView:
    """Return how it stands with one's own account at the school."""
    found = _mine(work)
    offered = bool(work.runtime.settings.oidc_issuer)
    return SchoolView(offered, found is not None, found.shown.reveal() if found else "")


def _mine(work: Work) -> SchoolIdentity | None:
    mine = SchoolIdentity.user_id == work.actor.user_id
    return work.db.scalars(select(SchoolIdentity).where(mine)).first()
