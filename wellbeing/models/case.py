"""A case: one young person's help at one time, and the team around them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, and_, false, or_, true
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from wellbeing.models.base import Record
from wellbeing.models.kinship import cases_of_my_children, families_plans
from wellbeing.models.relations import my_cases
from wellbeing.policy import STAFF, Actor, Role


class Case(Record):
    """Opened by an accepted referral; later referrals join it."""

    __tablename__ = "case_file"
    __owner__ = "opened_by"

    number: Mapped[str] = mapped_column(String(16), unique=True)
    state: Mapped[str] = mapped_column(String(10), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"), index=True)
    opened_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    opened_at: Mapped[datetime]
    urgency: Mapped[str] = mapped_column(String(4))
    contact_due_at: Mapped[datetime | None]
    clock_started_at: Mapped[datetime]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """The coordinator's all, the team's own, the guardians' child's."""
        return of_known_cases(cls.id, actor)


class CaseMember(Record):
    """Who is on the case team as what, since when and until when."""

    __tablename__ = "case_member"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    role: Mapped[str] = mapped_column(String(16))
    since: Mapped[datetime]
    until: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Whoever may know the case knows its team."""
        return of_known_cases(cls.case_id, actor)


def of_known_cases(
    case_id: InstrumentedAttribute[UUID],
    actor: Actor,
    *,
    family: bool = True,
    everyone: bool = True,
) -> ColumnElement[bool]:
    """Return the condition that a case is one that the actor may know.

    `family=False` leaves guardians out, `everyone=False` all staff but counsellors.
    """
    if actor.has(Role.COORDINATOR):
        return true()
    ways: list[ColumnElement[bool]] = []
    if actor.has(*(STAFF if everyone else {Role.COUNSELLOR})):
        ways.append(case_id.in_(my_cases(actor)))
    if family and actor.has(Role.PARENT):
        ways.append(case_id.in_(cases_of_my_children(actor)))
    return or_(false(), *ways)


def of_trusted_cases(
    case_id: InstrumentedAttribute[UUID], actor: Actor, *family: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Return the condition for plans: counsellors, the coordinator, the family as it may be.

    `family` is what else must be true for the family.
    """
    staff = of_known_cases(case_id, actor, family=False, everyone=False)
    if not actor.has(Role.PARENT):
        return staff
    return or_(staff, and_(case_id.in_(families_plans(actor)), *family))
