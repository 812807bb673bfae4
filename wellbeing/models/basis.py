"""What a sharing rests on: consents asked one by one, duties named, and every answer kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.models.case import of_known_cases
from wellbeing.models.kinship import held_from, is_mine_as_guardian
from wellbeing.policy import Actor, Role

_LINE = 1_920


class LawfulBasis(SealedRecord, Base):
    """One consent or one named duty, for one purpose and one recipient."""

    __tablename__ = "lawful_basis"
    __subject__ = "student_id"
    __owner__ = "made_by"
    __authenticated__ = (
        "case_id", "student_id", "made_by", "purpose", "recipient_id", "fields", "kind",
        "guardian_id", "state", "closes",
    )  # fmt: skip

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"), index=True)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    purpose: Mapped[str] = mapped_column(String(16))
    # A guardian, an account or a place: which table it is, the purpose says.
    recipient_id: Mapped[UUID | None] = mapped_column(index=True)
    # Codes with commas between them, so that the manifest covers them.
    fields: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    # Whose consent it is; None: the young person's own, or a guardian's whom nobody named.
    guardian_id: Mapped[UUID | None] = mapped_column(ForeignKey("guardian.id"), index=True)
    state: Mapped[str] = mapped_column(String(10))
    # Whether a refusal holds here now: the row filters of what is shared look at this alone.
    closes: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    inform_by: Mapped[datetime | None]
    informed_at: Mapped[datetime | None]
    recipient = sealed(str, compartment=Compartment.FAMILY, max_bytes=480)
    why = sealed(str, compartment=Compartment.SAFEGUARDING, max_bytes=_LINE)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Counsellor and coordinator of the case; a guardian what they or their child are asked."""
        staff = of_known_cases(cls.case_id, actor, family=False, everyone=False)
        if not actor.has(Role.PARENT):
            return staff
        theirs = of_known_cases(cls.case_id, actor, everyone=False)
        unnamed = and_(cls.kind == "guardian_consent", cls.guardian_id.is_(None))
        informed = cls.informed_at.is_not(None)
        open_to_me = ~held_from(actor, cls.student_id, cls.informed_at)
        told = and_(cls.purpose != "family", or_(and_(informed, open_to_me), unnamed))
        mine = is_mine_as_guardian(cls.guardian_id, cls.case_id, actor)
        return or_(staff, and_(theirs, or_(mine, told)))


class BasisAnswer(SealedRecord, Base):
    """What somebody said to one consent, when, by which way and to whom: never changed."""

    __tablename__ = "basis_answer"
    __subject__ = "student_id"
    __owner__ = "taken_by"
    __authenticated__ = (
        "basis_id", "case_id", "student_id", "guardian_id", "answer", "route", "taken_by",
    )  # fmt: skip

    basis_id: Mapped[UUID] = mapped_column(ForeignKey("lawful_basis.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    guardian_id: Mapped[UUID | None] = mapped_column(ForeignKey("guardian.id"), index=True)
    taken_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    answer: Mapped[str] = mapped_column(String(10))
    route: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]
    words = sealed(str, compartment=Compartment.FAMILY, max_bytes=_LINE)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Staff of the case; a guardian never sees another's answer."""
        staff = of_known_cases(cls.case_id, actor, family=False, everyone=False)
        return or_(is_mine_as_guardian(cls.guardian_id, cls.case_id, actor), staff)
