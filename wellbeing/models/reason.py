"""Why somebody acted where a rule asks for a reason: sealed, read by those who run the case."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.models.case import of_known_cases
from wellbeing.policy import Actor


class ReasonKind(StrEnum):
    """What the reason was asked for."""

    FULL_DESK = auto()  # a counsellor took the case over the cap
    REOPENED = auto()  # a closed case was opened again
    BIRTH_DATE = auto()  # a date of birth was added or corrected


class CaseReason(SealedRecord, Base):
    """One reason that was given for an act on a case."""

    __tablename__ = "case_reason"
    __subject__ = "student_id"
    __owner__ = "given_by"
    __authenticated__ = ("case_id", "student_id", "given_by", "kind", "at")

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    given_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]
    text = sealed(str, compartment=Compartment.SHARED, max_bytes=1_920)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Counsellor and coordinator of the case."""
        return of_known_cases(cls.case_id, actor, family=False, everyone=False)
