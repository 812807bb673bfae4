"""Who has been here before, in which role: what a role can do is said once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.models.base import Record
from wellbeing.policy import Actor


class FirstVisit(Record):
    """The moment at which somebody first came in a role."""

    __tablename__ = "first_visit"
    __owner__ = "owner_id"
    __table_args__ = (UniqueConstraint("owner_id", "role"),)

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    role: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """One's own."""
        return cls.owner_id == actor.user_id
