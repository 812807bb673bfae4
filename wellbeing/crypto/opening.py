"""What a sealed attribute returns, and the one way to open it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import compress
from typing import Any, NoReturn, Protocol
from uuid import UUID

from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, object_session
from sqlalchemy.orm.attributes import instance_state

from wellbeing.crypto.bound import Way, open_all
from wellbeing.crypto.cache import Fresh
from wellbeing.crypto.cells import Pending, Spec, values_of
from wellbeing.crypto.context import Compartment, SealContext
from wellbeing.crypto.envelope import HEAD
from wellbeing.crypto.errors import ContextMissing, SubjectErased
from wellbeing.crypto.keyring import Keyring
from wellbeing.crypto.manifest import find_sound
from wellbeing.errors import Forbidden

# Stands where an erased text was.
ERASED = "—"
_BLANKS: Mapping[type[Any], Callable[[], Any]] = {
    str: lambda: ERASED, dict: dict, date: lambda: None,
}  # fmt: skip


class Opener(Protocol):
    """Who opens: the gate's work, which knows the actor and notes what was opened."""

    keyring: Keyring
    fresh: Fresh
    # In a view an erased text reads as a blank, so that it takes no other person's words along;
    # an act on what was erased is refused.
    viewing: bool

    def opening(self, rows: Sequence[Any], column: str, compartment: Compartment) -> None:
        """Raise Forbidden for any of the rows, or note their opening for the audit."""


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

        After erasure a view gets "—", {} or None, by the kind of the text, and an act
        SubjectErased. Raises Forbidden without a session or a grant, Tampered or StaleRecord
        where the stored bytes are not what was saved here.
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
    """Open one column of many rows, with `gone` in the place of what was erased, in acts too."""
    return _reveal(rows, name, gone) if rows else []


_RAISE = object()
# What a row holds, its subject and its id.
Cell = tuple[Any, Any, UUID]
# The subject, and an envelope's head.
Key = tuple[int, bytes]


def _reveal(rows: Sequence[Any], name: str, gone: Any) -> list[Any]:
    """Open a column; no key is unwrapped before the actor may open each of the rows."""
    session, opener = opened_by(rows[0])
    if len({instance_state(row).session_id for row in rows}) > 1:
        raise Forbidden()
    model = type(rows[0])
    spec: Spec = model.__sealed__[name]
    opener.opening(rows, name, spec.compartment)
    if gone is _RAISE and opener.viewing:
        gone = _BLANKS[spec.python_type]()
    return _Column(model, name, opener, session.connection()).texts(rows, gone)


class _Column:
    """A column that opens: what the cells of one subject share is looked up once."""

    def __init__(self, model: type[Any], name: str, opener: Opener, connection: Connection) -> None:
        self._model: Any = model
        self._spec: Spec = self._model.__sealed__[name]
        self._keyring, self._at = opener.keyring, (opener.fresh, connection)

    def texts(self, rows: Sequence[Any], gone: Any) -> list[Any]:
        """Return every row's text, None for nothing, and `gone` for what was erased."""
        cells: list[Cell] = values_of(rows, self._spec.column, self._model.__subject__, "id")
        # What waits to be sealed is no stored row's yet.
        stored = [type(held) is not Pending for held, _, _ in cells]
        find_sound(compress(rows, stored), self._model, self._keyring)
        keys = _keys(cells)
        ways = self._ways(dict(zip(keys, cells, strict=True)), gone)
        through = list(map(ways.get, keys))
        opened = iter(self._spec.values(open_all([
            (way, record_id, held)
            for way, (held, _, record_id) in zip(through, cells, strict=True) if way
        ])))  # fmt: skip
        return [
            next(opened) if way else _unopened(held, gone)
            for way, (held, _, _) in zip(through, cells, strict=True)
        ]

    def _ways(self, some: dict[Key | None, Cell], gone: Any) -> dict[Key | None, Way | None]:
        """Return what opens the cells of each subject and head; all keys come in one statement."""
        some.pop(None, None)
        kind, keyring = self._spec.compartment.value, self._keyring
        keys = [(subject, kind, keyring.parse(held).generation)
                for held, subject, _ in some.values()]  # fmt: skip
        keyring.load(*self._at, keys)
        return {key: self._way(*cell, gone) for key, cell in some.items()}

    def _way(self, held: bytes, subject: UUID, record_id: UUID, gone: Any) -> Way | None:
        """Return what opens a cell and all that share its head; None where `gone` stands for it."""
        spec = self._spec
        spec.require_kind(held)
        place = (self._keyring.tenant, spec.table, spec.name)
        ctx = SealContext(*place, record_id, subject, spec.compartment)
        try:
            return self._keyring.opener(*self._at, ctx, held)
        except SubjectErased:
            if gone is _RAISE:
                raise
            return None


def _keys(cells: Iterable[Cell]) -> list[Key | None]:
    """Return what all cells that one way opens have in common; None for what is not sealed."""
    try:
        return [
            (subject.int, held[HEAD]) if isinstance(held, bytes) else None
            for held, subject, _ in cells
        ]
    except AttributeError:
        raise ContextMissing() from None


def _unopened(held: Pending | bytes | None, gone: Any) -> Any:
    if isinstance(held, Pending):
        return held.value
    return None if held is None else gone
