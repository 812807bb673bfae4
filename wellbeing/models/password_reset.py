"""Password resets: a single-use link that the coordinator approves for one person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, LargeBinary, false, true
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.models.base import Record
from wellbeing.policy import Actor, Role


class PasswordReset(Record):
    """A link that sets one person's password once; the row holds the digest of its code."""

    __tablename__ = "password_reset"
    __owner__ = "approved_by"

    code_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    approved_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    # Set when it was used, or when a newer link took its place.
    spent_at: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Whoever holds the code, before sign-in; the coordinator."""
        return true() if actor.has(Role.VISITOR, Role.COORDINATOR) else false()
