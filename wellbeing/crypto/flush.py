"""The flush: pending texts are sealed and the row is signed, just before it is written."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy import inspect as inspect_
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import instance_state

from wellbeing.crypto.cells import Pending, SealedBytes, Spec, context_of
from wellbeing.crypto.columns import SealedRecord
from wellbeing.crypto.errors import ContextMissing, PlaintextRefused
from wellbeing.crypto.manifest import Loaded, manifest_of, require_sound
from wellbeing.crypto.opening import Opener
from wellbeing.crypto.search import token
from wellbeing.errors import Forbidden


def install(session_class: type[Session]) -> None:
    """Seal at flush in every session of this class; looked at again after every refresh."""
    event.listen(session_class, "before_flush", _seal)
    event.listen(session_class, "after_soft_rollback", _drop_fresh)
    for name in ("load", "refresh", "expire"):
        event.listen(SealedRecord, name, _forget, propagate=True)


def _forget(record: Any, *_: object) -> None:
    vars(record).pop("_sound", None)


def _drop_fresh(session: Session, *_: object) -> None:
    """Forget keys made here: a savepoint may have taken their rows back."""
    opener: Opener | None = session.info.get("opener")
    if opener is not None:
        opener.fresh.clear()


def _seal(session: Session, *_: object) -> None:
    fresh = session.new  # made anew at every look
    for record in [*fresh, *session.dirty]:
        new = record in fresh
        if not isinstance(record, SealedRecord) or not (new or session.is_modified(record)):
            continue
        opener: Opener | None = session.info.get("opener")
        if opener is None:
            raise Forbidden()
        if not new:
            require_sound(record, opener.keyring)
            _require_same_subject(record)
        _seal_record(session, opener, record, 1 if new else record.rev + 1)


def _require_same_subject(record: Any) -> None:
    """Refuse to leave texts behind under a key that their row no longer names."""
    names = {"id", record.__subject__}
    attrs = inspect_(record).attrs
    if not any(attrs[one].history.has_changes() for one in names):
        return
    before = Loaded(record)
    moved = any(getattr(before, one) != getattr(record, one) for one in names)
    held = [getattr(record, spec.column) for spec in record.__sealed__.values()]
    if moved and any(isinstance(one, SealedBytes) for one in held):
        raise ContextMissing()


def _seal_record(session: Session, opener: Opener, record: Any, rev: int) -> None:
    _fill_defaults(record)
    connection = session.connection()
    for spec in record.__sealed__.values():
        _seal_cell(connection, opener, record, spec)
    record.rev = rev
    record.manifest = manifest_of(record, opener.keyring)
    vars(record)["_sound"] = True


def _seal_cell(connection: Connection, opener: Opener, record: Any, spec: Spec) -> None:
    held, keyring = getattr(record, spec.column), opener.keyring
    if held is None:
        if spec.equality:
            setattr(record, spec.token, None)
        return
    ctx = context_of(record, spec, keyring.tenant)
    if isinstance(held, Pending):
        flags, data = spec.encode(held)
        blob = keyring.seal(opener.fresh, connection, ctx, flags, data)
        setattr(record, spec.column, SealedBytes(blob))
        if spec.equality:
            setattr(record, spec.token, token(keyring, spec.table, spec.name, held.value))
    elif not isinstance(held, SealedBytes):
        raise PlaintextRefused()
    elif instance_state(record).pending:
        # An envelope from elsewhere, or whose key was rolled back with its first attempt, would
        # be stored and never open again: better to fail while the text can still be typed.
        keyring.open(opener.fresh, connection, ctx, held)


def _fill_defaults(record: Any) -> None:
    """Set the defaults of guarded columns now: the manifest covers them."""
    columns = inspect_(type(record)).columns
    for name in record.__authenticated__:
        default = columns[name].default
        if getattr(record, name) is not None or default is None:
            continue
        if default.is_scalar:
            setattr(record, name, default.arg)
        elif default.is_callable:
            setattr(record, name, default.arg(None))
