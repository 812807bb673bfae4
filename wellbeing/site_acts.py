"""The few things that the site does itself, on nobody's behalf, telling nobody what it saw.

A referrer must not find out who else is known here, and yet two reports of one young person
must meet: the site compares, links when it is certain, and is silent. A guardian who accepts
an invitation is bound to the child before they can see anything. A new password ends what was
open under the old one.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from wellbeing import crypto
from wellbeing.db import ScopedSession, open_session
from wellbeing.errors import NotFound
from wellbeing.models import AuditEntry, Guardian, Membership, SignIn, Student
from wellbeing.policy import Actor, Role
from wellbeing.work import Work

_THE_SITE = Actor(None, frozenset({Role.COORDINATOR}))


class _Silent:
    """Opens what the comparison needs and shows it to nobody."""

    def __init__(self, work: Work) -> None:
        self.keyring, self.fresh = work.keyring, work.fresh

    def opening(self, record: object, column: str, compartment: crypto.Compartment) -> None:
        """Allow it: nothing leaves this module but an id."""


def same_student(
    work: Work, name: str, school_id: UUID | None, birth_date: date | None, school_number: str
) -> UUID | None:
    """Return the id of the one young person who is certainly the same; None when unsure.

    Certain means: same name (folded) and same school, and the same date of birth or the same
    school number.
    """
    session = _session(work)
    named = crypto.equals(Student, "name", name, work.keyring)
    rows = session.scalars(select(Student).where(named, Student.school_id == school_id)).all()
    certain = [row.id for row in rows if _certain(row, birth_date, school_number)]
    session.expunge_all()
    return certain[0] if len(certain) == 1 else None


def _certain(row: Student, birth_date: date | None, school_number: str) -> bool:
    if birth_date and not row.birth_date.empty and row.birth_date.reveal() == birth_date:
        return True
    number = "" if row.school_number.empty else row.school_number.reveal()
    return bool(school_number) and crypto.fold(number) == crypto.fold(school_number)


def bind_guardian(work: Work, guardian_id: UUID, user_id: UUID) -> None:
    """Give a guardian the account that was just made from their invitation."""
    session = _session(work)
    guardian = session.get(Guardian, guardian_id)
    if guardian is None or guardian.user_id is not None:
        raise NotFound()
    guardian.user_id = user_id
    session.flush()


def end_sign_ins(work: Work, user_id: UUID, *, but: UUID | None = None) -> int:
    """End a person's sign-ins, all but one where it is named; return how many."""
    session = _session(work)
    running = SignIn.user_id == user_id, SignIn.ended_at.is_(None), SignIn.ends_at > work.now
    ended = [one for one in session.scalars(select(SignIn).where(*running)) if one.id != but]
    for one in ended:
        one.ended_at = work.now
    session.flush()
    return len(ended)


def opened(work: Work, subjects: frozenset[UUID]) -> list[tuple[datetime, Role]]:
    """Return when people of which roles opened these records; whom they are is not told."""
    session = _session(work)
    about = AuditEntry.outcome == "opened", AuditEntry.object_id.in_(subjects)
    entries = session.scalars(select(AuditEntry).where(*about)).all()
    actors = {one.actor_id for one in entries}
    roles: dict[UUID, set[Role]] = {}
    for one in session.scalars(select(Membership).where(Membership.user_id.in_(actors))):
        roles.setdefault(one.user_id, set()).add(Role(one.role))
    return [
        (one.at, role) for one in entries if one.actor_id for role in roles.get(one.actor_id, ())
    ]


def names(work: Work) -> crypto.NameIndex:
    """Return this process's name index, brought up to date; it lives in memory alone."""
    held = work.runtime.held
    if held.names is None:
        held.names = crypto.NameIndex(work.keyring)
    # Two seconds of overlap: another process may commit a little later than it looked at its clock.
    since = held.names_at - timedelta(seconds=2) if held.names_at else None
    query = select(Student) if since is None else select(Student).where(Student.changed_at > since)
    changed = _session(work).scalars(query).all()
    for row, name in zip(changed, crypto.reveal_many(changed, "name"), strict=True):
        held.names.add(row.id, row.rev, [name])
        held.names_at = max(held.names_at or row.changed_at, row.changed_at)
    return held.names


def _session(work: Work) -> ScopedSession:
    return open_session(work.db.connection(), _THE_SITE, _Silent(work))
