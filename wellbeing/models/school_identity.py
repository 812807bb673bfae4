"""School accounts: which account here belongs to which account at the school's own sign-in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, LargeBinary, true
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.policy import Actor, Role


class SchoolIdentity(SealedRecord, Base):
    """One bond; the row holds a keyed digest of issuer and subject, never the two."""

    __tablename__ = "school_identity"
    __subject__ = "user_id"
    __authenticated__ = ("user_id", "subject_digest")

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), unique=True)
    subject_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    shown = sealed(str, compartment=Compartment.ACCOUNT, max_bytes=480)
    linked_at: Mapped[datetime]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Sign-in must find it before anybody is known; else one's own."""
        return true() if actor.has(Role.VISITOR) else cls.user_id == actor.user_id
