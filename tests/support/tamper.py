"""As an attacker who owns the database: the triggers that guard the audit are taken away first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from tests.support.world import World
from wellbeing import anchors
from wellbeing.audit_proof import Proof, prove
from wellbeing.crypto import SealedBytes, SealedType

Row = dict[str, Any]


def unguard_audit(connection: Connection) -> None:
    """Drop the triggers by which the audit takes new entries only."""
    on = " ON audit" if connection.dialect.name == "postgresql" else ""
    for act in ("update", "delete", "truncate"):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS audit_no_{act}{on}")


def stored(connection: Connection, table: Any, record_id: UUID) -> Row:
    """Return a row as it stands in the database."""
    return dict(connection.execute(select(table).where(table.c.id == record_id)).mappings().one())


def put_back(connection: Connection, table: Any, row: Mapping[str, Any]) -> int:
    """Write a row as it once was over what is there now; return the revision that was there."""
    now = int(stored(connection, table, row["id"])["rev"])
    sealed = {one.name for one in table.c if isinstance(one.type, SealedType)}
    raw = {name: SealedBytes(one) if name in sealed and one else one for name, one in row.items()}
    connection.execute(update(table).where(table.c.id == row["id"]).values(raw))
    return now


def proof_of(world: World) -> Proof:
    """Return what the audit proves of a site as its database stands."""
    anchored = anchors.read(world.runtime.settings.anchor_path)
    with world.runtime.reading.connect() as connection:
        return prove(connection, world.runtime.keyring(), anchored)


def row_of(world: World, table: Any, record_id: UUID) -> Row:
    """Return a row as it is stored."""
    with world.runtime.reading.connect() as connection:
        return stored(connection, table, record_id)


def written_back(world: World, table: Any, row: Row) -> int:
    """Put a row back behind the site's back; return the revision that stood there."""
    with world.runtime.engine.begin() as connection:
        return put_back(connection, table, row)
