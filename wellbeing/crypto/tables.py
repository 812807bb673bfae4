"""The tables of the keyring: wrapped data keys, and the one row that tells what has changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Connection, Dialect

# Stands for every compartment of a subject, present and future.
WHOLE = "*"
# (subject, compartment, generation): never the subject alone.
DekId = tuple[UUID, str, int]

FIRST_STATE = {"id": 1, "epoch": 1, "round": 1, "changes": 0}


class RawBytes(LargeBinary):
    """Short bytes of our own, which every driver takes as they are: none is wrapped first."""

    def bind_processor(self, dialect: Dialect) -> None:
        """Wrap nothing."""


def _keys(metadata: MetaData) -> Table:
    return Table(
        "subject_key",
        metadata,
        Column("subject_id", Uuid(), primary_key=True),
        Column("compartment", String(16), primary_key=True),
        Column("generation", Integer, primary_key=True, autoincrement=False),
        Column("epoch", Integer, nullable=False, index=True),
        Column("wrapped", RawBytes(64), nullable=False),
        Column("commitment", RawBytes(16), nullable=False),
    )


def _state(metadata: MetaData) -> Table:
    made = Table(
        "key_state",
        metadata,
        Column("id", Integer, primary_key=True, autoincrement=False),
        # The epoch that wraps new data keys; the key file may already know a newer one.
        Column("epoch", Integer, nullable=False),
        # New data keys get at least this generation; `reseal` raises it.
        Column("round", Integer, nullable=False),
        Column("changes", BigInteger, nullable=False),
    )
    event.listen(made, "after_create", _first_state)
    return made


def _erasures(metadata: MetaData) -> Table:
    return Table(
        "key_erasure",
        metadata,
        Column("id", Uuid(), primary_key=True),
        Column("subject", LargeBinary(32), nullable=False, index=True),
        Column("compartment", String(16), nullable=False),
        Column("generation", Integer, nullable=False),
        Column("epoch", Integer, nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("part_of", Uuid(), nullable=True),
    )


def _first_state(table: Table, connection: Connection, **_: object) -> None:
    connection.execute(insert(table).values(FIRST_STATE))


def key_tables(metadata: MetaData) -> Table:
    """Add the keyring's tables to a schema; return the one of wrapped data keys."""
    _state(metadata)
    _erasures(metadata)
    return _keys(metadata)


# For queries only; the schema's tables of the same names are made by key_tables.
_OWN = MetaData()
STATE, KEYS, ERASURES = _state(_OWN), _keys(_OWN), _erasures(_OWN)


@dataclass(frozen=True, slots=True)
class Erasure:
    """One erasure: the keys of this subject's compartment up to a generation are gone."""

    id: UUID
    # A keyed digest: nobody without the keys learns whose it is.
    subject: bytes
    compartment: str
    generation: int
    # Copies of the keys in backups are under this epoch or an older one.
    epoch: int
    # Seconds since 1970.
    at: int
    # The erasure for whose sake a key that several people share was renewed, if it was for one.
    part_of: UUID | None = None

    def final(self, epochs: Iterable[int]) -> bool:
        """Tell whether no key is left, in any backup, that could bring it back."""
        return all(epoch > self.epoch for epoch in epochs)


@dataclass(frozen=True, slots=True)
class KeyState:
    """What every process must agree on; `changes` tells that something did change."""

    epoch: int
    round: int
    changes: int


# Made once: it is asked by every transaction, and making it takes as long as running it.
STATE_QUERY = select(STATE.c.epoch, STATE.c.round, STATE.c.changes)
_FENCED = STATE_QUERY.with_for_update(read=True)


def read_state(connection: Connection, *, fence: str = "") -> KeyState:
    """Return the state; `fence="share"` holds changes back until the transaction ends."""
    row = connection.execute(_FENCED if fence else STATE_QUERY).one()
    return KeyState(row.epoch, row.round, row.changes)


def change_state(connection: Connection, **values: int) -> KeyState:
    """Count a change and return the state; waits for whoever seals, and they for us.

    Whoever seals holds the row shared, so that no text and no data key is ever written under
    what was current before a change.
    """
    bump = update(STATE).values(changes=STATE.c.changes + 1, **values)
    connection.execute(bump)
    return read_state(connection)


def erasures(connection: Connection) -> list[Erasure]:
    """Return every erasure that this database knows, the newest first."""
    rows = connection.execute(select(ERASURES).order_by(ERASURES.c.at.desc(), ERASURES.c.id))
    return [Erasure(**row._mapping) for row in rows]
