"""A young person asks for a talk by the link of a place; nothing of it is a record of them yet."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, LargeBinary, String, false, true
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base, Record
from wellbeing.policy import Actor, Role


class SelfReferralLink(Record):
    """The link on a place's poster: the digest of its code; a new one ends the one before."""

    __tablename__ = "self_referral_link"
    __owner__ = "made_by"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    code_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """The coordinators; and at the door, before anybody is known, whoever holds its code."""
        return true() if actor.has(Role.VISITOR, Role.COORDINATOR) else false()


class SelfReferral(SealedRecord, Base):
    """What somebody asked for by a link, under a key of its own, until a person has decided.

    Nobody has an account here: who asks is what they say, and whether it is so a person finds out.
    """

    __tablename__ = "self_referral"
    __authenticated__ = (
        "number", "organisation_id", "state", "asked_at", "due_at", "reason", "referral_id",
        "erase_at",
    )  # fmt: skip

    number: Mapped[str] = mapped_column(String(16), unique=True)
    state: Mapped[str] = mapped_column(String(12), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    # Why it was set aside, as a code.
    reason: Mapped[str] = mapped_column(String(16), default="")
    referral_id: Mapped[UUID | None] = mapped_column(ForeignKey("referral.id"))
    # When its words are to be erased, and when they were.
    erase_at: Mapped[datetime | None] = mapped_column(index=True)
    erased_at: Mapped[datetime | None]
    # {"name", "class_name", "reach", "topic", "text"}
    words = sealed(dict, compartment=Compartment.SELF_REFERRAL, max_bytes=40_960)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """The coordinators alone; for whoever asks the site writes it, and shows it to nobody."""
        return true() if actor.has(Role.COORDINATOR) else false()
