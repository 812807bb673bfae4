"""Marks in the audit of the rows that an act wrote: which revision each was left at.

A whole row that somebody puts back to an older revision, manifest and all, fits by itself. The
audit remembers: an entry names its rows by table, id and revision, with the first eight bytes of
their manifests, and the chain of the audit covers it. Nothing of a person is in a mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.engine import Connection

from wellbeing.crypto import Fresh
from wellbeing.models import Base
from wellbeing.row_security import enter_as_site

HEAD_BYTES = 8
_ID_BYTES, _REV_BYTES = 16, 4
_AT_ONCE = 1_000
Place = tuple[str, UUID]


@dataclass(frozen=True, slots=True)
class Mark:
    """A row at a revision, and how its manifest begins."""

    table: str
    id: UUID
    rev: int
    head: bytes


@dataclass(frozen=True, slots=True)
class RolledBack:
    """A row that stands behind what the audit says was last written; both as revisions.

    Where both are the same the row was rebuilt: its manifest is not the one that was written.
    """

    table: str
    id: UUID
    found: int
    written: int


def written(connection: Connection, fresh: Fresh) -> bytes:
    """Return the marks of all rows that a transaction wrote, packed for its audit entry."""
    last = {(table, one): (rev, head) for table, one, rev, head in fresh.written}
    if not fresh.taken_back:
        return pack(Mark(*place, rev, head[:HEAD_BYTES]) for place, (rev, head) in last.items())
    enter_as_site(connection)  # rows that the actor may write, but not see
    tables = sorted({table for table, _ in last})
    return pack(
        mark for table in tables
        for mark in _stored(connection, table, [one for name, one in last if name == table])
    )  # fmt: skip


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


def rolled_back(connection: Connection, last: Mapping[Place, Mark]) -> Iterator[RolledBack]:
    """Yield every row that stands behind its last mark; a row without a mark proves nothing."""
    for name in sorted({table for table, _ in last} & Base.metadata.tables.keys()):
        for found in _stored(connection, name):
            mark = last.get((name, found.id))
            if mark is None or found.rev > mark.rev or (found.rev, found.head) == _end(mark):
                continue
            yield RolledBack(name, found.id, found.rev, mark.rev)


def _end(mark: Mark) -> tuple[int, bytes]:
    return mark.rev, mark.head


def _stored(connection: Connection, name: str, ids: list[UUID] | None = None) -> Iterator[Mark]:
    """Yield rows as the database has them: all of a table, in batches, or these."""
    c: Any = Base.metadata.tables[name].c
    query = select(c.id, c.rev, c.manifest)
    if ids is not None:
        query = query.where(c.id.in_(ids))
    for row in connection.execution_options(yield_per=_AT_ONCE).execute(query):
        yield Mark(name, row.id, row.rev, bytes(row.manifest)[:HEAD_BYTES])
