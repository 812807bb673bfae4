"""How fast we act, what keeps the young person safe, and who looked after it: all of it kept."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, ForeignKey, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.models.case import of_known_cases
from wellbeing.policy import Actor

_SAFE = Compartment.SAFEGUARDING
_LINE = 1_920


class UrgencyChange(SealedRecord, Base):
    """A person chose how fast we act, from what was seen, and said why."""

    __tablename__ = "urgency_change"
    __subject__ = "student_id"
    __owner__ = "changed_by"
    __authenticated__ = ("case_id", "student_id", "changed_by", "was", "level", "at")

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]
    was: Mapped[str] = mapped_column(String(4))
    level: Mapped[str] = mapped_column(String(4))
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    why = sealed(str, compartment=_SAFE, max_bytes=_LINE)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Counsellor and coordinator of the case."""
        return of_known_cases(cls.case_id, actor, family=False, everyone=False)


class SafetyKind(StrEnum):
    """What somebody did for the young person's safety."""

    CONTACT = auto()  # spoke with the young person
    WELFARE = auto()  # looked after one who did not come
    ADULT = auto()  # told a guardian or a safe adult
    REVIEW = auto()  # looked at the case as a supervisor


class SafetyEntry(SealedRecord, Base):
    """A contact, a look after a missed talk, an adult who was told, or a supervisor's review."""

    __tablename__ = "safety_entry"
    __subject__ = "student_id"
    __owner__ = "author_id"
    __authenticated__ = ("case_id", "student_id", "author_id", "kind", "way", "at")

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[str] = mapped_column(String(10))
    way: Mapped[str] = mapped_column(String(10), default="")
    at: Mapped[datetime]
    text = sealed(str, compartment=_SAFE, max_bytes=_LINE)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Counsellor and coordinator of the case."""
        return of_known_cases(cls.case_id, actor, family=False, everyone=False)


class SafetyPlan(SealedRecord, Base):
    """One version of the safety plan: six parts in the young person's words; no contract."""

    __tablename__ = "safety_plan"
    __subject__ = "student_id"
    __owner__ = "written_by"
    __authenticated__ = ("case_id", "student_id", "written_by", "version", "at")

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    written_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(SmallInteger)
    at: Mapped[datetime]
    looked_at: Mapped[datetime]
    parts = sealed(dict, compartment=_SAFE, max_bytes=8 * _LINE)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Counsellor and coordinator of the case; the young person has it on paper."""
        return of_known_cases(cls.case_id, actor, family=False, everyone=False)
