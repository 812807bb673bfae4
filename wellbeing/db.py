"""The database: engines that lose nothing, and sessions that see only an actor's rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import AliasedReturnsRows, ColumnClause, Engine, Table, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql import visitors

from wellbeing import crypto, journal, row_marks
from wellbeing.config import Settings
from wellbeing.errors import Forbidden, NotFound, Stale, StartRefused, Unavailable
from wellbeing.i18n import N_
from wellbeing.models import Base
from wellbeing.policy import Actor

T = TypeVar("T")
BUSY_MS = 15_000
PRAGMAS: dict[str, tuple[str, object]] = {
    # name: (value set, value read back); the self-check at start compares them.
    "busy_timeout": (str(BUSY_MS), BUSY_MS),
    "journal_mode": ("WAL", "wal"),
    "synchronous": ("FULL", 2),
    "foreign_keys": ("ON", 1),
    "secure_delete": ("ON", 1),
    "trusted_schema": ("OFF", 0),
    "cell_size_check": ("ON", 1),
    "temp_store": ("MEMORY", 2),
}


def make_engine(settings: Settings, *, foreign_keys: str = "ON") -> Engine:
    """Return the engine for this site's database; migrations turn foreign keys OFF."""
    if settings.url.startswith("sqlite"):
        return _sqlite(settings.sqlite_path, foreign_keys)
    return create_engine(
        settings.url, pool_size=10, max_overflow=10, pool_pre_ping=True, hide_parameters=True
    )


def _sqlite(path: Path, foreign_keys: str) -> Engine:
    engine = create_engine(
        f"sqlite+pysqlite:///{path}",
        pool_size=20,
        max_overflow=0,
        pool_timeout=30,
        hide_parameters=True,
        connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def connect(dbapi: Any, entry: ConnectionPoolEntry) -> None:
        # The driver never begins a transaction by itself: deferred ones lose the race for the
        # lock, and its legacy mode loses updates in silence.
        dbapi.isolation_level = None
        for name, (value, _) in PRAGMAS.items():
            chosen = foreign_keys if name == "foreign_keys" else value
            dbapi.execute(f"PRAGMA {name}={chosen}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("read_only", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def check_engine(engine: Engine) -> None:
    """Refuse to start on a database whose safety settings did not take."""
    if engine.dialect.name != "sqlite":
        return
    with engine.execution_options(read_only=True).connect() as connection:
        for name, (_, wanted) in PRAGMAS.items():
            found = connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            if found != wanted:
                raise StartRefused(
                    N_("The database refuses its safety setting {name}; is its disk local?"),
                    name=name,
                )


class ScopedSession(Session):
    """A database session that belongs to one actor; opened by the gate alone.

    It remembers the last record that was asked for by its id, and the last that was not there.
    """

    sought: tuple[str, UUID] | None = None
    missing: tuple[str, UUID] | None = None

    def get(self, entity: type[T], ident: Any, **options: Any) -> T | None:  # type: ignore[override]
        """Return a record by its id, or None where there is none for the actor."""
        found = super().get(entity, ident, **options)
        self.sought = entity.__tablename__, ident  # type: ignore[attr-defined]
        if found is None:
            self.missing = self.sought
        return found


def open_session(
    connection: Connection, actor: Actor, opener: crypto.Opener,
    filters: dict[type[Base], Any] | None = None,
) -> ScopedSession:  # fmt: skip
    """Return a session on this transaction in which only the actor's rows exist.

    `filters` are the row filters that were made for this very actor already; more are added.
    """
    return ScopedSession(
        connection,
        expire_on_commit=False,
        info={"actor": actor, "opener": opener, "filters": {} if filters is None else filters},
    )


@event.listens_for(ScopedSession, "do_orm_execute")
def _scope(state: ORMExecuteState) -> None:
    """Narrow every SELECT to the actor's rows; refuse what cannot be narrowed."""
    if not state.is_select or not state.is_orm_statement:
        raise Forbidden(N_("Only queries on records are allowed here."))
    if state.is_column_load:
        return
    filters = [_filter(state.session, one) for one in records_in(state.statement)]
    state.statement = state.statement.options(*filters)


def _filter(session: Session, record: type[Base]) -> Any:
    """Return the row filter of a record for this session's actor, made once for an actor."""
    made: dict[type[Base], Any] = session.info["filters"]
    if record not in made:
        condition = record.visible_to(session.info["actor"])
        made[record] = with_loader_criteria(record, condition, include_aliases=True)
    return made[record]


def records_in(statement: Any) -> list[type[Base]]:
    """Return the records that a statement reads, wherever in it they stand.

    Only their filters are added: one for every record there is would cost each statement more
    than its own work.
    """
    named = tables_in(statement)
    return [record for name, record in _records().items() if name in named]


def tables_in(statement: Any) -> set[str]:
    """Return the tables that a statement reads, in joins, aliases and subqueries too."""
    found, seen, todo = set[str](), set[int](), [statement]
    while todo:
        for one in visitors.iterate(todo.pop()):
            # A column may be all that names its table, or its subquery.
            source = one.table if isinstance(one, ColumnClause) else one
            while isinstance(source, AliasedReturnsRows):
                source = source.element
            if isinstance(source, Table):
                found.add(source.key)
            elif source is not None and source is not one and id(source) not in seen:
                # Once: each column of a subquery leads to it.
                seen.add(id(source))
                todo.append(source)
    return found


@cache
def _records() -> dict[str, type[Base]]:
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}


@event.listens_for(ScopedSession, "before_flush")
def _stamp(session: Session, context: object, instances: object) -> None:
    """Write the actor into owner columns of new rows; a foreign owner is refused."""
    actor: Actor = session.info["actor"]
    for row in session.new:
        owner = getattr(row, "__owner__", "")
        if not owner:
            continue
        if getattr(row, owner) is None:
            setattr(row, owner, actor.user_id)
        elif getattr(row, owner) != actor.user_id:
            raise Forbidden()


@event.listens_for(ScopedSession, "after_flush")
def _note_plain(session: Session, context: object) -> None:
    """Note which rows without a manifest were written, for the audit to remember."""
    opener = session.info["opener"]
    row_marks.note_plain(session, opener.keyring, opener.fresh)


# After the stamp: whose key seals a row may be its owner's.
crypto.install(ScopedSession)

BUSY_CODES = frozenset({"SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_BUSY_SNAPSHOT"})
UNIQUE_CODES = frozenset({"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "23505"})


# PostgreSQL's second line would not let this row be written: for this actor it is not there.
REFUSED_CODE = "42501"


def code_of(error: SQLAlchemyError) -> str:
    """Return the database's own error code; never its text, which may hold values."""
    original = getattr(error, "orig", None)
    found = getattr(original, "sqlstate", None) or getattr(original, "sqlite_errorname", None)
    return str(found or type(error).__name__)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn database failures into sentences without a value in them."""
    try:
        yield
    except StaleDataError:
        raise Stale() from None
    except DBAPIError as error:
        code = code_of(error)
        journal.note("database", code=code)
        if code in UNIQUE_CODES:
            raise Stale() from None
        if code == REFUSED_CODE:
            raise NotFound() from None
        raise Unavailable() from None
