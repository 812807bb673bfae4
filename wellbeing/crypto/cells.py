"""What one sealed cell is made of: its declaration, its envelope, and a text on its way there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NoReturn
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from wellbeing.crypto import envelope
from wellbeing.crypto.context import Compartment, SealContext
from wellbeing.crypto.errors import ContextMissing, PlaintextRefused, Tampered
from wellbeing.crypto.padding import pad, unpad

_KINDS: dict[type[Any], int] = {
    str: envelope.TYPE_STR,
    date: envelope.TYPE_DATE,
    dict: envelope.TYPE_DICT,
}


class SealedBytes(bytes):
    """An envelope made by the sealer or read from the database; nothing else is bound."""


class SealedType(TypeDecorator[bytes]):
    """A binary column that refuses everything but envelopes."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Refuse plaintext, whichever way it comes."""
        if value is not None and not isinstance(value, SealedBytes):
            raise PlaintextRefused()
        return value

    def process_result_value(self, value: Any, dialect: Dialect) -> SealedBytes | None:
        """Mark what the database holds."""
        return None if value is None else SealedBytes(value)


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


@dataclass(frozen=True, slots=True)
class Spec:
    """How one column is sealed."""

    table: str
    name: str
    python_type: type[Any]
    compartment: Compartment
    max_bytes: int
    equality: bool
    searchable: bool

    @property
    def column(self) -> str:
        """The mapped attribute that holds the envelope."""
        return f"_{self.name}"

    @property
    def token(self) -> str:
        """The mapped attribute that holds the equality token."""
        return f"_{self.name}_token"

    def encode(self, pending: Pending) -> tuple[int, bytes]:
        """Return flags and padded bytes; neither an error nor its traceback carries the value."""
        # A datetime is a date too, but would not come back as one.
        if not isinstance(pending.value, self.python_type) or isinstance(pending.value, datetime):
            raise TypeError(f"{self.table}.{self.name} seals {self.python_type.__name__}")
        try:
            data = _bytes_of(pending.value)
        except UnicodeEncodeError:
            raise ValueError(f"{self.table}.{self.name} holds no half characters") from None
        if len(data) > self.max_bytes:
            del data  # a traceback may print what the frame holds
            raise ValueError(f"{self.table}.{self.name} holds at most {self.max_bytes} bytes")
        return _KINDS[self.python_type] | envelope.PADDED, pad(data)

    def decode(self, flags: int, data: bytes) -> Any:
        """Return the value; a type that the schema does not expect is Tampered."""
        if flags & ~envelope.PADDED != _KINDS[self.python_type]:
            raise Tampered()
        plain = unpad(data) if flags & envelope.PADDED else data
        try:
            text = plain.decode()
            if self.python_type is date:
                return date.fromisoformat(text)
            return json.loads(text) if self.python_type is dict else text
        except ValueError:
            raise Tampered() from None


def _bytes_of(value: Any) -> bytes:
    if isinstance(value, date):
        return value.isoformat().encode()
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
    return str(value).encode()


def context_of(record: Any, spec: Spec, tenant: str) -> SealContext:
    """Return where this cell belongs; raise ContextMissing for a row without id or subject."""
    subject = getattr(record, record.__subject__)
    if not isinstance(subject, UUID) or not isinstance(record.id, UUID):
        raise ContextMissing()
    return SealContext(tenant, spec.table, spec.name, record.id, subject, spec.compartment)
