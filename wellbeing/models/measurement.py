"""Measurements: one filled form or rating, and the one word of progress that others may know."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, Date, ForeignKey, String, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.models.case import of_known_cases
from wellbeing.models.kinship import Kept, families_plans, kept_from
from wellbeing.models.relations import cases_closed_to, cases_of_my_referrals
from wellbeing.policy import Actor, Role


class Informant(StrEnum):
    """Whose view it is; views of different people are never averaged."""

    YOUNG_PERSON = auto()
    PARENT = auto()
    TEACHER = auto()
    COUNSELLOR = auto()


class Measurement(SealedRecord, Base):
    """One form filled in on one day: the answers, their score, and what the family may see."""

    __tablename__ = "measurement"
    __subject__ = "student_id"
    __owner__ = "recorded_by"
    __authenticated__ = (
        "case_id", "student_id", "instrument", "form_version", "informant", "about_id",
        "taken_on", "for_family", "recorded_by",
    )  # fmt: skip

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"), index=True)
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    instrument: Mapped[str] = mapped_column(String(40))
    form_version: Mapped[str] = mapped_column(String(40))
    informant: Mapped[str] = mapped_column(String(16))
    # The goal or the session that it belongs to; which table it is, the instrument says.
    about_id: Mapped[UUID | None] = mapped_column(index=True)
    taken_on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime]
    for_family: Mapped[bool] = mapped_column(Boolean)
    # The day on which somebody speaks with them about an answer, where the instrument says so;
    # which answer it is stays sealed.
    speak_on: Mapped[date | None] = mapped_column(Date)
    # Single answers stay with the counsellors; totals help the coordinator to look after a case.
    answers = sealed(dict, compartment=Compartment.COUNSELLING, max_bytes=4_096)
    score = sealed(dict, compartment=Compartment.SAFEGUARDING, max_bytes=2_048)
    family_score = sealed(dict, compartment=Compartment.FAMILY, max_bytes=480)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Counsellor and coordinator of the case; the family what was agreed to be shown."""
        staff = of_known_cases(cls.case_id, actor, family=False, everyone=False)
        if not actor.has(Role.PARENT):
            return staff
        theirs = cls.for_family, cls.case_id.in_(families_plans(actor))
        return or_(staff, and_(*theirs, ~cls._kept_from(actor)))

    @classmethod
    def _kept_from(cls, actor: Actor) -> ColumnElement[bool]:
        """A rating goes with its goal, any other total with what the young person shares."""
        of_goal = cls.instrument.startswith("goal_")
        goal, scores = (Kept.GOAL, cls.about_id), (Kept.SCORES, cls.case_id)
        return or_(
            and_(of_goal, kept_from(actor, *goal)), and_(~of_goal, kept_from(actor, *scores))
        )


class ProgressSignal(SealedRecord, Base):
    """How a case goes on in one word, for whoever reported it: no number,
    and at the end one line that was written for them.
    """

    __tablename__ = "progress_signal"
    __subject__ = "student_id"
    __authenticated__ = ("case_id", "student_id")

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), unique=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    changed_at: Mapped[datetime]
    word = sealed(str, compartment=Compartment.SHARED, max_bytes=120)
    # What they read when the help has ended; empty again once it goes on.
    last_word = sealed(str, compartment=Compartment.SHARED, max_bytes=1_920)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Whoever reported it, and the staff of the case."""
        staff = of_known_cases(cls.case_id, actor, family=False)
        reported = cls.case_id.in_(cases_of_my_referrals(actor))
        open_to_me = cls.case_id.not_in(cases_closed_to(actor, "referrer"))
        return or_(staff, and_(reported, open_to_me))
