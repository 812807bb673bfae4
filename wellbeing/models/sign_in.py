"""Server-side sign-in sessions, and the attempts that throttling counts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, LargeBinary, SmallInteger, String, true
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.models.base import Record
from wellbeing.policy import Actor, Role


class SignIn(Record):
    """One signed-in browser; the row holds the digest of its token, never the token."""

    __tablename__ = "sign_in"

    token_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    begun_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    # Lent to a young person for the check-in of this talk: nothing else opens until the PIN.
    lent_for: Mapped[UUID | None] = mapped_column(ForeignKey("counselling_session.id"))
    pin_hash: Mapped[str] = mapped_column(String(255), default="")
    pin_tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    # When a second factor was last proved in this sign-in.
    factor_at: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """One's own sign-ins; deactivating a person ends theirs, so the office sees them too."""
        if actor.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return true()
        return cls.user_id == actor.user_id


class SignInAttempt(Record):
    """One attempt, counted per account and per address under keyed digests."""

    __tablename__ = "sign_in_attempt"

    bucket: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    outcome: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime] = mapped_column(index=True)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Every door where a secret is typed counts; a keyed digest names nobody."""
        return true()
