"""Rotation: a new epoch for the data keys, while the site goes on; no text is opened for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from sqlalchemy import Engine, bindparam, func, select, text, tuple_, update
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
                _compare_and_set(connection, made)
        failed += len(rows) - len(made)
        last = (rows[-1].subject_id, rows[-1].compartment, rows[-1].generation)
        told(len(rows))


def destroy(engine: Engine, store: KeyStore, epoch: int) -> None:
    """Forget an epoch for ever; RotationConflict as long as anything uses it."""
    with engine.begin() as connection:
        require_unused(connection, store, epoch)
        store.drop_epoch(epoch)


def require_unused(connection: Connection, store: KeyStore, epoch: int) -> None:
    """Raise RotationConflict as long as anything uses an epoch, or where there is none.

    Whoever makes a data key holds the state: until the transaction ends none comes under it.
    """
    state, held = change_state(connection), store.held()
    using = _count(connection, KEYS.c.epoch == epoch)
    if epoch in (state.epoch, held.current) or using:
        message = N_("Epoch {epoch} is in use by {using} keys. Rotate first.")
        raise RotationConflict(message, epoch=epoch, using=using)
    if epoch not in held.wrapped:
        raise RotationConflict(N_("The key file holds no epoch {epoch}."), epoch=epoch)


# The wrapped bytes begin with a nonce: no other state of a key has the same.
_EACH = (
    update(KEYS)
    .where(
        KEYS.c.subject_id == bindparam("b_subject_id"),
        KEYS.c.compartment == bindparam("b_compartment"),
        KEYS.c.generation == bindparam("b_generation"),
        KEYS.c.wrapped == bindparam("b_wrapped"),
    )
    .values({name: bindparam(f"b_new_{name}") for name in ("epoch", "wrapped", "commitment")})
)
# A server is asked once for a whole batch.
_ALL = text("""
    UPDATE subject_key AS k
    SET epoch = n.epoch, wrapped = n.wrapped, commitment = n.commitment
    FROM unnest(
        CAST(:b_subject_id AS uuid[]), CAST(:b_compartment AS text[]),
        CAST(:b_generation AS int[]), CAST(:b_wrapped AS bytea[]), CAST(:b_new_epoch AS int[]),
        CAST(:b_new_wrapped AS bytea[]), CAST(:b_new_commitment AS bytea[])
    ) AS n(subject_id, compartment, generation, old, epoch, wrapped, commitment)
    WHERE k.subject_id = n.subject_id AND k.compartment = n.compartment
    AND k.generation = n.generation AND k.wrapped = n.old
""")


def _compare_and_set(connection: Connection, made: list[dict[str, Any]]) -> None:
    """Set each key that is as it was read; what somebody else changed meanwhile is theirs."""
    if connection.dialect.name == "postgresql":
        connection.execute(_ALL, {name: [one[name] for one in made] for name in made[0]})
    else:
        connection.execute(_EACH, made)


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
    return {
        "b_subject_id": row.subject_id,
        "b_compartment": row.compartment,
        "b_generation": row.generation,
        "b_wrapped": row.wrapped,
        "b_new_epoch": epoch,
        "b_new_wrapped": new["wrapped"],
        "b_new_commitment": new["commitment"],
    }


def _count(connection: Connection, condition: Any) -> int:
    return connection.execute(select(func.count()).select_from(KEYS).where(condition)).scalar_one()
