"""Handing a case over to another counsellor, who must say yes before anything changes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, or_
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.models.case import of_known_cases
from wellbeing.policy import Actor


class Transfer(SealedRecord, Base):
    """One counsellor asks another to take a case on: asked, then accepted, declined or undone."""

    __tablename__ = "case_transfer"
    __subject__ = "student_id"
    __owner__ = "asked_by"
    __authenticated__ = ("case_id", "student_id", "asked_by", "to_id", "state")

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    to_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    state: Mapped[str] = mapped_column(String(12))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    # When the sender has read that it was declined, or asked somebody else.
    seen_at: Mapped[datetime | None]
    reason = sealed(str, compartment=Compartment.SHARED, max_bytes=4_096)
    answer = sealed(str, compartment=Compartment.SHARED, max_bytes=4_096)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Counsellor and coordinator of the case, and the colleague who is asked."""
        staff = of_known_cases(cls.case_id, actor, family=False, everyone=False)
        return or_(cls.to_id == actor.user_id, staff)
