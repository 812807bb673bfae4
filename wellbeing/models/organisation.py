"""Schools, police stations and communities, and who works where as what."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, false, true
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.models.base import Record
from wellbeing.policy import STAFF, Actor, Role


class OrganisationKind(StrEnum):
    """What an organisation is."""

    SCHOOL = auto()
    POLICE_STATION = auto()
    COMMUNITY = auto()
    HOSPITAL = auto()
    PROTECTION_STATION = auto()
    SOCIAL_WORK = auto()


class Organisation(Record):
    """A place that people belong to; its name is public."""

    __tablename__ = "organisation"

    name: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Everyone who is signed in may know the organisations."""
        return false() if actor.has(Role.VISITOR) else true()


class Membership(Record):
    """A person's role at an organisation, from one day to another."""

    __tablename__ = "membership"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str] = mapped_column(String(16), index=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Staff know who works where; others know only their own role."""
        if actor.has(*STAFF, Role.ADMINISTRATOR):
            return (cls.role != Role.PARENT) | _wide(actor) | (cls.user_id == actor.user_id)
        return cls.user_id == actor.user_id


def _wide(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.has(Role.COORDINATOR, Role.ADMINISTRATOR) else false()
