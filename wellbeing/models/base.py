"""What every record has: an id, a revision, UTC moments and a rule who may see its rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, DateTime, Integer, MetaData, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from wellbeing.crypto import key_tables
from wellbeing.models.kinship import Kept
from wellbeing.policy import Actor

KeptTexts = Mapping[str, tuple[Kept, str]]


class Moment(TypeDecorator[datetime]):
    """A point in time, UTC-aware in Python on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse moments without a zone; store UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a stored moment needs a time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give UTC back where the database has forgotten the zone."""
        return value and (value.replace(tzinfo=UTC) if value.tzinfo is None else value)


class Base(DeclarativeBase):
    """The registry of records; a class that does not say who sees its rows cannot be made."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Moment, UUID: Uuid}
    # Texts that may be kept from a guardian who sees the row: as what, and by which column's id.
    __kept__: ClassVar[KeptTexts] = {}
    # Name of the column that is stamped with the actor's id and never asked for.
    __owner__: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "visible_to" not in vars(cls) and "__abstract__" not in vars(cls):
            raise TypeError(f"{cls.__name__} must define visible_to(actor)")
        super().__init_subclass__(**kwargs)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Return the condition under which `actor` may know that a row exists."""
        raise NotImplementedError


class Record(Base):
    """A record without sealed text: id made at construction, optimistic revision."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    rev: Mapped[int] = mapped_column(Integer, default=1)

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", uuid4())
        super().__init__(**values)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)


SUBJECT_KEYS = key_tables(Base.metadata)
