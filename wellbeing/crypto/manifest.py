"""The manifest: a keyed digest over a whole row, checked before anything in it is opened."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, cached_property, lru_cache
from operator import attrgetter, itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import inspect as inspect_
from sqlalchemy import select
from sqlalchemy.orm import object_session
from sqlalchemy.orm.attributes import instance_state

from wellbeing.crypto.cells import SealedBytes
from wellbeing.crypto.errors import StaleRecord
from wellbeing.crypto.keyring import Keyring
from wellbeing.crypto.primitives import digest, length, lp

Digest = Callable[[Any], bytes]


def manifest_of(record: Any, keyring: Keyring) -> bytes:
    """Return the keyed BLAKE2b-256 over table, id, revision, sealed cells and guarded columns.

    It catches what a cell's own tag cannot: an old value put back, a value removed, a clear
    column such as a state or an urgency edited in the database.
    """
    return manifests(type(record), keyring)(record)


def manifests(model: Any, keyring: Keyring) -> Digest:
    """Return what makes the manifests of a class's records: what they share is made once."""
    frame, key = _frame(model), keyring.purpose("manifest")

    def manifest(record: Any) -> bytes:
        try:
            values = frame.loaded(vars(record))
        except KeyError:  # a column that is loaded only when it is asked for
            values = frame.values(record)
        return digest(key, b"".join(frame.parts(*values)))

    return manifest


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the manifests of all rows of a class share."""

    head: bytes
    # Each covered attribute's label, length-prefixed as all is.
    labels: tuple[bytes, ...]
    # Take id, revision and the covered attributes out of a record's own values, or out of it.
    loaded: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    values: Callable[[Any], tuple[Any, ...]]

    def parts(self, id_: UUID, rev: int, *cells: Any) -> list[bytes]:
        """Return what is digested of one row, piece by piece."""
        found = [self.head, id_.bytes, _revision(rev)]
        for label, value in zip(self.labels, cells, strict=True):
            if type(value) is SealedBytes:  # most cells: not copied to put a letter in front
                found += (label, length(len(value) + 1), b"y", value)
            else:
                cell = _cell(value)
                found += (label, length(len(cell)), cell)
        return found


@lru_cache(maxsize=1024)
def _revision(rev: int) -> bytes:
    return lp(str(rev).encode())


@cache
def _frame(model: Any) -> _Frame:
    labels = []
    for name, spec in model.__sealed__.items():
        labels.append((name, spec.column))
        if spec.equality:
            # A token put on another row would make a look-up find the wrong person.
            labels.append(("token", spec.token))
    labels += ((name, name) for name in model.__authenticated__)
    names = ("id", "rev", *(name for _, name in labels))
    return _Frame(
        lp(model.__tablename__.encode()) + length(16),
        tuple(lp(label.encode()) for label, _ in labels),
        itemgetter(*names),
        attrgetter(*names),
    )


def require_sound(record: Any, keyring: Keyring) -> None:
    """Raise StaleRecord where the row as a whole is not what was saved; once per load.

    What was set since the row was loaded does not count: neither may it hide an edit in the
    database, nor may a flush sign over one.
    """
    if "_sound" not in vars(record):
        find_sound(record, manifests(type(record), keyring))


def find_sound(record: Any, manifest: Digest) -> None:
    """Find a record sound that nobody has looked at since it was loaded, or raise StaleRecord."""
    was = Loaded(record) if instance_state(record).modified else record
    stored = was.manifest
    if not isinstance(stored, bytes) or not hmac.compare_digest(stored, manifest(was)):
        raise StaleRecord()
    vars(record)["_sound"] = True


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
    SealedBytes: lambda value: b"y" + value,
    bytes: lambda value: b"y" + value,
    type(None): lambda value: b"-",
    bool: lambda value: b"b1" if value else b"b0",
    UUID: lambda value: b"u" + value.bytes,
    datetime: lambda value: b"t" + value.astimezone(UTC).isoformat().encode(),
    date: lambda value: b"d" + value.isoformat().encode(),
    int: lambda value: b"i" + str(value).encode(),
    str: lambda value: b"s" + str(value).encode(),
}
