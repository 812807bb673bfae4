"""Background checks of staff: the day of each, and who entered it; the newest one counts."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, true
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.policy import Actor, Role


class BackgroundCheck(SealedRecord, Base):
    """One look into the records before somebody may work with minors; never changed."""

    __tablename__ = "background_check"
    __subject__ = "user_id"
    __owner__ = "entered_by"
    __authenticated__ = ("user_id", "checked_on", "entered_by")

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    checked_on: Mapped[date]
    paper = sealed(str, compartment=Compartment.ACCOUNT, max_bytes=480)
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    entered_at: Mapped[datetime]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """The office keeps them; everybody may see their own."""
        if actor.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return true()
        return cls.user_id == actor.user_id
