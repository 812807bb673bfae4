"""What was measured, by whom, when; and the young person's own words at the check-in."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, and_, false, or_
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.models.case import of_known_cases, of_trusted_cases
from wellbeing.models.relations import my_cases
from wellbeing.policy import Actor, Role


class Informant(StrEnum):
    """Who answered; informants are kept apart and never averaged."""

    YOUNG_PERSON = auto()
    GUARDIAN = auto()
    TEACHER = auto()
    COUNSELLOR = auto()


# What a family may see of the measures: their goals, not the check-ins.
FOR_FAMILY = ("goal_rating",)


class Measurement(SealedRecord, Base):
    """One filled instrument: its answers as they were given, its form version."""

    __tablename__ = "measurement"
    __subject__ = "student_id"
    __owner__ = "recorded_by"
    __authenticated__ = (
        "case_id", "student_id", "instrument", "form_version", "informant", "about_id",
        "recorded_by",
    )  # fmt: skip

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    instrument: Mapped[str] = mapped_column(String(24))
    form_version: Mapped[str] = mapped_column(String(12))
    informant: Mapped[str] = mapped_column(String(16))
    # The talk that it belongs to.
    about_id: Mapped[UUID | None] = mapped_column(index=True)
    at: Mapped[datetime]
    answers = sealed(dict, compartment=Compartment.MEASURES, max_bytes=4_096)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Counsellors of the case and the coordinator; the family its goals."""
        staff = of_known_cases(cls.case_id, actor, family=False, everyone=False)
        family = of_trusted_cases(cls.case_id, actor)
        return or_(staff, and_(cls.instrument.in_(FOR_FAMILY), family))


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
        """The counsellors on the case team."""
        mine = cls.case_id.in_(my_cases(actor))
        return mine if actor.has(Role.COUNSELLOR) else false()
