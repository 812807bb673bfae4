"""The flush: pending texts are sealed and the row is signed, just before it is written.

What it signs and what it deletes is noted, for the audit to remember.
"""

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

from wellbeing.crypto.bound import Seal
from wellbeing.crypto.cache import GONE
from wellbeing.crypto.cells import Pending, SealedBytes, Spec, context_of
from wellbeing.crypto.columns import SealedRecord
from wellbeing.crypto.context import SealContext
from wellbeing.crypto.errors import ContextMissing, PlaintextRefused
from wellbeing.crypto.manifest import Loaded, manifests, require_sound
from wellbeing.crypto.opening import Opener
from wellbeing.crypto.search import token
from wellbeing.errors import Forbidden

# Read and set an attribute of one row by name.
Get = Callable[[str], Any]
Put = Callable[[str, Any], None]


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
    gone: list[Any] = [one for one in session.deleted if isinstance(one, SealedRecord)]
    if not new and not changed and not gone:
        return
    opener: Opener | None = session.info.get("opener")
    if opener is None:
        raise Forbidden()
    for one in gone:
        opener.fresh.written.append((one.__tablename__, one.id, one.rev, GONE))
    sealer = _Sealer(opener, session.connection())
    require_sound(changed, opener.keyring)
    for record in changed:
        _require_same_subject(record)
        sealer.seal(record, record.rev + 1, partial(getattr, record), partial(setattr, record))
    for record in new:
        # Nothing was stored yet that a change could be told from: the values alone are enough.
        values = vars(record)
        sealer.seal(record, 1, values.get, values.__setitem__)
    sealer.sign()


def _require_same_subject(record: Any) -> None:
    """Refuse to leave texts behind under a key that their row no longer names."""
    names = {"id", record.__subject__}
    attrs = inspect_(record).attrs
    if not any(attrs[one].history.has_changes() for one in names):
        return
    before = Loaded(record)
    moved = any(getattr(before, one) != getattr(record, one) for one in names)
    held = [getattr(record, spec.column) for spec in record.__sealed__.values()]
    if moved and any(isinstance(one, bytes) for one in held):
        raise ContextMissing()


class _Sealer:
    """Seals and signs the rows of one flush; what they share is looked up once."""

    def __init__(self, opener: Opener, connection: Connection) -> None:
        self._keyring, self._at = opener.keyring, (opener.fresh, connection)
        self._written = opener.fresh.written
        self._ways: dict[tuple[Spec, int], Seal] = {}
        # The rows of each class, each with its new revision and what sets its attributes.
        self._rows: dict[type[Any], list[tuple[Any, int, Put]]] = {}

    def seal(self, record: Any, rev: int, get: Get, put: Put) -> None:
        """Seal what waits in a row; its attributes are read and set by name."""
        model: Any = type(record)
        for name, default in _defaults(model):
            if get(name) is None:
                setattr(record, name, default())
        for spec in model.__sealed__.values():
            held = get(spec.column)
            if type(held) is Pending:
                put(spec.column, self._sealed(spec, get(model.__subject__), get("id"), held))
                if spec.equality:
                    put(spec.token, token(self._keyring, spec.table, spec.name, held.value))
            elif held is not None:
                self._require_own(record, spec, held)
            elif spec.equality:
                put(spec.token, None)
        put("rev", rev)
        self._rows.setdefault(model, []).append((record, rev, put))

    def sign(self) -> None:
        """Sign every row that was sealed, those of one class together."""
        for model, rows in self._rows.items():
            signed = manifests([record for record, _, _ in rows], model, self._keyring)
            for (record, rev, put), manifest in zip(rows, signed, strict=True):
                put("manifest", manifest)
                self._written.append((model.__tablename__, record.id, rev, manifest))
                vars(record)["_sound"] = True

    def _sealed(self, spec: Spec, subject: Any, record_id: Any, held: Pending) -> SealedBytes:
        if not isinstance(subject, UUID) or not isinstance(record_id, UUID):
            raise ContextMissing()
        way = self._ways.get((spec, subject.int))
        if way is None:
            place = (self._keyring.tenant, spec.table, spec.name)
            ctx = SealContext(*place, record_id, subject, spec.compartment)
            way = self._ways[spec, subject.int] = self._keyring.sealer(*self._at, ctx, spec.flags)
        return way(record_id.bytes, spec.to_bytes(held))

    def _require_own(self, record: Any, spec: Spec, held: Any) -> None:
        """Refuse plaintext, and an envelope from elsewhere in a new row.

        One from elsewhere, or whose key was rolled back with its first attempt, would be stored
        and never open again: better to fail while the text can still be typed.
        """
        if instance_state(record).persistent:
            # As it was loaded; whatever else is set here, the column refuses.
            return
        if not isinstance(held, SealedBytes):
            raise PlaintextRefused()
        self._keyring.open(*self._at, context_of(record, spec, self._keyring.tenant), held)


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
