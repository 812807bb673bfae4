"""The audit: one chain of acts, each entry sealed to the one before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.engine import Connection

from wellbeing.crypto import Keyring
from wellbeing.models import BY_OPERATOR, AuditEntry

TABLE = AuditEntry.__table__
_FIRST = bytes(32)
# Made once: making a statement takes as long as running it.
_INSERT = insert(AuditEntry)
_TAIL = select(TABLE.c.seq, TABLE.c.mac).order_by(TABLE.c.seq.desc()).limit(1)
TAIL = "audit_tail"  # where a connection keeps what it has appended and not yet anchored


@dataclass(frozen=True, slots=True)
class Act:
    """One act to enter: ids, codes and counts; never a name or a text."""

    at: datetime
    actor_id: UUID | None
    act: str
    outcome: str
    kind: str = ""
    object_id: UUID | None = None
    request_id: UUID | None = None
    detail: str = ""
    once: bytes | None = None
    # Marks of the rows that the act wrote (`row_marks`).
    wrote: bytes | None = None


def append(connection: Connection, keyring: Keyring, acts: Sequence[Act]) -> None:
    """Enter acts at the end of the chain, as the last statements of a transaction.

    An entry's mac covers the entry before it; the tail is locked so that two writers
    cannot continue from the same one. What is entered once only, and was, is passed over: asked
    under the lock, or two processes that read the same for the first time would both enter it.
    """
    if not acts:
        return
    known, seq, mac = _end(connection, [act.once for act in acts if act.once])
    rows: list[dict[str, Any]] = []
    for act in acts:
        if act.once not in known:
            seq, mac = seq + 1, entry_mac(keyring, mac, seq + 1, act)
            rows.append(_row(seq, mac, act))
    if rows:
        connection.execute(_INSERT, rows)
        connection.info[TAIL] = (seq, mac)


def _row(seq: int, mac: bytes, act: Act) -> dict[str, Any]:
    return {"seq": seq, "mac": mac} | {name: getattr(act, name) for name in _NAMES}


_NAMES = ("at", "actor_id", "act", "outcome", "kind", "object_id", "request_id", "detail", "once",
          "wrote")  # fmt: skip


def entry_mac(keyring: Keyring, previous: bytes, seq: int, act: Act) -> bytes:
    """Return the keyed digest of an entry and the mac before it."""
    values = [act.at.astimezone(UTC).isoformat()]
    values += [str(getattr(act, name) or "") for name in _NAMES[1:-2]]
    marks = [bytes(act.wrote)] if act.wrote else []
    return keyring.mac("audit", previous, str(seq).encode(), *(v.encode() for v in values), *marks)


def act_of(row: Any) -> Act:
    """Return a stored entry as the act that it enters."""
    return Act(**{name: getattr(row, name) for name in _NAMES})


_END = "SELECT seq, mac, known FROM audit_end(%s::bytea[])"


def _end(connection: Connection, asked: list[bytes]) -> tuple[set[bytes], int, bytes]:
    """Lock the end of the chain; return which of these acts are entered, and the last entry.

    PostgreSQL does it in one function (migration 0250) whose statements come one after the other:
    a single query would look at the end as it was before it waited for the lock. SQLite's
    transaction holds the only lock there is from its beginning.
    """
    if connection.dialect.name != "postgresql":
        return first_reads(connection, asked), *tail(connection)
    row = connection.exec_driver_sql(_END, (asked,)).one()
    known = {bytes(one) for one in row.known}
    return known, *((row.seq, bytes(row.mac)) if row.mac else (0, _FIRST))


def tail(connection: Connection) -> tuple[int, bytes]:
    """Return the number and mac of the last entry; 0 where there is none."""
    found = connection.execute(_TAIL).first()
    return (found.seq, bytes(found.mac)) if found else (0, _FIRST)


def newest_of_operator(connection: Connection, act: str) -> Act | None:
    """Return the newest entry of an act of the site's own; None where there is none.

    It is found by an index, however long the chain.
    """
    query = select(TABLE).where(BY_OPERATOR, TABLE.c.act == act)
    row = connection.execute(query.order_by(TABLE.c.seq.desc()).limit(1)).first()
    return act_of(row) if row else None


def first_reads(connection: Connection, digests: Iterable[bytes]) -> set[bytes]:
    """Return which of these acts, each of which is entered once a day, are entered already."""
    wanted = list(digests)
    if not wanted:
        return set()
    found = connection.execute(select(TABLE.c.once).where(TABLE.c.once.in_(wanted)))
    return {bytes(row.once) for row in found}


def verify(connection: Connection, keyring: Keyring) -> int | None:
    """Return the number of the first entry that does not fit the chain; None when all fit."""
    mac = _FIRST
    rows = connection.execute(select(TABLE).order_by(TABLE.c.seq))
    for expected, row in enumerate(rows, 1):
        mac = entry_mac(keyring, mac, row.seq, act_of(row))
        if row.seq != expected or mac != bytes(row.mac):
            return expected
    return None


def count(connection: Connection) -> int:
    """Return how many entries the chain has."""
    return connection.execute(select(func.count()).select_from(TABLE)).scalar_one()
