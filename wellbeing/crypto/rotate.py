"""Rotation: a new epoch for the data keys, while the site goes on; no text is opened for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from sqlalchemy import Engine, bindparam, func, select, tuple_, update
from sqlalchemy.engine import Connection

from wellbeing.crypto.errors import CryptoError, RotationConflict
from wellbeing.crypto.key_file import Held
from wellbeing.crypto.keyring import Keyring
from wellbeing.crypto.tables import KEYS, DekId, change_state, read_state
from wellbeing.i18n import N_

_BATCH = 1_000
_PARTS = (KEYS.c.subject_id, KEYS.c.compartment, KEYS.c.generation)


class KeyStore(Protocol):
    """What keeps the epochs: the key file."""

    def held(self) -> Held:
        """Return what is kept, keys still wrapped."""

    def prepare_epoch(self) -> int:
        """Add an epoch that is not used yet, unless one waits; return its number."""

    def use_epoch(self, number: int) -> None:
        """Make an epoch the current one."""

    def drop_epoch(self, number: int) -> None:
        """Forget an epoch for ever."""


def behind(connection: Connection) -> int:
    """Return how many data keys are not under the current epoch."""
    epoch = read_state(connection).epoch
    return _count(connection, KEYS.c.epoch != epoch)


def roll(engine: Engine, keyring: Keyring, store: KeyStore) -> int:
    """Begin a new epoch, or return the one whose rotation was not finished.

    A kill leaves either nothing, or a key file that is ahead: the next call goes on from there.
    """
    with engine.begin() as connection:
        state = change_state(connection)
        if behind(connection):
            return state.epoch
        current = store.held().current
        if current <= state.epoch:
            current = store.prepare_epoch()
            store.use_epoch(current)
        keyring.renew()
        return change_state(connection, epoch=current).epoch


def rewrap(
    engine: Engine, keyring: Keyring, told: Callable[[int], None] = lambda done: None
) -> int:
    """Bring every data key under the current epoch; return how many could not be.

    Online: each is compared and set, so that a key which somebody else changed meanwhile is
    left to them. It may be killed at any moment and run by two at once.
    """
    last: DekId | None = None
    failed = 0
    while True:
        with engine.begin() as connection:
            rows = _next(connection, last)
            if not rows:
                return failed
            epoch = read_state(connection).epoch
            made = [one for row in rows if (one := _rewrapped(keyring, row, epoch))]
            if made:
                connection.execute(_COMPARE_AND_SET, made)
        failed += len(rows) - len(made)
        last = (rows[-1].subject_id, rows[-1].compartment, rows[-1].generation)
        told(len(rows))


def destroy(engine: Engine, store: KeyStore, epoch: int) -> None:
    """Forget an epoch for ever; RotationConflict as long as anything uses it."""
    with engine.begin() as connection:
        # Whoever makes a data key holds the state: none can come under this epoch any more.
        state = change_state(connection)
        using = _count(connection, KEYS.c.epoch == epoch)
        if epoch in (state.epoch, store.held().current) or using:
            message = N_("Epoch {epoch} is in use by {using} keys. Rotate first.")
            raise RotationConflict(message, epoch=epoch, using=using)
        store.drop_epoch(epoch)


_COMPARE_AND_SET = (
    update(KEYS)
    .where(
        KEYS.c.subject_id == bindparam("b_subject_id"),
        KEYS.c.compartment == bindparam("b_compartment"),
        KEYS.c.generation == bindparam("b_generation"),
        KEYS.c.epoch == bindparam("b_epoch"),
        KEYS.c.wrapped == bindparam("b_wrapped"),
    )
    .values({name: bindparam(f"b_new_{name}") for name in ("epoch", "wrapped", "commitment")})
)


def _next(connection: Connection, last: DekId | None) -> list[Any]:
    epoch = read_state(connection).epoch
    query = select(KEYS).where(KEYS.c.epoch != epoch).order_by(*_PARTS).limit(_BATCH)
    if last is not None:
        query = query.where(tuple_(*_PARTS) > tuple_(*last, types=[one.type for one in _PARTS]))
    return list(connection.execute(query))


def _rewrapped(keyring: Keyring, row: Any, epoch: int) -> dict[str, Any]:
    """Return the values of the compare-and-set; {} for a key that cannot be opened."""
    try:
        new = keyring.rewrapped(row, epoch)
    except CryptoError:
        return {}
    old = {f"b_{name}": value for name, value in row._mapping.items()}
    return old | {f"b_new_{name}": new[name] for name in ("epoch", "wrapped", "commitment")}


def _count(connection: Connection, condition: Any) -> int:
    return connection.execute(select(func.count()).select_from(KEYS).where(condition)).scalar_one()
