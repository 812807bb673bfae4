"""Where a young person stands with a change that they want: a stage and its day, never a score."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import ColumnElement, Date, ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.models.relations import counselled_cases
from wellbeing.policy import Actor, Role


class Stage(StrEnum):
    """The stages of change (Prochaska & DiClemente 1983), and the way back that is part of it."""

    NOT_YET = auto()
    THINKING = auto()
    PREPARING = auto()
    DOING = auto()
    KEEPING = auto()
    BACK = auto()


class ChangeStage(SealedRecord, Base):
    """What the counsellor and the young person called it on one day."""

    __tablename__ = "change_stage"
    __subject__ = "student_id"
    __owner__ = "recorded_by"
    __authenticated__ = ("case_id", "student_id", "recorded_by", "on")

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime]
    stage = sealed(str, compartment=Compartment.COUNSELLING, max_bytes=120)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """As the note of a talk: the counsellors who counsel the case, and nobody else."""
        return cls.case_id.in_(counselled_cases(actor)) if actor.has(Role.COUNSELLOR) else false()
