"""The manifest: a keyed digest over a whole row, and the flush that seals and signs it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import event
from sqlalchemy import inspect as inspect_
from sqlalchemy.orm import Session

from wellbeing.crypto.columns import Opener, Pending, SealedBytes, SealedRecord, context_of
from wellbeing.crypto.errors import StaleRecord
from wellbeing.crypto.keyring import Keyring
from wellbeing.crypto.primitives import lp
from wellbeing.crypto.search import token


def manifest_of(record: Any, keyring: Keyring) -> bytes:
    """Return the keyed BLAKE2b-256 over table, id, revision, sealed cells and guarded columns.

    It catches what a cell's own tag cannot: an old value put back, a value removed, a clear
    column such as a state or an urgency edited in the database.
    """
    parts = [record.__tablename__.encode(), record.id.bytes, str(record.rev).encode()]
    for name, spec in record.__sealed__.items():
        parts += [name.encode(), _cell(getattr(record, spec.column))]
    for name in record.__authenticated__:
        parts += [name.encode(), _cell(getattr(record, name))]
    return keyring.digest("manifest", lp(*parts))


def require_sound(record: Any, keyring: Keyring) -> None:
    """Raise StaleRecord where the row as a whole is not what was saved; once per load."""
    if vars(record).get("_sound") or inspect_(record).modified:
        return
    if record.manifest is None or bytes(record.manifest) != manifest_of(record, keyring):
        raise StaleRecord()
    vars(record)["_sound"] = True


def install(session_class: type[Session]) -> None:
    """Seal at flush in every session of this class; looked at again after every refresh."""
    event.listen(session_class, "before_flush", _seal)
    for name in ("load", "refresh", "expire"):
        event.listen(SealedRecord, name, _forget, propagate=True)


def _forget(record: Any, *_: object) -> None:
    vars(record).pop("_sound", None)


def _seal(session: Session, *_: object) -> None:
    opener: Opener = session.info["opener"]
    for record in [*session.new, *session.dirty]:
        if not isinstance(record, SealedRecord):
            continue
        new = record in session.new
        if new or session.is_modified(record):
            if not new:
                require_unchanged(record, opener.keyring)
            _seal_record(session, opener, record, 1 if new else record.rev + 1)


def require_unchanged(record: Any, keyring: Keyring) -> None:
    """Refuse to sign over a row that was tampered with: compare what was loaded first."""
    if vars(record).get("_sound"):
        return
    was = _Loaded(record)
    if was.manifest is None or bytes(was.manifest) != manifest_of(was, keyring):
        raise StaleRecord()


class _Loaded:
    """A record as it was loaded, whatever was set since."""

    def __init__(self, record: Any) -> None:
        self._state = inspect_(record)
        self.__tablename__ = record.__tablename__
        self.__sealed__ = record.__sealed__
        self.__authenticated__ = record.__authenticated__

    def __getattr__(self, name: str) -> Any:
        attribute = self._state.attrs[name]
        before = attribute.history.deleted
        return before[0] if before else attribute.value


def _seal_record(session: Session, opener: Opener, record: Any, rev: int) -> None:
    _fill_defaults(record)
    connection, keyring = session.connection(), opener.keyring
    for spec in record.__sealed__.values():
        held = getattr(record, spec.column)
        if isinstance(held, Pending):
            flags, data = spec.encode(held.value)
            ctx = context_of(record, spec, keyring.tenant)
            blob = keyring.seal(opener.fresh, connection, ctx, flags, data)
            setattr(record, spec.column, SealedBytes(blob))
            if spec.equality:
                setattr(record, spec.token, token(keyring, spec.table, spec.name, held.value))
        elif held is None and spec.equality:
            setattr(record, spec.token, None)
    record.rev = rev
    record.manifest = manifest_of(record, keyring)
    vars(record)["_sound"] = True


def _fill_defaults(record: Any) -> None:
    """Set the plain defaults of guarded columns now: the manifest covers them."""
    columns = inspect_(type(record)).columns
    for name in record.__authenticated__:
        default = columns[name].default
        if getattr(record, name) is None and default is not None and default.is_scalar:
            setattr(record, name, default.arg)


def _cell(value: Any) -> bytes:
    """Return one value with its type in front, so that no two values look alike."""
    if value is None:
        return b"-"
    if isinstance(value, bool):
        return b"b1" if value else b"b0"
    if isinstance(value, bytes):
        return b"y" + value
    if isinstance(value, UUID):
        return b"u" + value.bytes
    if isinstance(value, datetime):
        return b"t" + value.astimezone(UTC).isoformat().encode()
    if isinstance(value, int):
        return b"i" + str(value).encode()
    if isinstance(value, str):
        return b"s" + str(value).encode()
    return b"j" + json.dumps(value, sort_keys=True, ensure_ascii=False).encode()
