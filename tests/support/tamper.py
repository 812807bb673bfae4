"""As an attacker who owns the database: the triggers that guard the audit are taken away first."""

from __future__ import annotations

from sqlalchemy.engine import Connection


def unguard_audit(connection: Connection) -> None:
    """Drop the triggers by which the audit takes new entries only."""
    on = " ON audit" if connection.dialect.name == "postgresql" else ""
    for act in ("update", "delete", "truncate"):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS audit_no_{act}{on}")
