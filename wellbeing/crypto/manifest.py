"""The manifest: a keyed digest over a whole row, checked before anything in it is opened."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import inspect as inspect_
from sqlalchemy import select
from sqlalchemy.orm import object_session
from sqlalchemy.orm.attributes import instance_state

from wellbeing.crypto.cells import SealedBytes
from wellbeing.crypto.errors import StaleRecord
from wellbeing.crypto.keyring import Keyring
from wellbeing.crypto.primitives import lp


def manifest_of(record: Any, keyring: Keyring) -> bytes:
    """Return the keyed BLAKE2b-256 over table, id, revision, sealed cells and guarded columns.

    It catches what a cell's own tag cannot: an old value put back, a value removed, a clear
    column such as a state or an urgency edited in the database.
    """
    parts = [record.__tablename__.encode(), record.id.bytes, str(record.rev).encode()]
    for name, spec in record.__sealed__.items():
        parts += [name.encode(), _cell(getattr(record, spec.column))]
        if spec.equality:
            # A token put on another row would make a look-up find the wrong person.
            parts += [b"token", _cell(getattr(record, spec.token))]
    for name in record.__authenticated__:
        parts += [name.encode(), _cell(getattr(record, name))]
    return keyring.digest("manifest", lp(*parts))


def require_sound(record: Any, keyring: Keyring) -> None:
    """Raise StaleRecord where the row as a whole is not what was saved; once per load.

    What was set since the row was loaded does not count: neither may it hide an edit in the
    database, nor may a flush sign over one.
    """
    if vars(record).get("_sound"):
        return
    was = Loaded(record) if instance_state(record).modified else record
    if was.manifest is None:
        raise StaleRecord()
    if not hmac.compare_digest(bytes(was.manifest), manifest_of(was, keyring)):
        raise StaleRecord()
    vars(record)["_sound"] = True


class Loaded:
    """A record as it was loaded, whatever was set since."""

    def __init__(self, record: Any) -> None:
        self._record, self._state = record, inspect_(record)
        self.__tablename__ = record.__tablename__
        self.__sealed__ = record.__sealed__
        self.__authenticated__ = record.__authenticated__

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
    kinds = type(value).__mro__  # an enum's member looks like the string that it is stored as
    return next((_ENCODERS[one] for one in kinds if one in _ENCODERS), _json)(value)


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
