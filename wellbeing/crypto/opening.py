"""What a sealed attribute returns, and the one way to open it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn, Protocol

from sqlalchemy.orm import Session, object_session

from wellbeing.crypto import envelope
from wellbeing.crypto.cache import Fresh
from wellbeing.crypto.cells import Pending, SealedBytes, Spec, context_of
from wellbeing.crypto.context import Compartment
from wellbeing.crypto.errors import SubjectErased
from wellbeing.crypto.keyring import Keyring
from wellbeing.crypto.manifest import require_sound
from wellbeing.errors import Forbidden


class Opener(Protocol):
    """Who opens: the gate's work, which knows the actor and notes what was opened."""

    keyring: Keyring
    fresh: Fresh

    def opening(self, record: object, column: str, compartment: Compartment) -> None:
        """Raise Forbidden, or note the opening for the audit."""


class Sealed:
    """A closed text: it can be asked whether it is empty, and opened; nothing else."""

    __slots__ = ("_record", "_spec")

    def __init__(self, record: Any, spec: Spec) -> None:
        self._record, self._spec = record, spec

    def __repr__(self) -> str:
        return f"Sealed({self._spec.table}.{self._spec.name})"

    def _refuse(self, *_: object) -> NoReturn:
        raise TypeError(f"{self!r} is sealed: open it with reveal()")

    __str__ = __eq__ = __hash__ = __bool__ = __iter__ = __len__ = __reduce_ex__ = _refuse
    __format__ = _refuse

    @property
    def empty(self) -> bool:
        """Whether there is nothing to open."""
        return getattr(self._record, self._spec.column) is None

    def reveal(self) -> Any:
        """Open the text for the actor of the record's session; audited.

        Raises Forbidden without a session or a grant, Tampered or StaleRecord where the stored
        bytes are not what was saved here, SubjectErased after erasure.
        """
        record, spec = self._record, self._spec
        session, opener = opened_by(record)
        opener.opening(record, spec.name, spec.compartment)
        held = getattr(record, spec.column)
        if isinstance(held, Pending):
            return held.value
        require_sound(record, opener.keyring)
        if held is None:
            return None
        ctx = context_of(record, spec, opener.keyring.tenant)
        return spec.decode(*opener.keyring.open(opener.fresh, session.connection(), ctx, held))


def opened_by(record: object) -> tuple[Session, Opener]:
    """Return the session of a record and who opens in it; raise Forbidden without either."""
    session = object_session(record)
    opener: Opener | None = session.info.get("opener") if session is not None else None
    if session is None or opener is None:
        raise Forbidden()
    return session, opener


def reveal_many(rows: Sequence[Any], name: str) -> list[Any]:
    """Open one column of many rows; all missing keys come in one statement."""
    _load_keys(rows, name)
    return [getattr(row, name).reveal() for row in rows]


def reveal_kept(rows: Sequence[Any], name: str, gone: Any) -> list[Any]:
    """Open one column of many rows, with `gone` in the place of what was erased.

    One erased name must not close a whole list of others.
    """
    _load_keys(rows, name)
    return [_kept(row, name, gone) for row in rows]


def _kept(row: Any, name: str, gone: Any) -> Any:
    try:
        return getattr(row, name).reveal()
    except SubjectErased:
        return gone


def _load_keys(rows: Sequence[Any], name: str) -> None:
    """Unwrap the keys of a column; none before the actor may open each of them."""
    if not rows:
        return
    spec: Spec = type(rows[0]).__sealed__[name]
    session, opener = opened_by(rows[0])
    keys = set()
    for row in rows:
        opener.opening(row, spec.name, spec.compartment)
        blob = getattr(row, spec.column)
        if isinstance(blob, SealedBytes):
            owner = (getattr(row, row.__subject__), spec.compartment.value)
            keys.add((*owner, envelope.parse(blob).generation))
    opener.keyring.load(opener.fresh, session.connection(), keys)
