"""The tables of the keyring: wrapped data keys, and the one row that tells what has changed."""

from __future__ import annotations

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
from sqlalchemy.engine import Connection

# (subject, compartment, generation): never the subject alone.
DekId = tuple[UUID, str, int]

FIRST_STATE = {"id": 1, "epoch": 1, "round": 1, "changes": 0}


def _keys(metadata: MetaData) -> Table:
    return Table(
        "subject_key",
        metadata,
        Column("subject_id", Uuid(), primary_key=True),
        Column("compartment", String(16), primary_key=True),
        Column("generation", Integer, primary_key=True, autoincrement=False),
        Column("epoch", Integer, nullable=False, index=True),
        Column("wrapped", LargeBinary(64), nullable=False),
        Column("commitment", LargeBinary(16), nullable=False),
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


def _first_state(table: Table, connection: Connection, **_: object) -> None:
    connection.execute(insert(table).values(FIRST_STATE))


def key_tables(metadata: MetaData) -> Table:
    """Add the keyring's tables to a schema; return the one of wrapped data keys."""
    _state(metadata)
    return _keys(metadata)


# For queries only; the schema's tables of the same names are made by key_tables.
_OWN = MetaData()
STATE, KEYS = _state(_OWN), _keys(_OWN)


@dataclass(frozen=True, slots=True)
class KeyState:
    """What every process must agree on; `changes` tells that something did change."""

    epoch: int
    round: int
    changes: int


def read_state(connection: Connection, *, fence: str = "") -> KeyState:
    """Return the state; `fence="share"` holds changes back until the transaction ends."""
    query = select(STATE.c.epoch, STATE.c.round, STATE.c.changes)
    row = connection.execute(query.with_for_update(read=True) if fence else query).one()
    return KeyState(row.epoch, row.round, row.changes)


def change_state(connection: Connection, **values: int) -> KeyState:
    """Count a change and return the state; waits for whoever seals, and they for us.

    Whoever seals holds the row shared, so that no text and no data key is ever written under
    what was current before a change.
    """
    bump = update(STATE).values(changes=STATE.c.changes + 1, **values)
    connection.execute(bump)
    return read_state(connection)
