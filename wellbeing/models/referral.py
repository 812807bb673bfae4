"""A referral comes in: one report by one person, immutable once sent, answered for certain."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, String, or_, true
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.models.relations import my_cases, my_referrals
from wellbeing.policy import Actor, Role

_SHARED = Compartment.SHARED
_TEXT = 20_480


class FamilySafe(StrEnum):
    """Whether it is safe to tell the family, as the referrer sees it."""

    YES = auto()
    NO = auto()
    NOT_SURE = auto()


class Outcome(StrEnum):
    """What became of a referral: exactly one."""

    NEW_CASE = auto()
    JOINED_CASE = auto()
    ADVICE_ONLY = auto()
    PASSED_ON = auto()
    URGENT_REPORT_MADE = auto()
    NOT_TAKEN = auto()
    DUPLICATE = auto()


class Referral(SealedRecord, Base):
    """What an officer, teacher or counsellor reported, and where its answer stands."""

    __tablename__ = "referral"
    __subject__ = "student_id"
    __owner__ = "referrer_id"
    __authenticated__ = (
        "number", "student_id", "referrer_id", "state", "urgent", "urgency",
        "family_safe", "outcome", "case_id",
    )  # fmt: skip
    # The queue reads the running clocks, the oldest first; finished ones have none.
    __table_args__ = (Index("ix_referral_queue", "next_due_at", "id"),)

    number: Mapped[str] = mapped_column(String(16), unique=True)
    state: Mapped[str] = mapped_column(String(20))
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"), index=True)
    referrer_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    referrer_role: Mapped[str] = mapped_column(String(16))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    submitted_at: Mapped[datetime] = mapped_column(index=True)
    urgent: Mapped[bool] = mapped_column(default=False)
    family_safe: Mapped[str] = mapped_column(String(10))
    lawful_basis: Mapped[str] = mapped_column(String(24))
    reply_route: Mapped[str] = mapped_column(String(10))

    facts = sealed(str, compartment=_SHARED, max_bytes=_TEXT)
    whose_words = sealed(str, compartment=_SHARED, max_bytes=_TEXT)
    seen_when = sealed(str, compartment=_SHARED, max_bytes=480)
    seen_where = sealed(str, compartment=_SHARED, max_bytes=480)
    worries = sealed(str, compartment=_SHARED, max_bytes=_TEXT)
    going_well = sealed(str, compartment=_SHARED, max_bytes=_TEXT)
    tried = sealed(str, compartment=_SHARED, max_bytes=_TEXT)
    own_view = sealed(str, compartment=_SHARED, max_bytes=_TEXT)
    family = sealed(str, compartment=_SHARED, max_bytes=_TEXT)
    basis_note = sealed(str, compartment=_SHARED, max_bytes=_TEXT)
    reply_contact = sealed(str, compartment=_SHARED, max_bytes=480)

    next_due_at: Mapped[datetime | None]
    clock_started_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    urgency: Mapped[str | None] = mapped_column(String(4))
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    outcome: Mapped[str | None] = mapped_column(String(20))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    decision_reason = sealed(str, compartment=Compartment.SAFEGUARDING, max_bytes=_TEXT)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    duplicate_of: Mapped[UUID | None] = mapped_column(ForeignKey("referral.id"))

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """The referrer's own, the coordinator's all, a counsellor's through the case."""
        if actor.has(Role.COORDINATOR):
            return true()
        own = cls.referrer_id == actor.user_id
        if actor.has(Role.COUNSELLOR):
            return or_(own, cls.case_id.in_(my_cases(actor)))
        return own


class Addendum(SealedRecord, Base):
    """What the referrer added after sending: the first text stays as it was."""

    __tablename__ = "addendum"
    __subject__ = "student_id"
    __owner__ = "author_id"
    __authenticated__ = ("referral_id", "author_id")

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]
    text = sealed(str, compartment=_SHARED, max_bytes=_TEXT)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """As the referral it belongs to."""
        return _as_referral(cls, actor)


class AskBack(SealedRecord, Base):
    """The coordinator's question to the referrer, and the answer."""

    __tablename__ = "ask_back"
    __subject__ = "student_id"
    __owner__ = "asked_by"
    __authenticated__ = ("referral_id", "asked_by")

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime]
    question = sealed(str, compartment=_SHARED, max_bytes=_TEXT)
    answered_at: Mapped[datetime | None]
    answer = sealed(str, compartment=_SHARED, max_bytes=_TEXT)
    taken_back_at: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """As the referral it belongs to."""
        return _as_referral(cls, actor)


class Reply(SealedRecord, Base):
    """The answer to the person who reported, or the coded reason why there is none."""

    __tablename__ = "reply"
    __subject__ = "student_id"
    __owner__ = "told_by"
    __authenticated__ = ("referral_id", "template", "not_told_reason", "told_by")

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"), unique=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    told_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    told_at: Mapped[datetime]
    template: Mapped[str] = mapped_column(String(24))
    route: Mapped[str] = mapped_column(String(10))
    not_told_reason: Mapped[str] = mapped_column(String(24), default="")
    next_contact = sealed(str, compartment=_SHARED, max_bytes=480)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """As the referral it belongs to."""
        return _as_referral(cls, actor)


def _as_referral(
    cls: type[Addendum] | type[AskBack] | type[Reply], actor: Actor
) -> ColumnElement[bool]:
    if actor.has(Role.COORDINATOR):
        return true()
    table = Referral.__table__.c
    own = cls.referral_id.in_(my_referrals(actor))
    if actor.has(Role.COUNSELLOR):
        through_case = Referral.__table__.select().with_only_columns(table.id)
        return or_(own, cls.referral_id.in_(through_case.where(table.case_id.in_(my_cases(actor)))))
    return own
