"""The site itself: its name, and whether it is real or a demo for ever."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum, auto

from sqlalchemy import ColumnElement, LargeBinary, String, true
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.models.base import Record
from wellbeing.policy import Actor


class SiteKind(StrEnum):
    """A demo can never become real: the kind is part of what every text is sealed with."""

    REAL = auto()
    DEMO = auto()


class Site(Record):
    """One row per database."""

    __tablename__ = "site"

    # A constant under a unique constraint: there is never a second site.
    single: Mapped[int] = mapped_column(default=1, unique=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime]
    key_check: Mapped[bytes] = mapped_column(LargeBinary(32))

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Everyone may know the site's name."""
        return true()
