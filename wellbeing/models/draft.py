"""Drafts: what somebody is still writing, sealed under their own key."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.policy import Actor


class Draft(SealedRecord, Base):
    """Unsent answers of one form; nobody but the writer can open them."""

    __tablename__ = "draft"
    __subject__ = "owner_id"
    __owner__ = "owner_id"
    __authenticated__ = ("owner_id", "form")
    __table_args__ = (UniqueConstraint("owner_id", "form"),)

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    form: Mapped[str] = mapped_column(String(80))
    saved_at: Mapped[datetime]
    answers = sealed(dict, compartment=Compartment.PRIVATE, max_bytes=4_000_000)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """One's own, whatever the role."""
        return cls.owner_id == actor.user_id
