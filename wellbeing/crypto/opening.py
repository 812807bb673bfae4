"""What a sealed attribute returns, and the one way to open it."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter, itemgetter
from typing import Any, NoReturn, Protocol
from uuid import UUID

from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, object_session
from sqlalchemy.orm.attributes import instance_state

from wellbeing.crypto import envelope
from wellbeing.crypto.bound import Open, opening
from wellbeing.crypto.cache import Fresh
from wellbeing.crypto.cells import Pending, SealedBytes, Spec
from wellbeing.crypto.context import Compartment
from wellbeing.crypto.errors import ContextMissing, SubjectErased
from wellbeing.crypto.keyring import Keyring
from wellbeing.crypto.manifest import find_sound, manifests
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
        return reveal_many([self._record], self._spec.name)[0]


def opened_by(record: object) -> tuple[Session, Opener]:
    """Return the session of a record and who opens in it; raise Forbidden without either."""
    session = object_session(record)
    opener: Opener | None = session.info.get("opener") if session is not None else None
    if session is None or opener is None:
        raise Forbidden()
    return session, opener


def reveal_many(rows: Sequence[Any], name: str) -> list[Any]:
    """Open one column of many rows of one session; all missing keys come in one statement."""
    return _reveal(rows, name, _RAISE) if rows else []


def reveal_kept(rows: Sequence[Any], name: str, gone: Any) -> list[Any]:
    """Open one column of many rows, with `gone` in the place of what was erased.

    One erased name must not close a whole list of others.
    """
    return _reveal(rows, name, gone) if rows else []


_RAISE = object()
# What a row holds, its subject and its id.
Cell = tuple[Any, Any, UUID]


def _reveal(rows: Sequence[Any], name: str, gone: Any) -> list[Any]:
    """Open a column; no key is unwrapped before the actor may open each of the rows."""
    session, opener = opened_by(rows[0])
    column = _Column(type(rows[0]), name, opener, session.connection())
    here = instance_state(rows[0]).session_id
    for row in rows:
        if instance_state(row).session_id != here:
            raise Forbidden()
        opener.opening(row, name, column.spec.compartment)
    cells = [column.cell(row) for row in rows]
    column.load(cells)
    return [column.open(row, cell, gone) for row, cell in zip(rows, cells, strict=True)]


class _Column:
    """A column that opens: what the cells of one subject share is looked up once."""

    def __init__(self, model: type[Any], name: str, opener: Opener, connection: Connection) -> None:
        self.spec: Spec = model.__sealed__[name]
        self._opener, self._connection = opener, connection
        self._manifest = manifests(model, opener.keyring)
        names = (self.spec.column, model.__subject__, "id")
        self._loaded, self._asked = itemgetter(*names), attrgetter(*names)
        self._ways: dict[bytes, Open] = {}

    def cell(self, row: Any) -> Cell:
        """Return what a row holds, its subject and its id."""
        try:
            found: Cell = self._loaded(vars(row))
        except KeyError:  # loaded only when it is asked for
            found = self._asked(row)
        return found

    def load(self, cells: Sequence[Cell]) -> None:
        """Unwrap all keys that are not in memory."""
        kind, head = self.spec.compartment.value, envelope.HEADER_BYTES
        seen = {(subject, held[:head]): held for held, subject, _ in cells
                if isinstance(held, SealedBytes)}  # fmt: skip
        keyring = self._opener.keyring
        keys = [(subject, kind, keyring.parse(held).generation)
                for (subject, _), held in seen.items()]  # fmt: skip
        keyring.load(self._opener.fresh, self._connection, keys)

    def open(self, row: Any, cell: Cell, gone: Any) -> Any:
        """Return a row's text, None for nothing, and `gone` for what was erased."""
        held, subject, record_id = cell
        if isinstance(held, Pending):
            return held.value
        if "_sound" not in vars(row):
            find_sound(row, self._manifest)
        if held is None:
            return None
        if not isinstance(subject, UUID):
            raise ContextMissing()
        way = self._ways.get(subject.bytes + held[: envelope.HEADER_BYTES])
        try:
            return (way or self._way(subject, held))(record_id.bytes, held)
        except SubjectErased:
            if gone is _RAISE:
                raise
            return gone

    def _way(self, subject: UUID, held: bytes) -> Open:
        spec, keyring, head = self.spec, self._opener.keyring, held[: envelope.HEADER_BYTES]
        key = (subject, spec.compartment.value, keyring.parse(held).generation)
        cipher = keyring.opening_key(self._opener.fresh, self._connection, key)
        way = self._ways[subject.bytes + head] = opening(
            cipher, head, keyring.tenant, spec, subject
        )
        return way
