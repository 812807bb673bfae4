"""Invitations: single-use links that bind a person to a role, a place or a child."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, LargeBinary, String, true
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.policy import Actor, Role


class Invitation(SealedRecord, Base):
    """A link that may be used once until it ends; the row holds the digest of its code."""

    __tablename__ = "invitation"
    __owner__ = "invited_by"
    __authenticated__ = ("role", "organisation_id", "guardian_id", "ends_at")

    code_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    invited_name = sealed(str, compartment=Compartment.ACCOUNT, max_bytes=480)
    role: Mapped[str] = mapped_column(String(16))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    guardian_id: Mapped[UUID | None] = mapped_column(ForeignKey("guardian.id"), index=True)
    invited_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Whoever holds the code, before sign-in; the office; the one who invited."""
        if actor.has(Role.VISITOR, Role.COORDINATOR, Role.ADMINISTRATOR):
            return true()
        return cls.invited_by == actor.user_id
