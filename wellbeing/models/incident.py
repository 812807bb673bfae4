"""An incident (machine F): what happened, who has which part in it, how it is repaired."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import (
    JSON,
    ColumnElement,
    Date,
    ForeignKey,
    Integer,
    SmallInteger,
    String,
    false,
    or_,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.models.incident_scope import (
    HELPERS,
    of_known_incidents,
    of_own_side,
    parts_of_my_children,
)
from wellbeing.models.relations import students_of_my_cases
from wellbeing.policy import Actor, Role

_POLICE, _FAMILY = Compartment.RESPONSIBILITY, Compartment.FAMILY
_TEXT, _LINE = 20_480, 1_920
_TEAM = HELPERS | {Role.TEACHER}


class Incident(SealedRecord, Base):
    """What happened, and how far it is repaired; amounts are in hundredths of the currency."""

    __tablename__ = "incident"
    __owner__ = "recorded_by"
    __authenticated__ = ("number", "state", "deed", "code", "way", "is_sealed", "recorded_by")

    number: Mapped[str] = mapped_column(String(16), unique=True)
    state: Mapped[str] = mapped_column(String(12), index=True)
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    recorded_at: Mapped[datetime]
    happened_at: Mapped[datetime]
    deed: Mapped[str] = mapped_column(String(24))
    # Acts within the months that the law counts, this one included; what speaks against mediation.
    again: Mapped[int] = mapped_column(SmallInteger, default=1)
    circumstances: Mapped[list[str]] = mapped_column(JSON, default=list)
    amount: Mapped[int] = mapped_column(Integer, default=0)
    # What was confirmed before each responsible person had a decision of their own.
    code: Mapped[str] = mapped_column(String(8), default="")
    measures: Mapped[list[str]] = mapped_column(JSON, default=list)
    guards: Mapped[list[str]] = mapped_column(JSON, default=list)
    way: Mapped[str] = mapped_column(String(12), default="")
    meeting_at: Mapped[datetime | None]
    met_at: Mapped[datetime | None]
    agreed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    is_sealed: Mapped[bool] = mapped_column(default=False)

    place = sealed(str, compartment=_POLICE, max_bytes=_LINE)
    what = sealed(str, compartment=_POLICE, max_bytes=_TEXT)
    damage = sealed(str, compartment=_POLICE, max_bytes=_LINE)
    police_reference = sealed(str, compartment=_POLICE, max_bytes=_LINE)
    reason = sealed(str, compartment=_POLICE, max_bytes=_TEXT)
    talk = sealed(dict, compartment=_POLICE, max_bytes=_TEXT)
    ending = sealed(str, compartment=_POLICE, max_bytes=_TEXT)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """See `of_known_incidents`; a teacher of the case knows that it exists, no text of it."""
        return of_known_incidents(cls.id, actor, helpers=_TEAM)


class PartRole(StrEnum):
    """The one part that somebody has in an incident; never a tag on the person."""

    RESPONSIBLE = auto()
    AFFECTED = auto()
    SUPPORTER = auto()
    WITNESS = auto()
    FACILITATOR = auto()


class IncidentPerson(SealedRecord, Base):
    """Somebody with one part in an incident: a young person of the site, or anybody by name."""

    __tablename__ = "incident_person"
    __subject__ = "incident_id"
    __authenticated__ = ("incident_id", "role", "student_id", "wants", "again", "decided_at")
    __covered_later__ = frozenset({"again", "decided_at"})

    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"), index=True)
    role: Mapped[str] = mapped_column(String(12))
    student_id: Mapped[UUID | None] = mapped_column(ForeignKey("student.id"), index=True)
    # Whether they want to meet: "" as long as nobody has said so, then yes, no or apart.
    wants: Mapped[str] = mapped_column(String(6), default="")
    prepared_at: Mapped[datetime | None]
    # Of somebody responsible: acts within the time that the law counts, this one included.
    again: Mapped[int | None] = mapped_column(SmallInteger)
    # When measures were confirmed for them: by an own decision, or by what stands on the incident.
    decided_at: Mapped[datetime | None]
    # Since when a decision waits to be made again, because what it rested on was corrected.
    decide_again_at: Mapped[datetime | None]
    name = sealed(str, compartment=_POLICE, max_bytes=480)
    birth_date = sealed(date, compartment=_POLICE, max_bytes=16)
    contact = sealed(str, compartment=_POLICE, max_bytes=480)
    preparation = sealed(str, compartment=_POLICE, max_bytes=_TEXT)
    for_family = sealed(str, compartment=_FAMILY, max_bytes=_TEXT)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Whoever runs the incident sees all; a counsellor and a family their own young person."""
        ways = [of_known_incidents(cls.incident_id, actor, family=False, helpers=())]
        if actor.has(*_TEAM):
            ways.append(cls.student_id.in_(students_of_my_cases(actor)))
        if actor.has(Role.PARENT):
            ways.append(cls.id.in_(parts_of_my_children(actor)))
        return or_(false(), *ways)


class MeasureDecision(SealedRecord, Base):
    """What a person confirmed for one responsible person, never the proposal, and why."""

    __tablename__ = "measure_decision"
    __subject__ = "incident_id"
    __owner__ = "decided_by"
    __authenticated__ = ("incident_id", "person_id", "code", "measures", "decided_by")

    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("incident_person.id"), unique=True)
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    code: Mapped[str] = mapped_column(String(8))
    measures: Mapped[list[str]] = mapped_column(JSON, default=list)
    reason = sealed(str, compartment=_POLICE, max_bytes=_TEXT)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Whoever runs the incident; a family what is for its own young person."""
        return of_own_side(cls, actor)


class RepairItem(SealedRecord, Base):
    """A promise or a payment (who, what, by when, proof), or a day to look at them again."""

    __tablename__ = "repair_item"
    __subject__ = "incident_id"
    __authenticated__ = (
        "incident_id", "kind", "person_id", "amount", "state",
        "payee_id", "received_by", "received_route",
    )  # fmt: skip
    __covered_later__ = frozenset({"payee_id", "received_by", "received_route"})

    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("incident_person.id"), index=True)
    amount: Mapped[int] = mapped_column(Integer, default=0)
    made_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(14))
    done_at: Mapped[datetime | None]
    # Of a payment: which side receives it, and who said by which way that it has.
    payee_id: Mapped[UUID | None] = mapped_column(ForeignKey("incident_person.id"))
    received_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    received_route: Mapped[str] = mapped_column(String(10), default="", server_default="")
    what = sealed(str, compartment=_FAMILY, max_bytes=_LINE)
    proof = sealed(str, compartment=_FAMILY, max_bytes=_LINE)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Both sides see the agreement; so do those who run it and the counsellor."""
        return of_known_incidents(cls.incident_id, actor)


class RepairSignature(SealedRecord, Base):
    """Who signed the agreement for which part, on whose screen."""

    __tablename__ = "repair_signature"
    __subject__ = "incident_id"
    __owner__ = "taken_by"
    __authenticated__ = ("incident_id", "person_id", "signer", "route", "taken_by")

    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("incident_person.id"), index=True)
    signer: Mapped[str] = mapped_column(String(8))
    route: Mapped[str] = mapped_column(String(10))
    taken_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]
    name = sealed(str, compartment=_FAMILY, max_bytes=480)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Whoever runs the incident; a family its own side's."""
        return of_own_side(cls, actor)


class SealedAccess(SealedRecord, Base):
    """A written request to read a sealed incident, and what was decided on it."""

    __tablename__ = "sealed_access"
    __owner__ = "requester_id"
    __authenticated__ = ("number", "incident_id", "requester_id", "state")

    number: Mapped[str] = mapped_column(String(16))
    # Filled in by the site where there is such a sealed incident; the requester is not told.
    incident_id: Mapped[UUID | None] = mapped_column(ForeignKey("incident.id"), index=True)
    requester_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10))
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]
    until: Mapped[datetime | None]
    reason = sealed(str, compartment=_POLICE, max_bytes=_TEXT)
    answer = sealed(str, compartment=_POLICE, max_bytes=_TEXT)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """The requester's own; the coordinator's all."""
        if actor.has(Role.COORDINATOR):
            return true()
        return cls.requester_id == actor.user_id
