"""People: who has an account, with which roles, and whose has ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from wellbeing.accounts import holds_office, other_person
from wellbeing.check_dates import ends_of
from wellbeing.crypto import reveal_many
from wellbeing.errors import InvalidTransition
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import LANGUAGES, N_
from wellbeing.models import Credential, Membership, Organisation, SignIn, User
from wellbeing.policy import May, Role
from wellbeing.two_people import TwoPeople


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the people list."""

    id: UUID
    name: str
    roles: tuple[tuple[str, str], ...]
    active: bool
    # The last day on which the background check counts; None where none is asked for.
    check_ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Me:
    """What the frame needs to know of whoever is signed in."""

    id: UUID
    name: str
    language: str
    roles: frozenset[Role]
    must_enrol: bool = False
    # The last day on which the background check counts, where that is near or over.
    check_ends_on: date | None = None
    check_ended: bool = False


@use_case(may=May.BE_HERE, access=Access.READ)
def me(work: Work) -> Me:
    """Return the signed-in person."""
    user = work.find(User, work.actor.user_id)
    actor = work.actor
    return Me(
        user.id, user.name.reveal(), user.language, actor.roles, actor.must_enrol,
        actor.check_ends_on, actor.check_ended,
    )  # fmt: skip


@use_case(may=May.USE_OWN_ACCOUNT, access=Access.KEEP)
def choose_language(work: Work, language: str) -> None:
    """Remember the language that the person wants to read."""
    user = work.db.get(User, work.actor.user_id)
    if user is not None and language in LANGUAGES:
        user.language = language


@use_case(may=May.MANAGE_PEOPLE, access=Access.READ)
def people(work: Work) -> tuple[Person, ...]:
    """Return everybody who has or had an account, by role and name."""
    users = work.db.scalars(select(User)).all()
    names = reveal_many(users, "name")
    roles, ends = _roles(work), ends_of(work, users)
    found = [
        Person(user.id, name, tuple(roles.get(user.id, ())), user.active, ends.get(user.id))
        for user, name in zip(users, names, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: (not one.active, one.roles, one.name)))


def _roles(work: Work) -> dict[UUID, list[tuple[str, str]]]:
    places = {one.id: one.name for one in work.db.scalars(select(Organisation))}
    found: dict[UUID, list[tuple[str, str]]] = {}
    for one in work.db.scalars(select(Membership).where(Membership.until.is_(None))):
        place = places.get(one.organisation_id, "") if one.organisation_id else ""
        found.setdefault(one.user_id, []).append((one.role, place))
    return found


@use_case(may=May.MANAGE_PEOPLE)
def deactivate(work: Work, user_id: UUID) -> None:
    """End a person's account: every sign-in of theirs ends at the next click."""
    user = other_person(work, user_id)
    if _last_coordinator(work, user_id):
        raise InvalidTransition(
            N_("This is the last coordinator. Invite another one first, then try again.")
        )
    user.active, user.ended_at = False, work.now
    for credential in work.db.scalars(select(Credential).where(Credential.user_id == user_id)):
        credential.closed = True
    running = SignIn.user_id == user_id, SignIn.ended_at.is_(None)
    for sign_in in work.db.scalars(select(SignIn).where(*running)):
        sign_in.ended_at = work.now
    work.about(user)


@use_case(
    may=May.MANAGE_PEOPLE,
    two_people=TwoPeople(
        N_("Let somebody of the office sign in again"), about=holds_office, unless_alone=True
    ),
)
def reactivate(work: Work, user_id: UUID) -> None:
    """Let a person sign in again with the roles they had.

    For a coordinator or an administrator it takes two: their power comes back with them.
    """
    user = other_person(work, user_id)
    user.active, user.ended_at = True, None
    for credential in work.db.scalars(select(Credential).where(Credential.user_id == user_id)):
        credential.closed = False
    work.about(user)


def _last_coordinator(work: Work, user_id: UUID) -> bool:
    serving = Membership.role == Role.COORDINATOR, Membership.until.is_(None), User.active
    query = select(User.id).join(Membership, Membership.user_id == User.id).where(*serving)
    return set(work.db.scalars(query)) <= {user_id}
