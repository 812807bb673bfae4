"""What comes from outside to a case: two-tap answers after closing, letters to the coordinator."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, LargeBinary, String, true
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.models.case import of_known_cases
from wellbeing.policy import Actor, Role


class FollowUpAsk(SealedRecord, Base):
    """A link that asks once how it is going, and the two taps that answered it."""

    __tablename__ = "follow_up_ask"
    __subject__ = "student_id"
    __owner__ = "made_by"
    __authenticated__ = ("follow_up_id", "case_id", "student_id", "party", "made_by")

    follow_up_id: Mapped[UUID] = mapped_column(ForeignKey("follow_up.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    made_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    party: Mapped[str] = mapped_column(String(16))
    code_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    reply = sealed(dict, compartment=Compartment.SHARED, max_bytes=480)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Counsellor and coordinator of the case; for whoever holds the code the site looks."""
        return of_known_cases(cls.case_id, actor, family=False, everyone=False)


class FamilyLetter(SealedRecord, Base):
    """What a guardian writes to the coordinator past the counsellor: a complaint, or an offer."""

    __tablename__ = "family_letter"
    __subject__ = "student_id"
    __owner__ = "written_by"
    __authenticated__ = ("case_id", "student_id", "written_by", "kind", "about")

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    written_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[str] = mapped_column(String(10))
    about: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    text = sealed(str, compartment=Compartment.FAMILY, max_bytes=20_480)
    answer = sealed(str, compartment=Compartment.FAMILY, max_bytes=20_480)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Its writer and the coordinators; never the counsellor it may be about."""
        if actor.has(Role.COORDINATOR):
            return true()
        return cls.written_by == actor.user_id
