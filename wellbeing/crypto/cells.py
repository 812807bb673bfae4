"""What one sealed cell is made of: its declaration, its envelope, and a text on its way there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter, itemgetter
from typing import Any, NoReturn
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from wellbeing.crypto import envelope
from wellbeing.crypto.context import Compartment, SealContext
from wellbeing.crypto.errors import ContextMissing, PlaintextRefused, Tampered

_KINDS: dict[type[Any], int] = {
    str: envelope.TYPE_STR,
    date: envelope.TYPE_DATE,
    dict: envelope.TYPE_DICT,
}


class SealedBytes(bytes):
    """An envelope that the sealer made; nothing else is bound."""


class SealedType(TypeDecorator[bytes]):
    """A binary column that refuses everything but envelopes."""

    impl = LargeBinary
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], bytes | None]:
        """Return what refuses plaintext, without a detour through the decorated type."""
        return _checked

    def literal_processor(self, dialect: Dialect) -> NoReturn:
        """Refuse to stand in a statement's own text, before a value could be in an error's."""
        raise PlaintextRefused()

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        """Take what the database holds as it is: whoever opens it finds out what it is."""


def _checked(value: Any) -> bytes | None:
    if isinstance(value, SealedBytes):
        # Drivers know plain bytes at once, and look long for what to do with any other kind.
        return bytes(value)
    if value is not None:
        raise PlaintextRefused()
    return None


class Pending:
    """A text that waits for the flush to be sealed."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "Pending(<sealed>)"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        # A pickled or copied record would carry the plaintext away.
        raise TypeError("a text that waits to be sealed cannot be copied")


@dataclass(frozen=True, slots=True, eq=False)
class Spec:
    """How one column is sealed; there is one for each column, compared by itself alone."""

    table: str
    name: str
    python_type: type[Any]
    compartment: Compartment
    max_bytes: int
    equality: bool
    searchable: bool
    # The mapped attributes that hold the envelope and its equality token.
    column: str = field(init=False)
    token: str = field(init=False)
    flags: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "column", f"_{self.name}")
        object.__setattr__(self, "token", f"_{self.name}_token")
        object.__setattr__(self, "flags", _KINDS[self.python_type] | envelope.PADDED)

    def to_bytes(self, held: Pending) -> bytes:
        """Return a text's bytes; neither an error nor its traceback carries the value."""
        # A datetime is a date too, but would not come back as one.
        if not isinstance(held.value, self.python_type) or isinstance(held.value, datetime):
            raise TypeError(f"{self.table}.{self.name} seals {self.python_type.__name__}")
        try:
            data = _TO_BYTES[self.python_type](held.value)
        except UnicodeEncodeError:
            raise ValueError(f"{self.table}.{self.name} holds no half characters") from None
        if len(data) > self.max_bytes:
            del data  # a traceback may print what the frame holds
            raise ValueError(f"{self.table}.{self.name} holds at most {self.max_bytes} bytes")
        return data

    def require_kind(self, blob: bytes) -> None:
        """Raise Tampered for an envelope of a type that the schema does not expect."""
        if blob[envelope.FLAGS_AT] & ~envelope.PADDED != _KINDS[self.python_type]:
            raise Tampered()

    def values(self, texts: Iterable[bytes]) -> list[Any]:
        """Return the values of texts; what the column's type cannot read is Tampered."""
        try:
            return list(map(_FROM_BYTES[self.python_type], texts))
        except ValueError:
            raise Tampered() from None


_TO_BYTES: dict[type[Any], Callable[[Any], bytes]] = {
    str: str.encode,
    date: lambda value: value.isoformat().encode(),
    dict: lambda value: json.dumps(value, ensure_ascii=False, sort_keys=True).encode(),
}
_FROM_BYTES: dict[type[Any], Callable[[bytes], Any]] = {
    str: bytes.decode,
    date: lambda data: date.fromisoformat(data.decode()),
    dict: lambda data: json.loads(data.decode()),
}


def values_of(records: Sequence[Any], *names: str) -> list[Any]:
    """Return these attributes of each record, as they stand in it if they are loaded."""
    try:
        return list(map(itemgetter(*names), map(vars, records)))
    except KeyError:  # some are loaded only when they are asked for
        return list(map(attrgetter(*names), records))


def context_of(record: Any, spec: Spec, tenant: str) -> SealContext:
    """Return where this cell belongs; raise ContextMissing for a row without id or subject."""
    place = (tenant, spec.table, spec.name)
    return SealContext(*place, record.id, subject_of(record), spec.compartment)


def subject_of(record: Any) -> UUID:
    """Return whose key seals a row; raise ContextMissing for one without id or subject."""
    subject = getattr(record, record.__subject__)
    if not isinstance(subject, UUID) or not isinstance(record.id, UUID):
        raise ContextMissing()
    return subject
