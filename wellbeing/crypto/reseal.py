"""Resealing: every text anew under a new generation of data keys, and every equality token.

Online and resumable: one subject's compartment moves in one transaction, its old key goes only
when no text is left under it. While it runs, values are found by their old and new tokens.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Subquery, delete, func, select, tuple_
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from wellbeing.crypto import envelope
from wellbeing.crypto.cache import Fresh, Owner, Written
from wellbeing.crypto.cells import Spec, context_of
from wellbeing.crypto.census import census
from wellbeing.crypto.columns import sealed_columns
from wellbeing.crypto.errors import CryptoError, RotationConflict
from wellbeing.crypto.keyring import Keyring
from wellbeing.crypto.manifest import manifest_of, require_sound
from wellbeing.crypto.search import token
from wellbeing.crypto.tables import KEYS, change_state, read_state
from wellbeing.i18n import N_

# Enters in the audit which rows a transaction wrote.
Mark = Callable[[Connection, Written], None]

_BATCH = 100
# Readers that have a text under the old key in hand finish within this many seconds.
_GRACE = 2.0


def _ignored(done: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Resealer:
    """What resealing needs: the keyring and every record class."""

    keyring: Keyring
    models: tuple[type[Any], ...]

    def begin(self, engine: Engine) -> int:
        """Begin a new round, or return the one that was not finished.

        Raises RotationConflict for a sealed column that no record declares: it would stay behind.
        """
        with engine.begin() as connection:
            state = change_state(connection)
            if unknown := census(connection, self.models).unknown:
                raise RotationConflict(
                    N_("{table}.{name} holds sealed texts, but no record declares it."),
                    table=unknown[0].table, name=unknown[0].name,
                )  # fmt: skip
            if left(connection):
                return state.round
            newest = connection.execute(select(func.max(KEYS.c.generation))).scalar() or 0
            return change_state(connection, round=max(state.round, newest) + 1).round

    def run(self, engine: Engine, mark: Mark, told: Callable[[int], None] = _ignored) -> int:
        """Move every text; return how many rows could not be, and keep their keys.

        `mark` enters in each transaction which rows it wrote; `told` learns how many owners it
        was when that is saved.
        """
        last: Owner | None = None
        failed = 0
        while True:
            with engine.begin() as connection:
                # Whoever seals waits for us and takes the new keys, or we for them.
                change_state(connection)
                owners = _next(connection, last)
                if not owners:
                    return failed
                written: Written = []
                for owner in owners:
                    failed += self._move(connection, owner, written)
                mark(connection, written)
            last = owners[-1]
            told(len(owners))

    def sweep(self, engine: Engine, grace: float = _GRACE) -> int:
        """Delete old keys under which no text is left; return how many."""
        time.sleep(grace)
        with engine.begin() as connection:
            change_state(connection)
            old = [
                row for row in connection.execute(_replaced()) if not self._used(connection, row)
            ]
            for row in old:
                same = (KEYS.c.subject_id == row.subject_id, KEYS.c.compartment == row.compartment)
                this = KEYS.c.generation == row.generation
                connection.execute(delete(KEYS).where(*same, this))
        return len(old)

    def renew(self, connection: Connection, owner: Owner, least: int, written: Written) -> int:
        """Move an owner's texts under a new key of at least a generation, and drop the older ones.

        Returns how many rows could not be moved: nobody could open them before, either. The
        caller has counted a change of the keys, in the same transaction.
        """
        fresh = Fresh()
        fresh.found, fresh.fenced = read_state(connection), True
        # The new key first: what this transaction reads may be taken back, and stays its own.
        [(_, _, made), _] = self.keyring.make(fresh, connection, owner, least)
        self.keyring.load(fresh, connection, [(*owner, 0)])
        failed = self._move_texts(fresh, connection, owner, written)
        mine = (KEYS.c.subject_id == owner[0], KEYS.c.compartment == owner[1])
        connection.execute(delete(KEYS).where(*mine, KEYS.c.generation < made))
        return failed

    def _move(self, connection: Connection, owner: Owner, written: Written) -> int:
        fresh = Fresh()
        self.keyring.heed(fresh, connection)
        fresh.fenced = True
        self.keyring.load(fresh, connection, [(*owner, 0)])
        self.keyring.make(fresh, connection, owner)
        return self._move_texts(fresh, connection, owner, written)

    def _move_texts(
        self, fresh: Fresh, connection: Connection, owner: Owner, written: Written
    ) -> int:
        failed = 0
        for model, specs in self._plan(owner[1]):
            session = Session(connection)
            for row in session.scalars(_rows(model, owner[0])):
                if self._reseal(fresh, connection, row, specs):
                    written.append((model.__tablename__, row.id, row.rev, row.manifest))
                else:
                    failed += 1
            session.flush()
            session.close()
        return failed

    def _reseal(
        self, fresh: Fresh, connection: Connection, row: Any, specs: Sequence[Spec]
    ) -> bool:
        """Seal a row's cells anew; False, and nothing touched, where it is not sound."""
        try:
            require_sound([row], self.keyring)
            made = {
                name: value
                for spec in specs
                for name, value in self._cells(fresh, connection, row, spec).items()
            }
        except CryptoError:
            return False
        for name, value in made.items():
            setattr(row, name, value)
        row.rev += 1
        row.manifest = manifest_of(row, self.keyring)
        return True

    def _cells(
        self, fresh: Fresh, connection: Connection, row: Any, spec: Spec
    ) -> dict[str, bytes]:
        held = getattr(row, spec.column)
        if held is None:
            return {}
        ctx = context_of(row, spec, self.keyring.tenant)
        data = self.keyring.open(fresh, connection, ctx, held)
        spec.require_kind(held)
        made: dict[str, bytes] = {
            spec.column: self.keyring.seal(fresh, connection, ctx, spec.flags, data)
        }
        if spec.equality:
            [value] = spec.values([data])
            made[spec.token] = token(self.keyring, spec.table, spec.name, value)
        return made

    def _used(self, connection: Connection, key: Any) -> bool:
        """Tell whether any text of its owner is still under a key."""
        for model, specs in self._plan(key.compartment):
            session = Session(connection)
            rows = session.scalars(_rows(model, key.subject_id)).all()
            blobs = [getattr(row, spec.column) for row in rows for spec in specs]
            session.close()
            if any(blob and envelope.parse(blob).generation == key.generation for blob in blobs):
                return True
        return False

    def _plan(self, compartment: str) -> Iterable[tuple[type[Any], list[Spec]]]:
        """Return the record classes with cells of a compartment; the mapper leaves none out."""
        for model in self.models:
            specs = sealed_columns(model).values()
            wanted = [spec for spec in specs if spec.compartment.value == compartment]
            if wanted:
                yield model, wanted


def left(connection: Connection) -> int:
    """Return how many subjects' compartments the running round has not reached."""
    return connection.execute(select(func.count()).select_from(_behind(connection))).scalar_one()


def _behind(connection: Connection) -> Subquery:
    owner = (KEYS.c.subject_id, KEYS.c.compartment)
    query = select(*owner).group_by(*owner)
    return query.having(func.max(KEYS.c.generation) < read_state(connection).round).subquery()


def _next(connection: Connection, last: Owner | None) -> list[Owner]:
    c = _behind(connection).c
    query = select(c.subject_id, c.compartment).order_by(c.subject_id, c.compartment)
    if last is not None:
        types = [c.subject_id.type, c.compartment.type]
        query = query.where(tuple_(c.subject_id, c.compartment) > tuple_(*last, types=types))
    return [(row.subject_id, row.compartment) for row in connection.execute(query.limit(_BATCH))]


def _replaced() -> Any:
    """Return the query for keys that a newer one of the same owner has replaced."""
    newer = KEYS.alias()
    same = (newer.c.subject_id == KEYS.c.subject_id, newer.c.compartment == KEYS.c.compartment)
    return select(KEYS).where(
        select(newer.c.generation).where(*same, newer.c.generation > KEYS.c.generation).exists()
    )


def _rows(model: type[Any], subject: UUID) -> Any:
    return select(model).where(getattr(model, model.__subject__) == subject)
