"""The audit: one chain of acts, each entry sealed to the one before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, text
from sqlalchemy.engine import Connection

from wellbeing.crypto import Keyring
from wellbeing.models import AuditEntry

TABLE = AuditEntry.__table__
_LOCK = 0x6D69616F7075  # one advisory lock for the tail of the chain
_FIRST = bytes(32)
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
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    rows: list[dict[str, Any]] = []
    known = first_reads(connection, [act.once for act in acts if act.once])
    new = [act for act in acts if act.once not in known]
    if not new:
        return
    seq, mac = tail(connection)
    for act in new:
        seq += 1
        mac = entry_mac(keyring, mac, seq, act)
        rows.append({"seq": seq, "mac": mac} | {name: getattr(act, name) for name in _NAMES})
    connection.execute(insert(AuditEntry), rows)
    connection.info[TAIL] = (seq, mac)


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


def tail(connection: Connection) -> tuple[int, bytes]:
    """Return the number and mac of the last entry; 0 where there is none."""
    columns = select(TABLE.c.seq, TABLE.c.mac).order_by(TABLE.c.seq.desc()).limit(1)
    found = connection.execute(columns).first()
    return (found.seq, bytes(found.mac)) if found else (0, _FIRST)


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
