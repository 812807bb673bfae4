"""A tiny site to seal in: two record classes, a file database and somebody who opens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, String, create_engine, event, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, object_session

from wellbeing.config import Settings
from wellbeing.crypto import (
    Compartment,
    FileProvider,
    Fresh,
    Keyring,
    SealedRecord,
    Written,
    create_key_file,
    install,
    key_tables,
    sealed,
)
from wellbeing.db import make_engine
from wellbeing.errors import Forbidden

MOMENT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


class Base(DeclarativeBase):
    """The registry of this tiny site."""


class Child(SealedRecord, Base):
    """A child, sealed under its own keys."""

    __tablename__ = "child"
    __authenticated__ = ("level", "open")

    name = sealed(str, compartment=Compartment.IDENTITY, max_bytes=200, equality=True)
    nick = sealed(str, compartment=Compartment.IDENTITY, max_bytes=200)
    born = sealed(dict, compartment=Compartment.SHARED, max_bytes=400)
    level: Mapped[str] = mapped_column(String(16), default="low")
    open: Mapped[bool] = mapped_column(default=lambda: True)
    remark: Mapped[str | None] = mapped_column(String(16))


class Note(SealedRecord, Base):
    """A note about a child, sealed under the child's keys."""

    __tablename__ = "note"
    __subject__ = "child_id"

    child_id: Mapped[UUID] = mapped_column()
    name = sealed(str, compartment=Compartment.IDENTITY, max_bytes=200)
    text = sealed(str, compartment=Compartment.COUNSELLING, max_bytes=4000)


key_tables(Base.metadata)


class SealingSession(Session):
    """A session class of its own, so that no other test's listeners run."""


install(SealingSession)


class Gate:
    """Opens everything that is not locked, and remembers what."""

    def __init__(self, keyring: Keyring) -> None:
        self.keyring = keyring
        self.fresh = Fresh()
        self.opened: list[str] = []
        self.locked: set[Compartment] = set()
        self.viewing = False

    def opening(self, rows: Sequence[Any], column: str, compartment: Compartment) -> None:
        if compartment in self.locked:
            raise Forbidden()
        self.opened += [column] * len(rows)
        session = object_session(rows[0])
        if self.fresh.found is None and session is not None:
            # As the gate does at every admission.
            self.keyring.heed(self.fresh, session.connection())


class TinySite:
    """A key file, a database and the keyring of one tenant."""

    def __init__(
        self, folder: Path, tenant: str = "demo:one", engine: Engine | None = None
    ) -> None:
        folder.chmod(0o700)
        self.key_path = folder / "site.key"
        if not self.key_path.exists():
            create_key_file(self.key_path)
        self.engine = engine or _engine(folder / "site.db")
        Base.metadata.create_all(self.engine)
        self.provider = FileProvider(self.key_path)
        self.keyring = self.another_process(tenant)

    def another_process(self, tenant: str = "demo:one") -> Keyring:
        """Return a keyring that has nothing in memory yet."""
        return Keyring(self.provider.load(), tenant, self.provider.load)

    def session(self, keyring: Keyring | None = None) -> SealingSession:
        gate = Gate(keyring or self.keyring)
        return SealingSession(self.engine, expire_on_commit=False, info={"opener": gate})

    def save(self, *rows: Any) -> list[UUID]:
        """Commit rows as the gate does: the keys are kept once it is certain."""
        with self.session() as session:
            session.add_all(rows)
            session.commit()
            self.keyring.keep(session.info["opener"].fresh)
            return [row.id for row in rows]

    def load(self, model: type[Any], record_id: UUID, keyring: Keyring | None = None) -> Any:
        """Return a row in a new session, which lives as long as the row."""
        session = self.session(keyring)
        row = session.get(model, record_id)
        assert row is not None
        row.kept_session = session
        return row

    def sql(self, statement: str, **values: Any) -> list[Any]:
        """Do what somebody does who holds the database but not the keys."""
        plain = {k: v.hex if isinstance(v, UUID) else v for k, v in values.items()}
        with self.engine.begin() as connection:
            result = connection.execute(text(statement), plain)
            return list(result) if result.returns_rows else []


def busy_site(folder: Path, url: str = "") -> TinySite:
    """Return a tiny site on the real engine, whose writers wait for one another."""
    folder.chmod(0o700)
    return TinySite(folder, engine=make_engine(Settings(data_dir=folder, database_url=url)))


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def connect(dbapi: Any, entry: object) -> None:
        dbapi.isolation_level = None  # the driver's own transactions break savepoints
        dbapi.execute("PRAGMA secure_delete=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def unmarked(connection: Connection, written: Written) -> None:
    """Enter no marks: there is no audit here."""
