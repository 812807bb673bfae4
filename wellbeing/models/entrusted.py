"""What is entrusted to a counsellor beside their own cases, from one moment to another."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, true
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.models.base import Record
from wellbeing.policy import Actor, Role


class Tie(StrEnum):
    """Why somebody comes to a case that is not theirs."""

    DEPUTY = auto()  # of an absent counsellor, between two days
    DELEGATED = auto()  # one case, until a day
    SUPERVISOR = auto()  # of a counsellor: reads the cases, not the talks
    REVIEW = auto()  # the supervisor's: one case, its talks too, for a day
    EMERGENCY = auto()  # one case, for hours, with a review owed


class Entrusted(Record):
    """A person's cases (`for_user_id`) or one case, entrusted to somebody for a time."""

    __tablename__ = "entrusted"
    __owner__ = "given_by"

    tie: Mapped[str] = mapped_column(String(12))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    for_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    given_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """The coordinator's all; else whoever gave it, holds it, or is stood in for."""
        if actor.has(Role.COORDINATOR):
            return true()
        mine = actor.user_id
        return (cls.user_id == mine) | (cls.for_user_id == mine) | (cls.given_by == mine)
