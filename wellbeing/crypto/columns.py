"""Sealed columns: declare one on a record, set it like any other, open it with `reveal`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, NoReturn, Protocol
from uuid import UUID, uuid4

from sqlalchemy import Integer, LargeBinary, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, object_session
from sqlalchemy.types import TypeDecorator

from wellbeing.crypto import envelope
from wellbeing.crypto.context import Compartment, SealContext
from wellbeing.crypto.errors import PlaintextRefused, Tampered
from wellbeing.crypto.keyring import Fresh, Keyring
from wellbeing.crypto.padding import pad, unpad
from wellbeing.errors import Forbidden

_KINDS: dict[type[Any], int] = {
    str: envelope.TYPE_STR,
    date: envelope.TYPE_DATE,
    dict: envelope.TYPE_DICT,
}


class Opener(Protocol):
    """Who opens: the gate's work, which knows the actor and notes what was opened."""

    keyring: Keyring
    fresh: Fresh

    def opening(self, record: object, column: str, compartment: Compartment) -> None:
        """Raise Forbidden, or note the opening for the audit."""


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


class SealedRecord:
    """What a record with sealed columns has: an id at construction, a revision, a manifest."""

    # Name of the attribute that holds the subject whose keys seal this row.
    __subject__: ClassVar[str] = "id"
    # Clear columns that the manifest covers beside every sealed one.
    __authenticated__: ClassVar[tuple[str, ...]] = ()

    id: Mapped[UUID] = mapped_column(Uuid(), primary_key=True)
    rev: Mapped[int] = mapped_column(Integer)
    manifest: Mapped[bytes] = mapped_column(LargeBinary(32))

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", uuid4())
        super().__init__(**values)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        # The flush listener counts revisions itself: the manifest covers the new one.
        return {"version_id_col": cls.rev, "version_id_generator": False}


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

    def encode(self, value: Any) -> tuple[int, bytes]:
        """Return flags and padded bytes."""
        if not isinstance(value, self.python_type):
            raise TypeError(f"{self.table}.{self.name} seals {self.python_type.__name__}")
        if isinstance(value, date):
            data = value.isoformat().encode()
        elif isinstance(value, dict):
            data = json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
        else:
            data = str(value).encode()
        if len(data) > self.max_bytes:
            raise ValueError(f"{self.table}.{self.name} holds at most {self.max_bytes} bytes")
        return _KINDS[self.python_type] | envelope.PADDED, pad(data)

    def decode(self, flags: int, data: bytes) -> Any:
        """Return the value; a type that the schema does not expect is Tampered."""
        if flags & ~envelope.PADDED != _KINDS[self.python_type]:
            raise Tampered()
        text = (unpad(data) if flags & envelope.PADDED else data).decode()
        if self.python_type is date:
            return date.fromisoformat(text)
        return json.loads(text) if self.python_type is dict else text


class _Column:
    """The descriptor behind `name = sealed(str, …)`."""

    def __init__(
        self, python_type: type[Any], *, unique: bool, nullable: bool, **spec: Any
    ) -> None:
        self._make = (python_type, unique, nullable, spec)
        self.spec: Spec

    def __set_name__(self, owner: type[Any], name: str) -> None:
        python_type, unique, nullable, more = self._make
        self.spec = Spec(owner.__tablename__, name, python_type, **more)
        # Before the mapping is made: declarative finds these as it finds written ones.
        setattr(owner, self.spec.column, mapped_column(name, SealedType(), nullable=nullable))
        if self.spec.equality:
            token = mapped_column(f"{name}_token", LargeBinary(8), index=not unique, unique=unique)
            setattr(owner, self.spec.token, token)
        owner.__sealed__ = {**getattr(owner, "__sealed__", {}), name: self.spec}

    def __get__(self, instance: Any, owner: type[Any]) -> Any:
        return self if instance is None else Sealed(instance, self.spec)

    def __set__(self, instance: Any, value: Any) -> None:
        held = None if value is None or value == "" else Pending(value)
        setattr(instance, self.spec.column, held)


def sealed(
    python_type: type[Any],
    *,
    compartment: Compartment,
    max_bytes: int,
    equality: bool = False,
    searchable: bool = False,
    unique: bool = False,
    nullable: bool = True,
) -> Any:
    """Declare a sealed column; with `equality`, a keyed token allows exact look-up."""
    return _Column(
        python_type,
        unique=unique,
        nullable=nullable,
        compartment=compartment,
        max_bytes=max_bytes,
        equality=equality,
        searchable=searchable,
    )


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
        bytes are not what was saved here, KeyUnavailable after erasure.
        """
        record, spec = self._record, self._spec
        session = object_session(record)
        opener: Opener | None = session.info.get("opener") if session is not None else None
        if session is None or opener is None:
            raise Forbidden()
        opener.opening(record, spec.name, spec.compartment)
        held = getattr(record, spec.column)
        if held is None or isinstance(held, Pending):
            return None if held is None else held.value
        from wellbeing.crypto.manifest import require_sound

        require_sound(record, opener.keyring)
        connection = session.connection()
        ctx = context_of(record, spec, opener.keyring.tenant)
        return spec.decode(*opener.keyring.open(opener.fresh, connection, ctx, held))


def context_of(record: Any, spec: Spec, tenant: str) -> SealContext:
    """Return where this cell belongs."""
    subject = getattr(record, record.__subject__)
    return SealContext(tenant, spec.table, spec.name, record.id, subject, spec.compartment)


def sealed_columns(model: type[Any]) -> dict[str, Spec]:
    """Return the sealed columns of a record class by name."""
    return dict(getattr(model, "__sealed__", {}))


def reveal_many(rows: Sequence[Any], name: str) -> list[Any]:
    """Open one column of many rows; all missing keys come in one statement."""
    if not rows:
        return []
    spec: Spec = type(rows[0]).__sealed__[name]
    session = object_session(rows[0])
    opener: Opener | None = session.info.get("opener") if session is not None else None
    if session is None or opener is None:
        raise Forbidden()
    blobs = [getattr(row, spec.column) for row in rows]
    keys = {
        (getattr(row, row.__subject__), spec.compartment.value, envelope.parse(blob).generation)
        for row, blob in zip(rows, blobs, strict=True)
        if isinstance(blob, SealedBytes)
    }
    opener.keyring.load(session.connection(), keys)
    return [Sealed(row, spec).reveal() for row in rows]
