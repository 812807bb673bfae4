"""A case that was opened in an emergency: why, for how long, and what the look at it found."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, true
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.policy import Actor, Role

_TEXT = 4_096


class Emergency(SealedRecord, Base):
    """Somebody broke the glass: the case is open to them for hours, and a review is owed."""

    __tablename__ = "emergency"
    __subject__ = "student_id"
    __owner__ = "user_id"
    __authenticated__ = ("case_id", "student_id", "user_id", "until", "reviewed_by")

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    at: Mapped[datetime]
    until: Mapped[datetime]
    reviewed_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    reviewed_at: Mapped[datetime | None]
    reason = sealed(str, compartment=Compartment.SAFEGUARDING, max_bytes=_TEXT)
    finding = sealed(str, compartment=Compartment.SAFEGUARDING, max_bytes=_TEXT)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """The coordinator, who looks at it afterwards, and whoever did it."""
        return true() if actor.has(Role.COORDINATOR) else cls.user_id == actor.user_id
