"""The policy of the site as it was put into force: one row a change, the newest counts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, LargeBinary, Text, false, true
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.models.base import Record
from wellbeing.policy import Actor, May


class SitePolicy(Record):
    """Settings and rule file as text; the proof binds them to the site's key."""

    __tablename__ = "site_policy"

    # Unique, so that of two changes at one moment one is refused; the highest counts.
    number: Mapped[int] = mapped_column(unique=True)
    at: Mapped[datetime]
    # Nobody for the settings that the site began with.
    put_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    text: Mapped[str] = mapped_column(Text)
    proof: Mapped[bytes] = mapped_column(LargeBinary(32))

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Whoever may change it."""
        return true() if actor.may(May.CHANGE_POLICY) else false()
