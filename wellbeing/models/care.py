"""What keeps a case alive and safe: follow-ups, closing, family questions, observations."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, Date, ForeignKey, String, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base, KeptTexts
from wellbeing.models.case import of_known_cases, of_trusted_cases
from wellbeing.models.kinship import Kept
from wellbeing.policy import Actor

_TEXT = 20_480


class FollowUp(SealedRecord, Base):
    """A promised look after a case was closed, or between sessions."""

    __tablename__ = "follow_up"
    __subject__ = "student_id"
    __authenticated__ = ("case_id", "student_id", "state")

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    due_on: Mapped[date] = mapped_column(Date, index=True)
    made_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(14))
    way: Mapped[str] = mapped_column(String(10), default="")
    outcome: Mapped[str] = mapped_column(String(12), default="")
    done_at: Mapped[datetime | None]
    text = sealed(str, compartment=Compartment.SHARED, max_bytes=_TEXT)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Staff of the case and the family know when; the text is for staff."""
        return of_known_cases(cls.case_id, actor)


class Closing(SealedRecord, Base):
    """Why a case was closed, against which criteria, and the part for each party."""

    __tablename__ = "closing"
    __subject__ = "student_id"
    __owner__ = "closed_by"
    __authenticated__ = ("case_id", "student_id", "closed_by", "reason", "reopened")

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    closed_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str] = mapped_column(String(20))
    closed_at: Mapped[datetime]
    reopened: Mapped[bool] = mapped_column(default=False)
    # Who had been told by then; None where it was closed before anybody asked.
    told: Mapped[list[str] | None] = mapped_column(JSON)
    exception = sealed(str, compartment=Compartment.SHARED, max_bytes=_TEXT)
    for_team = sealed(str, compartment=Compartment.SHARED, max_bytes=_TEXT)
    for_family = sealed(str, compartment=Compartment.FAMILY, max_bytes=_TEXT)
    __kept__: ClassVar[KeptTexts] = {"for_family": (Kept.CLOSING, "id")}

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Whoever sees the plan; each opens the part that is theirs."""
        return of_trusted_cases(cls.case_id, actor)


class FamilyQuestion(SealedRecord, Base):
    """A guardian's question to the counsellor, answered on the record."""

    __tablename__ = "family_question"
    __subject__ = "student_id"
    __owner__ = "asked_by"
    __authenticated__ = ("case_id", "student_id", "asked_by")

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    question = sealed(str, compartment=Compartment.FAMILY, max_bytes=_TEXT)
    answer = sealed(str, compartment=Compartment.FAMILY, max_bytes=_TEXT)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """The asker as long as they may know the case; its counsellor and the coordinator."""
        staff = of_known_cases(cls.case_id, actor, family=False, everyone=False)
        return or_(and_(cls.asked_by == actor.user_id, of_known_cases(cls.case_id, actor)), staff)


class Observation(SealedRecord, Base):
    """What a teacher sees in two minutes: four clear answers, never a rank."""

    __tablename__ = "observation"
    __subject__ = "student_id"
    __owner__ = "teacher_id"
    __authenticated__ = ("case_id", "student_id", "teacher_id")

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    teacher_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    on: Mapped[date] = mapped_column("seen_on", Date)
    answers = sealed(dict, compartment=Compartment.SHARED, max_bytes=4_096)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """The teacher who wrote it; counsellor and coordinator of the case."""
        staff = of_known_cases(cls.case_id, actor, family=False, everyone=False)
        return or_(cls.teacher_id == actor.user_id, staff)
