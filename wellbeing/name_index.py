"""This process's name index, kept fresh: every search first asks what changed elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from wellbeing import crypto
from wellbeing.db import ScopedSession
from wellbeing.models import Student
from wellbeing.runtime import KnownNames
from wellbeing.site_acts import site_session
from wellbeing.work import Work

# Another process stamps a change before it commits, by a clock of its own: it may look this old.
_OVERLAP = timedelta(minutes=1)
# What a stamp cannot tell (a clock that ran wrong, a record that is gone) is found by then.
_IN_FULL_EVERY = timedelta(minutes=10)
_AT_ONCE = 1_000


def known_names(work: Work) -> crypto.NameIndex:
    """Return the index of all young people's names as the database has them now.

    It knows everybody: who searches in it must still ask for the rows as the actor.
    """
    held, session = work.runtime.held.names, site_session(work)
    with held.lock:
        unknown = held.index.unknown(_changed(held, session, work))
        for start in range(0, len(unknown), _AT_ONCE):
            held.index.refresh(_texts(session, unknown[start : start + _AT_ONCE]))
            session.expunge_all()
    return held.index


def _changed(held: KnownNames, session: ScopedSession, work: Work) -> list[tuple[UUID, int]]:
    """Return ids and revisions of what may be new since this process last looked.

    Since it looked, not since the newest stamp: a whole school's roll has one and the same stamp.
    """
    query = select(Student.id, Student.rev)
    due = held.compared_at is None or work.now - held.compared_at >= _IN_FULL_EVERY
    if not due and held.looked_at is not None:
        query = query.where(Student.changed_at > held.looked_at - _OVERLAP)
    rows = session.execute(query).all()
    if due:
        held.index.keep_only(row.id for row in rows)
        held.compared_at = work.now
    held.looked_at = work.now
    return [(row.id, row.rev) for row in rows]


def _texts(session: ScopedSession, ids: Sequence[UUID]) -> list[tuple[UUID, int, list[str]]]:
    """Open these names; one that does not open is known without a name, and found by none."""
    rows = session.scalars(select(Student).where(Student.id.in_(ids))).all()
    try:
        names = crypto.reveal_kept(rows, "name", None)
    except crypto.CryptoError:
        names = [_name_or_none(row) for row in rows]
    return [
        (row.id, row.rev, [name] if name else []) for row, name in zip(rows, names, strict=True)
    ]


def _name_or_none(row: Student) -> str | None:
    try:
        names: list[str | None] = crypto.reveal_kept([row], "name", None)
    except crypto.CryptoError:
        return None
    return names[0]
