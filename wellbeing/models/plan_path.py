"""Around a plan: levels of a goal, tries to reach somebody, reviews, shared answers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, or_
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.models.case import of_known_cases, of_trusted_cases
from wellbeing.models.kinship import Kept, is_mine_as_guardian, kept_from
from wellbeing.policy import Actor

_LINE = 1_920


class GoalScale(SealedRecord, Base):
    """What the five levels of a goal look like, from much less to much more than hoped for."""

    __tablename__ = "goal_scale"
    __subject__ = "student_id"
    __authenticated__ = ("goal_id", "case_id", "student_id")

    goal_id: Mapped[UUID] = mapped_column(ForeignKey("plan_goal.id"), unique=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    levels = sealed(dict, compartment=Compartment.FAMILY, max_bytes=4_096)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """As the goal."""
        return of_trusted_cases(cls.case_id, actor, ~kept_from(actor, Kept.GOAL, cls.goal_id))


class ContactTry(SealedRecord, Base):
    """One try to reach somebody who has not answered a plan, by which way."""

    __tablename__ = "contact_try"
    __subject__ = "student_id"
    __owner__ = "tried_by"
    __authenticated__ = ("plan_id", "case_id", "student_id", "guardian_id", "way", "tried_by")

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    guardian_id: Mapped[UUID | None] = mapped_column(ForeignKey("guardian.id"))
    tried_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    way: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]
    text = sealed(str, compartment=Compartment.SHARED, max_bytes=_LINE)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Counsellor and coordinator of the case."""
        return of_known_cases(cls.case_id, actor, family=False, everyone=False)


class PlanReview(SealedRecord, Base):
    """A look at the plan together: how it goes on, and how often people meet from now on."""

    __tablename__ = "plan_review"
    __subject__ = "student_id"
    __owner__ = "reviewed_by"
    __authenticated__ = (
        "plan_id", "case_id", "student_id", "reviewed_by", "outcome", "urgency_before",
        "urgency_after",
    )  # fmt: skip

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    reviewed_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(10))
    urgency_before: Mapped[str] = mapped_column(String(4))
    urgency_after: Mapped[str] = mapped_column(String(4))
    text = sealed(str, compartment=Compartment.SHARED, max_bytes=_LINE)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Counsellor and coordinator of the case."""
        return of_known_cases(cls.case_id, actor, family=False, everyone=False)


class SharedAnswer(SealedRecord, Base):
    """A guardian's answer, shown to the other guardians because its giver allows it."""

    __tablename__ = "shared_answer"
    __subject__ = "student_id"
    __authenticated__ = ("plan_id", "case_id", "student_id", "guardian_id")

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    guardian_id: Mapped[UUID] = mapped_column(ForeignKey("guardian.id"))
    at: Mapped[datetime]
    said = sealed(dict, compartment=Compartment.FAMILY, max_bytes=_LINE)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """The family that sees the plan, its giver included, and the staff of the case."""
        own = is_mine_as_guardian(cls.guardian_id, cls.case_id, actor)
        return or_(own, of_trusted_cases(cls.case_id, actor))
