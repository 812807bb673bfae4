"""As an attacker who owns the database: the triggers that guard the audit are taken away first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

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
