"""Erasure: a subject's keys are destroyed, and with them every text they sealed.

It costs the same however many texts there are. What stays of the texts is noise; equality tokens
are taken away with the keys. Where one key seals several people's words, those of the one are
written over and the key is renewed for the others'. Copies of keys in backups end with their epoch.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Engine, delete, func, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from wellbeing.crypto.cache import Owner, Written
from wellbeing.crypto.columns import sealed_columns
from wellbeing.crypto.errors import StaleRecord, SubjectErased
from wellbeing.crypto.keyring import Keyring
from wellbeing.crypto.ledger import Ledger, subject_digest
from wellbeing.crypto.manifest import manifest_of, require_sound
from wellbeing.crypto.reseal import Mark, Resealer
from wellbeing.crypto.tables import ERASURES, KEYS, WHOLE, Erasure, change_state, erasures

_EVERY_GENERATION = 65_535
_TRIES, _PAUSE = 40, 0.25


# Writes over what is of and about a subject under keys that others share; returns whose those are.
Forget = Callable[[Connection, Keyring, UUID, str, Written], Iterable[Owner]]


def _nothing_shared(*_: object) -> Iterable[Owner]:
    return ()


@dataclass(frozen=True, slots=True)
class Eraser:
    """What erasing needs: the keyring, the ledger beside the key, and every record class."""

    keyring: Keyring
    ledger: Ledger
    models: tuple[type[Any], ...]
    forget: Forget = _nothing_shared

    def shred(
        self, connection: Connection, subject: UUID, compartment: str, now: datetime,
        written: Written,
    ) -> Erasure:  # fmt: skip
        """Destroy the keys of a subject's compartment, or of all with WHOLE, in a transaction.

        The ledger is written before the commit: a crash in between is made up for at the next
        start. Rows that this changes are noted in `written`, for the audit to remember.
        Raises SubjectErased where there is nothing left to erase.
        """
        state, digest = change_state(connection), subject_digest(self.keyring, subject)
        mine = _owned(subject, compartment)
        held = connection.execute(select(KEYS.c.generation, KEYS.c.epoch).where(mine)).all()
        made, at = uuid4(), int(now.timestamp())
        shared = sorted(self.forget(connection, self.keyring, subject, compartment, written))
        parts = {owner: self._part(connection, owner, made, at) for owner in shared}
        if not held and not parts and self._done(connection, digest, compartment):
            raise SubjectErased()
        newest = max((row.generation for row in held), default=state.round)
        epochs = [*(row.epoch for row in held), *(one.epoch for one in parts.values())]
        erasure = Erasure(
            id=made,
            subject=digest,
            compartment=compartment,
            generation=_EVERY_GENERATION if compartment == WHOLE else newest,
            epoch=max(epochs, default=state.epoch),
            at=at,
        )
        for owner, part in parts.items():
            self._renew(connection, owner, part, written)
        self._apply(connection, subject, erasure, written)
        self.ledger.begin()
        # The whole comes last: without its line nothing of it was told as done.
        self.ledger.append(self.keyring, [*parts.values(), erasure])
        return erasure

    def _part(self, connection: Connection, owner: Owner, whole: UUID, at: int) -> Erasure:
        """Return the entry of a shared key that ends for the sake of one of those who share it."""
        mine = _owned(*owner)
        newest = select(func.max(KEYS.c.generation), func.max(KEYS.c.epoch)).where(mine)
        generation, epoch = connection.execute(newest).one()
        digest = subject_digest(self.keyring, owner[0])
        return Erasure(uuid4(), digest, owner[1], generation or 0, epoch or 0, at, whole)

    def catch_up(self, engine: Engine, mark: Mark) -> int:
        """Apply what the ledger knows and this database does not; return how many that were.

        So no restored backup revives anybody; `mark` enters in the same transaction which rows
        this changed. What only the database knows, because another machine erased it, goes into
        this machine's ledger.
        """
        listed = {one.id: one for one in self.ledger.read(self.keyring)}
        with engine.execution_options(read_only=True).connect() as connection:
            known = {one.id: one for one in erasures(connection)}
        if unlisted := [one for key, one in known.items() if key not in listed]:
            self.ledger.append(self.keyring, unlisted)
        missing = [one for key, one in listed.items() if key not in known]
        if missing:
            self.ledger.begin()
            with engine.begin() as connection:
                change_state(connection)
                mark(connection, self._apply_all(connection, missing))
        if self.ledger.waits:
            self.clean(engine)
        return len(missing)

    def clean(self, engine: Engine) -> bool:
        """Leave no byte of a deleted key in the database's files; False while readers hold it."""
        clean = clean_journal(engine)
        if clean:
            self.ledger.cleaned()
        return clean

    def _apply_all(self, connection: Connection, missing: Iterable[Erasure]) -> Written:
        """Find the subjects of a ledger that names nobody; write over before keys are renewed."""
        whose = {subject_digest(self.keyring, one): one for one in self._subjects(connection)}
        forgotten, written = set[UUID](), Written()
        for one in missing:
            if one.part_of is None and one.subject in whose:
                subject = whose[one.subject]
                self.forget(connection, self.keyring, subject, one.compartment, written)
                forgotten.add(one.id)
        for one in missing:
            found = whose.get(one.subject)
            if found is not None and one.part_of in forgotten:
                self._renew(connection, (found, one.compartment), one, written)
            else:
                self._apply(connection, found, one, written)
        return written

    def _subjects(self, connection: Connection) -> set[UUID]:
        """Return everybody of whom there is a key or a record."""
        sealed = [model for model in self.models if sealed_columns(model)]
        columns = [KEYS.c.subject_id, *(getattr(one, one.__subject__) for one in sealed)]
        return {one for column in columns for one in connection.scalars(select(column).distinct())}

    def _renew(self, connection: Connection, owner: Owner, part: Erasure, written: Written) -> None:
        """Give those who share a key another one; what was of the one stays behind with the old."""
        resealer = Resealer(self.keyring, self.models)
        resealer.renew(connection, owner, part.generation + 1, written)
        connection.execute(insert(ERASURES).values(asdict(part)))

    def _apply(
        self, connection: Connection, subject: UUID | None, erasure: Erasure, written: Written
    ) -> None:
        if subject is not None:
            upto = KEYS.c.generation <= erasure.generation
            connection.execute(delete(KEYS).where(_owned(subject, erasure.compartment), upto))
            for model in self.models:
                self._drop_tokens(connection, model, subject, erasure.compartment, written)
        connection.execute(insert(ERASURES).values(asdict(erasure)))

    def _drop_tokens(
        self, connection: Connection, model: type[Any], subject: UUID, compartment: str,
        written: Written,
    ) -> None:  # fmt: skip
        """Take equality tokens away, so that nobody is found by what was erased."""
        names = [
            spec.token for spec in sealed_columns(model).values()
            if spec.equality and compartment in (WHOLE, spec.compartment.value)
        ]  # fmt: skip
        if not names:
            return
        owner = getattr(model, model.__subject__)
        with Session(connection) as session:
            for row in session.scalars(select(model).where(owner == subject)):
                blank(row, names, self.keyring, written)
            session.flush()

    def _done(self, connection: Connection, digest: bytes, compartment: str) -> bool:
        same = ERASURES.c.subject == digest
        covers = ERASURES.c.compartment.in_((compartment, WHOLE))
        return connection.execute(select(ERASURES.c.id).where(same, covers)).first() is not None


def blank(row: Any, names: Iterable[str], keyring: Keyring, written: Written) -> None:
    """Set these columns of a row to nothing, sign and note it, in a plain session."""
    try:
        require_sound([row], keyring)
        sound = True
    except StaleRecord:
        sound = False
    for name in names:
        setattr(row, name, None)
    row.rev += 1
    if sound:
        # Never over a row that somebody else had changed: it must go on being refused.
        row.manifest = manifest_of(row, keyring)
    written.append((row.__tablename__, row.id, row.rev, row.manifest))


def _owned(subject: UUID, compartment: str) -> ColumnElement[bool]:
    mine = KEYS.c.subject_id == subject
    return mine if compartment == WHOLE else mine & (KEYS.c.compartment == compartment)


def clean_journal(engine: Engine) -> bool:
    """Leave no byte of a deleted key behind in the database's files; False while readers hold it.

    SQLite overwrites deleted rows (secure_delete) and empties its journal. PostgreSQL writes the
    small table of keys anew; its own journal ends with the epoch.
    """
    if engine.dialect.name == "postgresql":
        return _rewrite_keys(engine)
    for _ in range(_TRIES):
        with closing(engine.raw_connection()) as raw:
            [busy, *_] = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not busy:
            return True
        time.sleep(_PAUSE)
    return False


def _rewrite_keys(engine: Engine) -> bool:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("SET lock_timeout = '5s'")
        try:
            connection.exec_driver_sql("VACUUM (FULL) subject_key")
        except DBAPIError:
            return False
        finally:
            connection.exec_driver_sql("RESET lock_timeout")
    return True
