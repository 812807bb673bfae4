"""The manifest: a keyed digest over a whole row, checked before anything in it is opened."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, cached_property, lru_cache
from hmac import compare_digest
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import inspect as inspect_
from sqlalchemy import select
from sqlalchemy.orm import object_session

from wellbeing.crypto.cells import values_of
from wellbeing.crypto.errors import StaleRecord
from wellbeing.crypto.keyring import Keyring
from wellbeing.crypto.primitives import digests, length, lp


def manifest_of(record: Any, keyring: Keyring) -> bytes:
    """Return the keyed BLAKE2b-256 over table, id, revision, sealed cells and guarded columns.

    It catches what a cell's own tag cannot: an old value put back, a value removed, a clear
    column such as a state or an urgency edited in the database.
    """
    return manifests([record], type(record), keyring)[0]


def manifests(
    records: Sequence[Any], model: Any, keyring: Keyring, without: frozenset[str] = frozenset()
) -> list[bytes]:
    """Return the manifests of records of one class, put together column by column.

    `without` are columns that are left out, as in rows that were signed before they were covered.
    """
    frame = _frame(model, without)
    ids, revs, *columns = zip(*values_of(records, *frame.names), strict=True)
    covered = map(_covered, frame.labels, columns)
    rows = zip([one.bytes for one in ids], map(_revision, revs), *covered, strict=True)
    return digests(keyring.purpose("manifest"), frame.head, map(b"".join, rows))


def _covered(label: bytes, column: Iterable[Any]) -> list[bytes]:
    """Return what a manifest covers of each value, its label and its length in front."""
    return [
        # Most are sealed cells: not copied to put a letter in front.
        _lead(label, len(value)) + value if isinstance(value, bytes) else label + lp(_cell(value))
        for value in column
    ]


@lru_cache(maxsize=4096)
def _lead(label: bytes, size: int) -> bytes:
    return label + length(size + 1) + b"y"


@lru_cache(maxsize=1024)
def _revision(rev: int) -> bytes:
    return lp(str(rev).encode())


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the manifests of all rows of a class share."""

    head: bytes
    # Id, revision and the covered attributes, and the label of each of these, behind its length.
    names: tuple[str, ...]
    labels: tuple[bytes, ...]


@cache
def _frame(model: Any, without: frozenset[str]) -> _Frame:
    labels = []
    for name, spec in model.__sealed__.items():
        labels.append((name, spec.column))
        if spec.equality:
            # A token put on another row would make a look-up find the wrong person.
            labels.append(("token", spec.token))
    labels += ((name, name) for name in model.__authenticated__ if name not in without)
    names = ("id", "rev", *(name for _, name in labels))
    head = lp(model.__tablename__.encode()) + length(16)
    return _Frame(head, names, tuple(lp(label.encode()) for label, _ in labels))


def require_sound(records: Iterable[Any], keyring: Keyring) -> None:
    """Raise StaleRecord where a row as a whole is not what was saved; once per load.

    What was set since the row was loaded does not count: neither may it hide an edit in the
    database, nor may a flush sign over one.
    """
    kinds: dict[type[Any], list[Any]] = {}
    for one in records:
        kinds.setdefault(type(one), []).append(one)
    for model, rows in kinds.items():
        find_sound(rows, model, keyring)


def find_sound(rows: Iterable[Any], model: type[Any], keyring: Keyring) -> None:
    """Look at the rows of one class that nobody has looked at yet, as `require_sound` does."""
    unseen = [one for one in rows if "_sound" not in vars(one)]
    if not unseen:
        return
    if any(map(_modified, unseen)):
        loaded = [Loaded(one) if _modified(one) else one for one in unseen]
    else:
        loaded = unseen
    try:
        if not _is_sound(loaded, model, keyring):
            raise StaleRecord()
    except TypeError:  # no bytes at all
        raise StaleRecord() from None
    for one in unseen:
        vars(one)["_sound"] = True


def _is_sound(rows: Sequence[Any], model: type[Any], keyring: Keyring) -> bool:
    """Tell whether each row is what was signed: all that is covered now, or was at its time.

    What was signed with a column is never taken without it: the labels are part of what is signed.
    """
    held, made = values_of(rows, "manifest"), manifests(rows, model, keyring)
    if all(map(compare_digest, held, made)):
        return True
    later = model.__covered_later__
    if not later:
        return False
    before = manifests(rows, model, keyring, later)
    return all(
        compare_digest(one, new) or compare_digest(one, old)
        for one, new, old in zip(held, made, before, strict=True)
    )


# At once, for most records are as they were loaded.
_modified = attrgetter("_sa_instance_state.modified")


class Loaded:
    """A record as it was loaded, whatever was set since."""

    def __init__(self, record: Any) -> None:
        self._record, self._state = record, inspect_(record)

    def __getattr__(self, name: str) -> Any:
        attribute = self._state.attrs[name]
        before = attribute.history
        if before.deleted:
            return before.deleted[0]
        # Set without having been loaded: only the database knows what it was.
        return self._stored[name] if before.added else attribute.value

    @cached_property
    def _stored(self) -> dict[str, Any]:
        session, mapper = object_session(self._record), self._state.mapper
        if session is None or not self._state.persistent:
            raise StaleRecord()
        columns = {name: column.label(name) for name, column in mapper.columns.items()}
        query = select(*columns.values()).where(mapper.columns["id"] == self._state.identity[0])
        row = session.connection().execute(query).mappings().first()
        if row is None:
            raise StaleRecord()
        return dict(row)


def _cell(value: Any) -> bytes:
    """Return one value with its type in front, so that no two values look alike."""
    known = _ENCODERS.get(type(value))
    if known is None:
        kinds = type(value).__mro__  # an enum's member looks like the string it is stored as
        known = next((_ENCODERS[one] for one in kinds if one in _ENCODERS), _json)
    return known(value)


def _json(value: Any) -> bytes:
    return b"j" + json.dumps(value, sort_keys=True, ensure_ascii=False).encode()


_ENCODERS: dict[type[Any], Callable[[Any], bytes]] = {
    bytes: lambda value: b"y" + value,
    type(None): lambda value: b"-",
    bool: lambda value: b"b1" if value else b"b0",
    UUID: lambda value: b"u" + value.bytes,
    datetime: lambda value: b"t" + value.astimezone(UTC).isoformat().encode(),
    date: lambda value: b"d" + value.isoformat().encode(),
    int: lambda value: b"i" + str(value).encode(),
    str: lambda value: b"s" + str(value).encode(),
}
