"""A report of harm: noticed, reported to the authorities, its outcome; it waits for nobody."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Date, ForeignKey, String, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.models.relations import students_of_my_cases
from wellbeing.policy import Actor, Role

_TEXT = 20_480


class HarmReport(SealedRecord, Base):
    """What somebody noticed, when, and how it ended; what was seen is never changed."""

    __tablename__ = "harm_report"
    __subject__ = "student_id"
    __owner__ = "reporter_id"
    __authenticated__ = (
        "number", "student_id", "reporter_id", "state", "noticed_at", "first_reported_at",
        "hold_guardian",
    )  # fmt: skip

    number: Mapped[str] = mapped_column(String(16), unique=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"), index=True)
    reporter_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    state: Mapped[str] = mapped_column(String(18), index=True)
    noticed_at: Mapped[datetime]
    written_at: Mapped[datetime]
    first_reported_at: Mapped[datetime | None]
    outcome_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(20), default="")
    # What the reporter said of telling a guardian; what holds today, the holds tell.
    hold_guardian: Mapped[bool] = mapped_column(default=True)
    what = sealed(str, compartment=Compartment.SAFEGUARDING, max_bytes=_TEXT)
    outcome_text = sealed(str, compartment=Compartment.SAFEGUARDING, max_bytes=_TEXT)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """The reporter's own; counsellors of the young person's cases; the coordinator all."""
        return or_(cls.reporter_id == actor.user_id, _staff(cls.student_id, actor))


class HarmNotice(SealedRecord, Base):
    """One authority that was told: which, when, by whom, and the receipt."""

    __tablename__ = "harm_notice"
    __subject__ = "student_id"
    __owner__ = "told_by"
    __authenticated__ = ("report_id", "student_id", "told_by", "addressee", "at")

    report_id: Mapped[UUID] = mapped_column(ForeignKey("harm_report.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    told_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    addressee: Mapped[str] = mapped_column(String(24))
    at: Mapped[datetime]
    receipt = sealed(str, compartment=Compartment.SHARED, max_bytes=480)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """As the report it belongs to."""
        table = HarmReport.__table__.c
        own = select(table.id).where(table.reporter_id == actor.user_id)
        return or_(cls.report_id.in_(own), _staff(cls.student_id, actor))


class NoticeHold(SealedRecord, Base):
    """Do not notify this guardian: because of this, until somebody has decided again.

    Without a guardian it holds for all of the young person's. A review date that passes never
    tells anybody anything by itself.
    """

    __tablename__ = "notice_hold"
    __subject__ = "student_id"
    __owner__ = "author_id"
    __authenticated__ = ("report_id", "student_id", "guardian_id", "author_id", "active")

    report_id: Mapped[UUID] = mapped_column(ForeignKey("harm_report.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"), index=True)
    guardian_id: Mapped[UUID | None] = mapped_column(ForeignKey("guardian.id"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]
    review_on: Mapped[date] = mapped_column(Date)
    active: Mapped[bool] = mapped_column(default=True)
    # Who decided that it ends, or that another takes its place, and when.
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]
    reason = sealed(str, compartment=Compartment.SAFEGUARDING, max_bytes=1_920)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Whoever said so; counsellors of the young person's cases; the coordinator all."""
        return or_(cls.author_id == actor.user_id, _staff(cls.student_id, actor))


def _staff(student_id: InstrumentedAttribute[UUID], actor: Actor) -> ColumnElement[bool]:
    if actor.has(Role.COORDINATOR):
        return true()
    if actor.has(Role.COUNSELLOR):
        return student_id.in_(students_of_my_cases(actor))
    return false()
