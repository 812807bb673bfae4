"""The flush: pending texts are sealed and the row is signed, just before it is written."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any
from uuid import UUID

from sqlalchemy import event
from sqlalchemy import inspect as inspect_
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import instance_state

from wellbeing.crypto.bound import Seal, sealing
from wellbeing.crypto.cells import Pending, SealedBytes, Spec, context_of, subject_of
from wellbeing.crypto.columns import SealedRecord
from wellbeing.crypto.errors import ContextMissing, PlaintextRefused
from wellbeing.crypto.manifest import Digest, Loaded, manifests, require_sound
from wellbeing.crypto.opening import Opener
from wellbeing.crypto.search import token
from wellbeing.errors import Forbidden


def install(session_class: type[Session]) -> None:
    """Seal at flush in every session of this class; looked at again after every refresh."""
    event.listen(session_class, "before_flush", _seal)
    event.listen(session_class, "after_soft_rollback", _drop_fresh)
    # A record that is loaded anew is another object, which nobody has found sound yet.
    for name in ("refresh", "expire"):
        event.listen(SealedRecord, name, _forget, propagate=True)


def _forget(record: Any, *_: object) -> None:
    vars(record).pop("_sound", None)


def _drop_fresh(session: Session, *_: object) -> None:
    """Forget keys made here: a savepoint may have taken their rows back."""
    opener: Opener | None = session.info.get("opener")
    if opener is not None:
        opener.fresh.roll_back()


def _seal(session: Session, *_: object) -> None:
    new = [one for one in session.new if isinstance(one, SealedRecord)]
    changed = [one for one in session.dirty
               if isinstance(one, SealedRecord) and session.is_modified(one)]  # fmt: skip
    if not new and not changed:
        return
    opener: Opener | None = session.info.get("opener")
    if opener is None:
        raise Forbidden()
    sealer = _Sealer(opener, session.connection())
    for record in changed:
        require_sound(record, opener.keyring)
        _require_same_subject(record)
        sealer.seal(record, record.rev + 1, partial(setattr, record))
    for record in new:
        # Nothing was stored yet that a change could be told from: the values alone are enough.
        sealer.seal(record, 1, vars(record).__setitem__)


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


class _Sealer:
    """Seals and signs the rows of one flush; what they share is looked up once."""

    def __init__(self, opener: Opener, connection: Connection) -> None:
        self._opener, self._keyring, self._connection = opener, opener.keyring, connection
        self._ways: dict[tuple[Spec, bytes], Seal] = {}
        self._manifests: dict[type[Any], Digest] = {}

    def seal(self, record: Any, rev: int, put: Callable[[str, Any], None]) -> None:
        """Seal what waits, and sign the row; `put` sets an attribute by name."""
        model: Any = type(record)
        for name, default in _defaults(model):
            if getattr(record, name) is None:
                setattr(record, name, default())
        for spec in model.__sealed__.values():
            held = getattr(record, spec.column)
            if isinstance(held, Pending):
                self._seal_cell(record, spec, held, put)
            elif held is not None:
                self._require_own(record, spec, held)
            elif spec.equality:
                put(spec.token, None)
        put("rev", rev)
        manifest = self._manifests.get(model)
        if manifest is None:
            manifest = self._manifests[model] = manifests(model, self._keyring)
        signed = manifest(record)
        put("manifest", signed)
        self._opener.fresh.written.append((model.__tablename__, record.id, rev, signed))
        vars(record)["_sound"] = True

    def _seal_cell(
        self, record: Any, spec: Spec, held: Pending, put: Callable[[str, Any], None]
    ) -> None:
        subject = subject_of(record)
        whose = (spec, subject.bytes)
        way = self._ways.get(whose)
        if way is None:
            way = self._ways[whose] = self._way(spec, subject)
        put(spec.column, way(record.id.bytes, held))
        if spec.equality:
            put(spec.token, token(self._keyring, spec.table, spec.name, held.value))

    def _way(self, spec: Spec, subject: UUID) -> Seal:
        owner = (subject, spec.compartment.value)
        key, cipher = self._keyring.sealing_key(self._opener.fresh, self._connection, owner)
        return sealing(cipher, key[2], self._keyring.tenant, spec, subject)

    def _require_own(self, record: Any, spec: Spec, held: Any) -> None:
        """Refuse plaintext, and an envelope from elsewhere in a new row.

        One from elsewhere, or whose key was rolled back with its first attempt, would be stored
        and never open again: better to fail while the text can still be typed.
        """
        if not isinstance(held, SealedBytes):
            raise PlaintextRefused()
        if instance_state(record).pending:
            ctx = context_of(record, spec, self._keyring.tenant)
            self._keyring.open(self._opener.fresh, self._connection, ctx, held)


@cache
def _defaults(model: Any) -> list[tuple[str, Callable[[], Any]]]:
    """Return the defaults of guarded columns: they are set at once, the manifest covers them."""
    columns, found = inspect_(model).columns, list[tuple[str, Callable[[], Any]]]()
    for name in model.__authenticated__:
        default = columns[name].default
        if default is None or not (default.is_scalar or default.is_callable):
            continue
        arg = default.arg
        found.append((name, partial(arg, None) if default.is_callable else partial(_same, arg)))
    return found


def _same(value: Any) -> Any:
    return value
