"""The action plan: versions, goals in the young person's words, tasks, and each one's answer."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum, auto
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ColumnElement, Date, ForeignKey, SmallInteger, String, Text, and_, func, or_
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base, KeptTexts
from wellbeing.models.case import of_known_cases, of_trusted_cases
from wellbeing.models.kinship import Kept, is_mine_as_guardian, kept_from
from wellbeing.models.relations import cases_closed_to
from wellbeing.policy import STAFF, Actor

_FAMILY = Compartment.FAMILY
_LINE = 1_920


class Plan(SealedRecord, Base):
    """One version of a plan (machine D)."""

    __tablename__ = "plan"
    __subject__ = "student_id"
    __owner__ = "drafted_by"
    __authenticated__ = ("case_id", "student_id", "version", "state", "basis", "drafted_by")

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"), index=True)
    drafted_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(String(12))
    drafted_at: Mapped[datetime]
    proposed_at: Mapped[datetime | None]
    answer_due_at: Mapped[datetime | None]
    in_force_at: Mapped[datetime | None]
    review_on: Mapped[date | None] = mapped_column(Date)
    reviewed_at: Mapped[datetime | None]
    asks_young_person: Mapped[bool] = mapped_column(default=True)
    # What it rests on where not everybody who decides has agreed.
    basis: Mapped[str] = mapped_column(String(24), default="")
    strengths = sealed(str, compartment=_FAMILY, max_bytes=_LINE)
    basis_note = sealed(str, compartment=Compartment.SAFEGUARDING, max_bytes=_LINE)
    __kept__: ClassVar[KeptTexts] = {"strengths": (Kept.STRENGTHS, "case_id")}

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Counsellor, coordinator and family; others see their own tasks only."""
        return of_trusted_cases(cls.case_id, actor)


class PlanGoal(SealedRecord, Base):
    """A goal in the young person's own words, 0 to 10 now and hoped for."""

    __tablename__ = "plan_goal"
    __subject__ = "student_id"
    __authenticated__ = ("plan_id", "case_id", "student_id", "place")

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    place: Mapped[int] = mapped_column(SmallInteger)
    # The same goal in the version where it began; None where it begins here.
    carries_id: Mapped[UUID | None] = mapped_column(ForeignKey("plan_goal.id"))
    words = sealed(str, compartment=_FAMILY, max_bytes=_LINE)
    ratings = sealed(dict, compartment=_FAMILY, max_bytes=480)

    @property
    def goal_id(self) -> UUID:
        """What the goal is called in every version: ratings belong to this."""
        return self.carries_id or self.id

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """As the plan, but for a guardian from whom this goal is kept."""
        name = func.coalesce(cls.carries_id, cls.id)
        return of_trusted_cases(cls.case_id, actor, ~kept_from(actor, Kept.GOAL, name))


class Party(StrEnum):
    """Whose task it is."""

    YOUNG_PERSON = auto()
    GUARDIAN = auto()
    TEACHER = auto()
    OFFICER = auto()
    COUNSELLOR = auto()


class PlanTask(SealedRecord, Base):
    """Who does what by when, at home, at school, in the community or with the police."""

    __tablename__ = "plan_task"
    __subject__ = "student_id"
    __authenticated__ = ("plan_id", "case_id", "student_id", "party", "user_id", "state")

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    party: Mapped[str] = mapped_column(String(16))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    place: Mapped[str] = mapped_column(String(12))
    due_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(14))
    done_at: Mapped[datetime | None]
    # The same task in the version where it began; None where it begins here.
    carries_id: Mapped[UUID | None] = mapped_column(ForeignKey("plan_task.id"))
    what = sealed(str, compartment=_FAMILY, max_bytes=_LINE)
    word = sealed(str, compartment=_FAMILY, max_bytes=_LINE)

    @property
    def task_id(self) -> UUID:
        """What the task is called in every version: what is kept of it belongs to this."""
        return self.carries_id or self.id

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Whoever sees the plan, and the teacher or officer whose task it is.

        A guardian's own task is part of the plan: what is kept from them keeps it, too.
        """
        kept = kept_from(actor, Kept.TASK, func.coalesce(cls.carries_id, cls.id))
        trusted = of_trusted_cases(cls.case_id, actor, ~kept)
        if not actor.has(*STAFF):
            return trusted
        open_to_me = cls.case_id.not_in(cases_closed_to(actor, "helpers"))
        return or_(and_(cls.user_id == actor.user_id, open_to_me, ~kept), trusted)


class PlanAnswer(SealedRecord, Base):
    """One guardian's or the young person's answer to one version; silence is no answer."""

    __tablename__ = "plan_answer"
    __subject__ = "student_id"
    __owner__ = "taken_by"
    __authenticated__ = (
        "plan_id", "case_id", "student_id", "guardian_id", "answer", "route", "taken_by",
    )  # fmt: skip

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    # None: the young person's own answer.
    guardian_id: Mapped[UUID | None] = mapped_column(ForeignKey("guardian.id"), index=True)
    taken_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    answer: Mapped[str] = mapped_column(String(12))
    route: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]
    # What was kept from the guardian when they answered, ids and commas: a yes is to the rest.
    without: Mapped[str | None] = mapped_column(Text)
    text = sealed(str, compartment=_FAMILY, max_bytes=_LINE)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Staff of the case; separated guardians never see each other's answer."""
        own = is_mine_as_guardian(cls.guardian_id, cls.case_id, actor)
        return or_(own, of_known_cases(cls.case_id, actor, family=False, everyone=False))
