"""Sealed columns: declare one on a record, set it like any other, open it with `reveal`."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn
from uuid import UUID, uuid4

from sqlalchemy import Integer, Uuid
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.orm.attributes import instance_state

from wellbeing.crypto.cells import Pending, SealedType, Spec
from wellbeing.crypto.context import Compartment
from wellbeing.crypto.opening import Sealed
from wellbeing.crypto.tables import RawBytes


class SealedRecord:
    """What a record with sealed columns has: an id at construction, a revision, a manifest."""

    # Name of the attribute that holds the subject whose keys seal this row.
    __subject__: ClassVar[str] = "id"
    # Clear columns that the manifest covers beside every sealed one.
    __authenticated__: ClassVar[tuple[str, ...]] = ()
    # Those of them that rows signed earlier do not cover: such a row covers them once it is
    # signed anew, and no row goes back.
    __covered_later__: ClassVar[frozenset[str]] = frozenset()

    id: Mapped[UUID] = mapped_column(Uuid(), primary_key=True)
    rev: Mapped[int] = mapped_column(Integer)
    manifest: Mapped[bytes] = mapped_column(RawBytes(32))

    def __init__(self, **values: Any) -> None:
        if "id" not in values:
            # Without a history: a new row needs none, and this is half the price of a set.
            vars(self)["id"] = uuid4()
        super().__init__(**values)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        # Counted here and by the flush listener, which signs the new one: both add one.
        return {"version_id_col": cls.rev}


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
            token = mapped_column(f"{name}_token", RawBytes(8), index=not unique, unique=unique)
            setattr(owner, self.spec.token, token)
        owner.__sealed__ = {**getattr(owner, "__sealed__", {}), name: self.spec}

    def __get__(self, instance: Any, owner: type[Any]) -> Any:
        return self if instance is None else Sealed(instance, self.spec)

    def __set__(self, instance: Any, value: Any) -> None:
        held = None if value is None or value == "" else Pending(value)
        if instance_state(instance).key is None:
            # A new row needs no history, as in SealedRecord.
            vars(instance)[self.spec.column] = held
        else:
            setattr(instance, self.spec.column, held)

    def __eq__(self, other: object) -> NoReturn:
        # `select(Student).where(Student.name == "x")` would otherwise find nobody, in silence.
        raise TypeError("a sealed column is compared with crypto.equals()")

    __hash__ = object.__hash__


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


def sealed_columns(model: type[Any]) -> dict[str, Spec]:
    """Return the sealed columns of a record class by name."""
    return dict(getattr(model, "__sealed__", {}))


def is_sealed_column(model: type[Any], name: str) -> bool:
    """Tell whether a record class seals the column of this name."""
    return name in getattr(model, "__sealed__", {})
