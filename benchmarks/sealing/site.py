"""A small site to measure in: a sealed note and a sealed name beside their plain twins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, Integer, LargeBinary, Text, Uuid, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tests.support.postgres import ABSENT, Postgres, start_postgres
from wellbeing.crypto import (
    Compartment,
    FileProvider,
    Fresh,
    Keyring,
    SealedRecord,
    create_key_file,
    install,
    key_tables,
    sealed,
)


class Base(DeclarativeBase):
    """The registry of what is measured."""


class Twin:
    """What the site's records without sealed texts have: id at construction, a revision."""

    id: Mapped[UUID] = mapped_column(Uuid(), primary_key=True)
    rev: Mapped[int] = mapped_column(Integer, default=1)

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", uuid4())
        super().__init__(**values)


class Plain(Twin, Base):
    """A note in the clear: what every ratio is a ratio to."""

    __tablename__ = "plain"
    child_id: Mapped[UUID] = mapped_column(Uuid())
    text: Mapped[str] = mapped_column(Text())


class Bare(Twin, Base):
    """The note under one key for all, without context, padding or manifest: what AES-GCM costs."""

    __tablename__ = "bare"
    child_id: Mapped[UUID] = mapped_column(Uuid())
    text: Mapped[bytes] = mapped_column(LargeBinary())


class Note(SealedRecord, Base):
    """The same note, sealed under its child's key."""

    __tablename__ = "note"
    __subject__ = "child_id"
    child_id: Mapped[UUID] = mapped_column(Uuid())
    text = sealed(str, compartment=Compartment.COUNSELLING, max_bytes=8_000)


class Pupil(SealedRecord, Base):
    """A name, sealed under its own key, found by equality token and by the name index."""

    __tablename__ = "pupil"
    name = sealed(str, compartment=Compartment.IDENTITY, max_bytes=200, equality=True)


class PlainPupil(Twin, Base):
    """A name in the clear."""

    __tablename__ = "plain_pupil"
    name: Mapped[str] = mapped_column(Text())


key_tables(Base.metadata)


class SealingSession(Session):
    """A session class of its own, for the sealing listeners."""


install(SealingSession)


class Gate:
    """Opens everything; the site's own gate notes what for the audit besides."""

    def __init__(self, keyring: Keyring) -> None:
        self.keyring, self.fresh, self.viewing = keyring, Fresh(), True

    def opening(self, rows: Sequence[Any], column: str, compartment: Compartment) -> None:
        """Allow it."""


class Bench:
    """A database with our tables and a keyring."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder = engine, folder
        # Where a whole site can be made beside; "" means a file.
        self.site_url = ""
        self.key_path = folder / "site.key"
        if not self.key_path.exists():
            create_key_file(self.key_path)
        self.provider = FileProvider(self.key_path)
        self.keyring = Keyring(self.provider.load(), "demo:bench", self.provider.load)
        Base.metadata.create_all(engine)

    @property
    def name(self) -> str:
        """The database's name."""
        return {"sqlite": "SQLite"}.get(self.engine.dialect.name, "PostgreSQL")

    def session(self) -> SealingSession:
        """Return a session in which everything opens."""
        return SealingSession(self.engine, expire_on_commit=False,
                              info={"opener": Gate(self.keyring)})  # fmt: skip

    def save(self, rows: list[Any]) -> None:
        """Commit rows and keep their keys, as the gate does."""
        with self.session() as session:
            session.add_all(rows)
            session.commit()
            self.keyring.keep(session.info["opener"].fresh)


def sqlite(folder: Path) -> Bench:
    """Return a bench on a SQLite file as the site sets it up."""
    engine = create_engine(f"sqlite:///{folder / 'bench.db'}")

    @event.listens_for(engine, "connect")
    def connect(dbapi: Any, entry: object) -> None:
        dbapi.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON",
                       "busy_timeout=15000"):  # fmt: skip
            dbapi.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")

    return Bench(engine, folder)


@contextmanager
def benches() -> Iterator[list[Bench]]:
    """Yield a bench on SQLite and, where there is one, on PostgreSQL."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o700)
        made, server = [sqlite(folder)], start_postgres()
        if server is None:
            print(ABSENT)
        else:
            made.append(_postgres(folder, server))
        yield made
        for one in made:
            one.engine.dispose()
        if server is not None:
            server.stop()


def _postgres(folder: Path, server: Postgres) -> Bench:
    bench = Bench(create_engine(server.create_database("bench")), folder)
    bench.site_url = server.create_database("site")
    return bench
