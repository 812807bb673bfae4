"""Young people and their guardians; everything that names them is sealed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, false, or_, select, true
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.models.kinship import children_of
from wellbeing.models.relations import (
    schools_of,
    students_i_referred,
    students_of_my_cases,
    students_of_my_tasks,
)
from wellbeing.policy import STAFF, Actor, Role


class Student(SealedRecord, Base):
    """A young person at a school."""

    __tablename__ = "student"
    __authenticated__ = ("school_id",)

    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    name = sealed(
        str, compartment=Compartment.IDENTITY, max_bytes=480, equality=True, searchable=True
    )
    birth_date = sealed(date, compartment=Compartment.IDENTITY, max_bytes=16)
    class_name = sealed(str, compartment=Compartment.IDENTITY, max_bytes=480)
    school_number = sealed(str, compartment=Compartment.IDENTITY, max_bytes=480, equality=True)
    created_at: Mapped[datetime]
    # Every process keeps its name index fresh by asking for what changed since it last looked.
    changed_at: Mapped[datetime] = mapped_column(index=True)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """By relation: own school, own referral, own case, own child; the coordinator all."""
        if actor.has(Role.COORDINATOR):
            return true()
        ways: list[ColumnElement[bool]] = []
        if actor.has(*STAFF):
            ways.append(cls.id.in_(students_i_referred(actor)))
            ways.append(cls.id.in_(students_of_my_cases(actor)))
            ways.append(cls.id.in_(students_of_my_tasks(actor)))
        if actor.has(Role.TEACHER):
            ways.append(cls.school_id.in_(schools_of(actor)))
        if actor.has(Role.PARENT):
            ways.append(cls.id.in_(children_of(actor)))
        return or_(false(), *ways)


class LegalStanding(StrEnum):
    """What a guardian may decide for the young person."""

    GUARDIAN = auto()
    SHARED = auto()
    CARER = auto()
    NONE = auto()


class Relationship(StrEnum):
    """Who the guardian is to the young person."""

    MOTHER = auto()
    FATHER = auto()
    GRANDPARENT = auto()
    OTHER_RELATIVE = auto()
    OTHER = auto()


class Guardian(SealedRecord, Base):
    """A parent or another guardian of one young person."""

    __tablename__ = "guardian"
    __subject__ = "student_id"
    __authenticated__ = ("student_id", "relationship_kind", "standing", "user_id")

    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"), index=True)
    name = sealed(str, compartment=Compartment.IDENTITY, max_bytes=480)
    phone = sealed(str, compartment=Compartment.IDENTITY, max_bytes=120)
    relationship_kind: Mapped[str] = mapped_column(String(16))
    standing: Mapped[str] = mapped_column(String(16))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    created_at: Mapped[datetime]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Whoever works with the student sees the guardians; guardians see only themselves."""
        if actor.has(Role.COORDINATOR):
            return true()
        ways: list[ColumnElement[bool]] = []
        if actor.has(Role.COUNSELLOR):
            ways.append(cls.student_id.in_(students_of_my_cases(actor)))
        if actor.has(Role.TEACHER):
            table = Student.__table__.c
            mine = select(table.id).where(table.school_id.in_(schools_of(actor)))
            ways.append(cls.student_id.in_(mine))
        if actor.has(Role.PARENT):
            ways.append(cls.user_id == actor.user_id)
        return or_(false(), *ways)
