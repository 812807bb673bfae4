"""An act that needs two people: proposed by one, confirmed by another in time, or expired."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.policy import Actor, May


class Proposal(SealedRecord, Base):
    """What exactly somebody wants to do; the digest binds the confirmation to this content."""

    __tablename__ = "proposal"
    __subject__ = "proposed_by"
    __owner__ = "proposed_by"
    __authenticated__ = ("may", "act", "digest", "proposed_by", "ends_at", "settled_by")
    # The database refuses one's own confirmation too, whatever the app believes.
    __table_args__ = (
        CheckConstraint("settled_by <> proposed_by OR outcome <> 'done'", name="two_people"),
    )

    may: Mapped[str] = mapped_column(String(40), index=True)
    act: Mapped[str] = mapped_column(String(60))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    proposed_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    settled_at: Mapped[datetime | None]
    # "done", "declined", or "" while it waits; a time that is over needs no entry.
    outcome: Mapped[str] = mapped_column(String(10), default="")
    arguments = sealed(dict, compartment=Compartment.ACCOUNT, max_bytes=65_536)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Everybody with the same right, whoever proposed it."""
        return cls.may.in_(sorted(may.value for may in May if actor.may(may)))
