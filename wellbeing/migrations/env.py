"""Run migrations in one transaction that a kill at any statement rolls back."""

from __future__ import annotations

from typing import Literal

from alembic import context
from sqlalchemy import Connection, Engine, inspect, text

from wellbeing import row_switch
from wellbeing.errors import StartRefused
from wellbeing.models import Base

# One migrator at a time: SQLite by its write lock, PostgreSQL by this advisory lock.
_LOCK = 0x6D69677261


def _counts(connection: Connection) -> dict[str, int]:
    names = set(inspect(connection).get_table_names()) - {"alembic_version"}
    preparer = connection.dialect.identifier_preparer
    return {
        name: connection.execute(
            text(f"SELECT count(*) FROM {preparer.quote(name)}")  # noqa: S608 - own table names
        ).scalar_one()
        for name in names
    }


def _check(connection: Connection, before: dict[str, int]) -> None:
    """Refuse a migration that lost rows or broke references; the transaction rolls back."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"foreign keys broken in {sorted({row[0] for row in broken})}")
    after = _counts(connection)
    named = set(context.get_context().opts.get("named_tables", ()))
    lost = [n for n, rows in before.items() if n not in named and after.get(n) != rows]
    if lost:
        raise RuntimeError(f"row counts changed in {lost}")


def _render(kind: str, item: object, _: object) -> str | Literal[False]:
    """Write our column types as what they are in the database."""
    names = {"Moment": "sa.DateTime(timezone=True)", "SealedType": "sa.LargeBinary()"}
    return names.get(type(item).__name__, False) if kind == "type" else False


def _second_line(connection: Connection) -> None:
    """Switch it on; where the database does not let us, only a site that says so goes without."""
    try:
        row_switch.switch_on(connection)
    except StartRefused:
        if context.config.attributes.get("second_line") != "off":
            raise


def _run() -> None:
    engine: Engine = context.config.attributes["engine"]
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        before = _counts(connection)
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            transactional_ddl=True,
            transaction_per_migration=False,
            render_item=_render,
        )
        context.run_migrations()
        _second_line(connection)
        _check(connection, before)


_run()
