"""People who sign in: their account, and apart from it their credential."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, false, or_, select, true
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.models.kinship import teams_of_my_children
from wellbeing.models.organisation import Membership
from wellbeing.models.relations import families_of_my_cases
from wellbeing.policy import STAFF, Actor, Role


class User(SealedRecord, Base):
    """An adult's account."""

    __tablename__ = "user_account"
    __authenticated__ = ("active",)

    name = sealed(str, compartment=Compartment.ACCOUNT, max_bytes=480)
    language: Mapped[str] = mapped_column(String(8), default="en")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """The office sees all accounts, staff see staff, a family its team, everyone their own."""
        if actor.has(Role.VISITOR):
            return false()
        if actor.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return true()
        own = cls.id == actor.user_id
        if not actor.has(*STAFF):
            return or_(own, cls.id.in_(teams_of_my_children(actor)))
        works = Membership.__table__.c
        staff = select(works.user_id).where(works.role != Role.PARENT)
        ways = [own, cls.id.in_(staff)]
        if actor.has(Role.COUNSELLOR):
            ways.append(cls.id.in_(families_of_my_cases(actor)))
        return or_(*ways)


class Credential(SealedRecord, Base):
    """What a person signs in with; the sign-in name is sealed, the password hashed."""

    __tablename__ = "credential"
    __subject__ = "user_id"
    __authenticated__ = ("user_id", "password_hash", "closed")

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), unique=True)
    login = sealed(str, compartment=Compartment.ACCOUNT, max_bytes=480, equality=True, unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    changed_at: Mapped[datetime]
    closed: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Sign-in must find it before anybody is known; the office closes it; else one's own."""
        if actor.has(Role.VISITOR, Role.COORDINATOR, Role.ADMINISTRATOR):
            return true()
        return cls.user_id == actor.user_id
