"""When the keys were last looked after: rotated, printed, tried."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum, auto

from sqlalchemy import ColumnElement, String, false, true
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.models.base import Record
from wellbeing.policy import Actor, Role


class KeyAct(StrEnum):
    """What was done to the keys."""

    ROTATED = auto()
    PRINTED = auto()
    REHEARSED = auto()


class KeyEvent(Record):
    """The last time of one kind; which epoch was current then."""

    __tablename__ = "key_event"

    kind: Mapped[str] = mapped_column(String(10), unique=True)
    at: Mapped[datetime]
    epoch: Mapped[int]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Whoever looks after the keys."""
        return true() if actor.has(Role.ADMINISTRATOR) else false()
