"""What is kept from a guardian: a whole case, or a single text; each with a day to look again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, ForeignKey, String, or_, true
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.models.case import of_known_cases
from wellbeing.models.kinship import kept_from
from wellbeing.policy import Actor, Role

_TEXT = 20_480


class Withholding(SealedRecord, Base):
    """Keep a case from a guardian, because of this, until somebody has looked again.

    It holds until it is ended: a review date that passes never opens anything by itself.
    """

    __tablename__ = "withholding"
    __subject__ = "student_id"
    __owner__ = "author_id"
    __authenticated__ = ("student_id", "case_id", "guardian_id", "author_id", "active")

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"), index=True)
    guardian_id: Mapped[UUID] = mapped_column(ForeignKey("guardian.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]
    review_on: Mapped[date] = mapped_column(Date)
    active: Mapped[bool] = mapped_column(default=True)
    reason = sealed(str, compartment=Compartment.SAFEGUARDING, max_bytes=_TEXT)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Counsellor and coordinator of the case; never a guardian."""
        return of_known_cases(cls.case_id, actor, family=False, everyone=False)


class WithheldText(SealedRecord, Base):
    """Keep one text from a guardian, because of this, until somebody has looked again.

    As with a whole case a review date that passes never opens anything by itself. `object_id` is
    what the text is called in every version (see `Kept`), so a new version does not open it.
    """

    __tablename__ = "withheld_text"
    __subject__ = "student_id"
    __owner__ = "author_id"
    __authenticated__ = (
        "student_id", "case_id", "guardian_id", "author_id", "kept", "object_id", "active",
    )  # fmt: skip

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    guardian_id: Mapped[UUID] = mapped_column(ForeignKey("guardian.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    kept: Mapped[str] = mapped_column(String(10))
    object_id: Mapped[UUID] = mapped_column(index=True)
    at: Mapped[datetime]
    review_on: Mapped[date] = mapped_column(Date)
    active: Mapped[bool] = mapped_column(default=True)
    # What it was taken over from as a goal was said anew, as long as nobody has decided on it.
    inherits_id: Mapped[UUID | None] = mapped_column(ForeignKey("withheld_text.id"))
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]
    reason = sealed(str, compartment=Compartment.SAFEGUARDING, max_bytes=_TEXT)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Counsellor and coordinator of the case; never a guardian."""
        return of_known_cases(cls.case_id, actor, family=False, everyone=False)


def text_rule(model: Any, column: str, actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a text of a row is not kept from an actor who sees the row.

    Where a whole row is kept or none, its own rule has decided that already.
    """
    if column not in model.__kept__ or not actor.has(Role.PARENT):
        return true()
    kept, name = model.__kept__[column]
    staff = of_known_cases(model.case_id, actor, family=False, everyone=False)
    return or_(staff, ~kept_from(actor, kept, getattr(model, name)))
