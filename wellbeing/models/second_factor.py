"""Second factors: the sealed seed of one-time codes, and the recovery codes beside it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, LargeBinary, true
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base, Record
from wellbeing.policy import Actor, Role


class SecondFactor(SealedRecord, Base):
    """A person's seed for one-time codes; it counts from the first code that fitted."""

    __tablename__ = "second_factor"
    __subject__ = "user_id"
    __authenticated__ = ("user_id", "last_step", "confirmed_at")

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), unique=True)
    seed = sealed(str, compartment=Compartment.ACCOUNT, max_bytes=64)
    # The newest time step whose code was used: that code and every older one are spent.
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Sign-in must find it before anybody is known; the coordinator takes it away; own."""
        if actor.has(Role.VISITOR, Role.COORDINATOR):
            return true()
        return cls.user_id == actor.user_id


class RecoveryCode(Record):
    """One way in without the telephone, once; the row holds a keyed digest of the code."""

    __tablename__ = "recovery_code"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    code_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """As the factor that it stands in for."""
        if actor.has(Role.VISITOR, Role.COORDINATOR):
            return true()
        return cls.user_id == actor.user_id
