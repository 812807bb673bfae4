"""Marks in the audit of the rows that an act wrote or deleted: how each was left.

A whole row that somebody puts back to an older revision, manifest and all, fits by itself, and one
that somebody deletes is missed by nobody. The audit remembers: an entry names its rows by table,
id and revision, with the first eight bytes of their manifests (zeros for a row that the act
deleted), and the chain of the audit covers it. Nothing of a person is in a mark.

Rows that open doors and hold no text (who is what here, who is on which team, what is entrusted to
whom) have no manifest. Their mark begins with a keyed digest of all that stands in them; once the
audit has an entry that marked them all, such a row without a mark was put there behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from wellbeing.crypto import GONE, Fresh, Keyring, Written
from wellbeing.models import Base, CaseMember, Entrusted, Membership
from wellbeing.row_security import enter_as_site

HEAD_BYTES = 8
_ID_BYTES, _REV_BYTES = 16, 4
_AT_ONCE = 1_000
_GONE = GONE[:HEAD_BYTES]
Place = tuple[str, UUID]
BEGIN = "begin_marks"
PLAIN = (Membership, CaseMember, Entrusted)
_PLAIN = {one.__tablename__: one.__table__ for one in PLAIN}


@dataclass(frozen=True, slots=True)
class Mark:
    """A row at a revision, and how its manifest begins."""

    table: str
    id: UUID
    rev: int
    head: bytes

    @property
    def deleted(self) -> bool:
        """Whether the act deleted the row."""
        return self.head == _GONE


@dataclass(frozen=True, slots=True)
class RolledBack:
    """A row that is not as the audit says it was left; both as revisions.

    Where both are the same the row was rebuilt or edited: it does not hold what was written.
    Nothing (0) was found of a row that somebody deleted behind the audit, and nothing was left of
    one that an act had deleted and somebody put back, or that nobody ever wrote.
    """

    table: str
    id: UUID
    found: int
    written: int


def written(connection: Connection, fresh: Fresh, keyring: Keyring) -> bytes:
    """Return the marks of all rows that a transaction wrote, packed for its audit entry."""
    last = _last(fresh.written)
    if not fresh.taken_back:
        return pack(last.values())
    enter_as_site(connection)  # rows that the actor may write, but not see
    kept = {place: mark for place, mark in last.items() if mark.deleted}
    for table in sorted({table for table, _ in last}):
        ids = [one for name, one in last if name == table]
        kept |= {(table, mark.id): mark for mark in _stored(connection, keyring, table, ids)}
    return pack(kept.values())


def note_plain(session: Session, keyring: Keyring, fresh: Fresh) -> None:
    """Note the rows without a manifest that a flush has just written or deleted."""
    for one in (*session.new, *session.dirty):
        if isinstance(one, PLAIN):
            head = _digest(keyring, one.__tablename__, one)
            fresh.written.append((one.__tablename__, one.id, one.rev, head))
    for one in session.deleted:
        if isinstance(one, PLAIN):
            fresh.written.append((one.__tablename__, one.id, one.rev, GONE))


def all_plain(connection: Connection, keyring: Keyring) -> bytes:
    """Return the marks of all rows without a manifest as they stand, packed for one entry."""
    return pack(mark for name in sorted(_PLAIN) for mark in _stored(connection, keyring, name))


def _digest(keyring: Keyring, name: str, row: Any) -> bytes:
    values = [getattr(row, column.name) for column in _PLAIN[name].columns]
    return keyring.mac("row", name.encode(), *(_bytes(one) for one in values))


def _bytes(value: object) -> bytes:
    moment = value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
    return b"" if value is None else f"={moment}".encode()


def packed(rows: Written) -> bytes:
    """Return the marks of rows that no act of a person wrote: a resealing, an erasure."""
    return pack(_last(rows).values())


def deletions(fresh: Fresh) -> bytes:
    """Return the marks of the rows that a transaction deleted, packed for an audit entry."""
    return pack(mark for mark in _last(fresh.written).values() if mark.deleted)


def _last(rows: Written) -> dict[Place, Mark]:
    return {(table, one): Mark(table, one, rev, head[:HEAD_BYTES])
            for table, one, rev, head in rows}  # fmt: skip


def pack(marks: Iterable[Mark]) -> bytes:
    """Return marks as bytes: length and name of the table, id, revision, head; one by one."""
    return b"".join(
        bytes((len(one.table),)) + one.table.encode() + one.id.bytes
        + one.rev.to_bytes(_REV_BYTES, "big") + one.head
        for one in marks
    )  # fmt: skip


def unpack(data: bytes) -> Iterator[Mark]:
    """Yield the marks of an entry; bytes that somebody cut short end them."""
    at = 0
    while at < len(data):
        name, at = data[at + 1 : at + 1 + data[at]], at + 1 + data[at]
        record_id, at = data[at : at + _ID_BYTES], at + _ID_BYTES
        rev, at = data[at : at + _REV_BYTES], at + _REV_BYTES
        head, at = data[at : at + HEAD_BYTES], at + HEAD_BYTES
        if at > len(data):
            return
        table = name.decode("ascii", "replace")
        yield Mark(table, UUID(bytes=record_id), int.from_bytes(rev, "big"), head)


def rolled_back(
    connection: Connection, keyring: Keyring, last: Mapping[Place, Mark], *, all_marked: bool
) -> Iterator[RolledBack]:
    """Yield every row that is not as its last mark says.

    A row without a mark proves nothing, but where `all_marked` says that there was an entry with
    the marks of all rows without a manifest.
    """
    names = {table for table, _ in last} & Base.metadata.tables.keys()
    for name in sorted(names | (_PLAIN.keys() if all_marked else set())):
        waited = {one for (table, one), mark in last.items() if table == name and not mark.deleted}
        for found in _stored(connection, keyring, name):
            mark = last.get((name, found.id))
            waited.discard(found.id)
            if found == mark or not _told_of(name, found, mark, all_marked=all_marked):
                continue
            written = 0 if mark is None or mark.deleted else mark.rev
            yield RolledBack(name, found.id, found.rev, written)
        for one in sorted(waited):
            yield RolledBack(name, one, 0, last[name, one].rev)


def _told_of(name: str, found: Mark, mark: Mark | None, *, all_marked: bool) -> bool:
    """Tell whether a row that is not as marked is a fault."""
    if name in _PLAIN:  # nothing but its mark says that it is ours
        return all_marked if mark is None else True
    return mark is not None and (mark.deleted or found.rev <= mark.rev)


def _stored(
    connection: Connection, keyring: Keyring, name: str, ids: list[UUID] | None = None
) -> Iterator[Mark]:
    """Yield rows as the database has them: all of a table, in batches, or these."""
    c: Any = Base.metadata.tables[name].c
    plain = name in _PLAIN
    query = select(*c) if plain else select(c.id, c.rev, c.manifest)
    if ids is not None:
        query = query.where(c.id.in_(ids))
    for row in connection.execution_options(yield_per=_AT_ONCE).execute(query):
        head = _digest(keyring, name, row) if plain else bytes(row.manifest)
        yield Mark(name, row.id, row.rev, head[:HEAD_BYTES])
