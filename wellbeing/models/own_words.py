"""The young person's own words at the check-in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.models.relations import counselled_cases
from wellbeing.policy import Actor, Role


class OwnWords(SealedRecord, Base):
    """What the young person wants, who may know, and a safe adult, in their own words."""

    __tablename__ = "own_words"
    __subject__ = "student_id"
    __owner__ = "recorded_by"
    __authenticated__ = ("case_id", "student_id", "session_id", "recorded_by")

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    session_id: Mapped[UUID] = mapped_column(ForeignKey("counselling_session.id"))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]
    wish = sealed(str, compartment=Compartment.COUNSELLING, max_bytes=4_096)
    may_know = sealed(str, compartment=Compartment.COUNSELLING, max_bytes=4_096)
    safe_adult = sealed(str, compartment=Compartment.COUNSELLING, max_bytes=4_096)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """The counsellors who counsel the case."""
        return cls.case_id.in_(counselled_cases(actor)) if actor.has(Role.COUNSELLOR) else false()
