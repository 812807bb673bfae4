"""Invitations: a single-use, expiring link that binds a person to a role, a place or a child."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from wellbeing.accounts import SignedIn, begin_sign_in, create_account
from wellbeing.errors import InvalidTransition, NotFound
from wellbeing.forms import InvalidForm, Kind, Problem, ask
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.identity import token_digest
from wellbeing.models import Case, Guardian, Invitation, Organisation, Site
from wellbeing.oidc import Proof
from wellbeing.policy import May, Role
from wellbeing.school_accounts import tie
from wellbeing.site_acts import bind_guardian
from wellbeing.two_people import TwoPeople

STAFF_ROLES = (
    (Role.OFFICER, N_("Community police officer")),
    (Role.TEACHER, N_("Teacher")),
    (Role.COUNSELLOR, N_("Counsellor")),
    (Role.COORDINATOR, N_("Coordinator")),
    (Role.ADMINISTRATOR, N_("Administrator")),
    (Role.PARTNER, N_("Partner at another place")),
)
_NEEDS_PLACE = (Role.OFFICER, Role.TEACHER, Role.COUNSELLOR, Role.PARTNER)


@dataclass(frozen=True, slots=True)
class InviteForm:
    """Whom to invite as what, and where they work."""

    invited_name: str = ask(N_("Name of the person"))
    role: str = ask(N_("Role"), Kind.CHOICE, options=STAFF_ROLES)
    organisation_id: UUID | None = ask(
        N_("Where do they work?"),
        Kind.RECORD,
        shown_when=("role", _NEEDS_PLACE),
        required=N_("Please choose where they work."),
    )


@dataclass(frozen=True, slots=True)
class InviteGuardianForm:
    """Which guardian of the young person to invite."""

    guardian_id: UUID | None = ask(N_("Whom do you invite?"), Kind.RECORD)


@dataclass(frozen=True, slots=True)
class AcceptForm:
    """What an invited person chooses for themselves."""

    name: str = ask(N_("Your name"))
    login: str = ask(N_("Sign-in name"), hint=N_("What you will type to sign in."))
    password: str = ask(
        N_("Password"),
        Kind.PASSWORD,
        hint=N_("At least 12 characters; a short sentence works well."),
    )


@dataclass(frozen=True, slots=True)
class InvitationLink:
    """The one time that the link is seen."""

    id: UUID
    name: str
    link: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class InvitationView:
    """What the holder of a code may know before accepting."""

    role: str
    site_name: str
    name: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class WaitingInvitation:
    """One line of the office's list."""

    id: UUID
    name: str
    role: str
    ends_at: datetime


def _raises_power(form: InviteForm) -> bool:
    return form.role in (Role.COORDINATOR, Role.ADMINISTRATOR)


@use_case(
    may=May.INVITE_STAFF,
    two_people=TwoPeople(
        N_("Invite somebody as coordinator or administrator"), _raises_power, unless_alone=True
    ),
)
def invite(work: Work, form: InviteForm) -> InvitationLink:
    """Return a link for a new member of staff; it can be used once."""
    place = form.organisation_id
    if place is not None and work.db.get(Organisation, place) is None:
        raise InvalidForm({"organisation_id": Problem(N_("Please choose where they work."))})
    return _invite(work, form.invited_name, Role(form.role), place, None)


@use_case(may=May.INVITE_PARENT)
def invite_guardian(work: Work, case_id: UUID, form: InviteGuardianForm) -> InvitationLink:
    """Return a link that binds a guardian to their child, from the child's case."""
    case = work.db.get(Case, case_id)
    guardian = work.db.get(Guardian, form.guardian_id)
    if case is None or guardian is None or guardian.student_id != case.student_id:
        raise NotFound()
    if guardian.user_id is not None:
        raise InvalidTransition(N_("This guardian has an account already."))
    return _invite(work, guardian.name.reveal(), Role.PARENT, None, guardian.id)


def _invite(
    work: Work, name: str, role: Role, organisation_id: UUID | None, guardian_id: UUID | None
) -> InvitationLink:
    code = secrets.token_urlsafe(24)
    ends = work.now + timedelta(days=work.runtime.settings.invitation_days)
    invitation = Invitation(
        code_digest=token_digest(code),
        invited_name=name,
        role=role.value,
        organisation_id=organisation_id,
        guardian_id=guardian_id,
        created_at=work.now,
        ends_at=ends,
    )
    work.db.add(invitation)
    work.about(invitation, detail=f"role={role.value}")
    link = f"{work.runtime.settings.address}/invite/{code}"
    return InvitationLink(invitation.id, name, link, ends)


@use_case(may=May.VISIT, access=Access.READ)
def invitation(work: Work, code: str) -> InvitationView:
    """Return what the code is for; used, ended, withdrawn and unknown codes are all NotFound."""
    found = _live(work, code)
    site = work.db.scalars(select(Site)).one()
    return InvitationView(found.role, site.name, found.invited_name.reveal(), found.ends_at)


@use_case(may=May.VISIT)
def accept_invitation(work: Work, code: str, form: AcceptForm) -> SignedIn:
    """Make the account that the invitation is for, and sign the person in; once."""
    return _accept(work, _live(work, code), form)[1]


@use_case(may=May.VISIT)
def accept_by_school(work: Work, code: str, proof: Proof) -> SignedIn:
    """Make the account for whom the school has proved; nobody knows its password."""
    found = _live(work, code)
    login = f"{proof.shown[:60] or 'school'}.{secrets.token_hex(3)}"
    form = AcceptForm(found.invited_name.reveal(), login, secrets.token_urlsafe(32))
    user_id, signed_in = _accept(work, found, form)
    tie(work, user_id, proof)
    return signed_in


def _accept(work: Work, found: Invitation, form: AcceptForm) -> tuple[UUID, SignedIn]:
    account = (form.name, form.login, form.password)
    user = create_account(work, *account, Role(found.role), found.organisation_id)
    found.used_at, found.used_by = work.now, user.id
    work.db.flush()
    if found.guardian_id is not None:
        bind_guardian(work, found.guardian_id, user.id)
    work.about(found)
    return user.id, begin_sign_in(work, user.id)


def _live(work: Work, code: str) -> Invitation:
    same = Invitation.code_digest == token_digest(code)
    unused = Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None)
    query = select(Invitation).where(same, *unused, Invitation.ends_at > work.now)
    found = work.db.scalars(query).first()
    if found is None:
        raise NotFound(N_("This invitation cannot be used any more. Please ask for a new one."))
    return found


@use_case(may=May.MANAGE_PEOPLE, access=Access.READ)
def waiting_invitations(work: Work) -> tuple[WaitingInvitation, ...]:
    """Return the invitations that nobody has used yet."""
    unused = Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None)
    query = select(Invitation).where(*unused, Invitation.ends_at > work.now)
    return tuple(
        WaitingInvitation(one.id, one.invited_name.reveal(), one.role, one.ends_at)
        for one in work.db.scalars(query.order_by(Invitation.ends_at))
    )


@use_case(may=May.INVITE_STAFF)
def withdraw_invitation(work: Work, invitation_id: UUID) -> None:
    """Make a link useless before anybody has used it."""
    found = work.db.get(Invitation, invitation_id)
    if found is None or found.used_at is not None:
        raise NotFound()
    found.withdrawn_at = work.now
    work.about(found)
