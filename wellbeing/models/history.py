"""What happened: transitions of every machine, requests made, and the audit chain."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Index,
    LargeBinary,
    String,
    false,
    or_,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.handoff_flow import HandoffState
from wellbeing.models.base import Base, Record
from wellbeing.models.incident_scope import my_incidents
from wellbeing.models.kinship import cases_of_my_children
from wellbeing.models.relations import (
    handoffs_of_my_cases,
    handoffs_to_me,
    my_cases,
    my_referrals,
)
from wellbeing.policy import STAFF, Actor, Role


class Transition(Record):
    """One step of one machine: never changed, never reused."""

    __tablename__ = "transition"
    __owner__ = "actor_id"

    machine: Mapped[str] = mapped_column(String(20))
    object_id: Mapped[UUID] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(String(24))
    left: Mapped[str] = mapped_column(String(20))
    reached: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    actor_id: Mapped[UUID]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Whoever may know the object may know its steps."""
        if actor.has(Role.COORDINATOR):
            return true()
        ways: list[ColumnElement[bool]] = []
        if actor.has(*STAFF):
            ways.append(cls.object_id.in_(my_referrals(actor)))
            ways.append(cls.object_id.in_(my_cases(actor)))
        if actor.has(Role.COUNSELLOR):
            ways.append(cls.object_id.in_(handoffs_of_my_cases(actor)))
        if actor.has(Role.OFFICER):
            ways.append(cls.object_id.in_(my_incidents(actor)))
        if actor.has(Role.PARTNER, Role.GUEST):
            ways.append(cls.object_id.in_(handoffs_to_me(actor, tuple(HandoffState))))
        if actor.has(Role.PARENT):
            ways.append(cls.object_id.in_(cases_of_my_children(actor)))
        return or_(false(), *ways)


class RequestMade(Base):
    """The id of a form that was sent: sending it again meets this row and saves nothing."""

    __tablename__ = "request_made"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    actor_id: Mapped[UUID | None]
    use_case: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
    result_id: Mapped[UUID | None]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """One's own requests."""
        return cls.actor_id == actor.user_id


# Said with the very words of the index: neither database uses it for a value that is bound.
BY_OPERATOR = text("kind = 'operator'")


class AuditEntry(Base):
    """One act, chained to the one before it; holds ids, codes and counts, never a text."""

    __tablename__ = "audit"
    __table_args__ = (
        # Every start asks for the newest of its own few acts.
        Index(
            "ix_audit_operator", "act", "seq", sqlite_where=BY_OPERATOR,
            postgresql_where=BY_OPERATOR,
        ),
    )  # fmt: skip

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None] = mapped_column(index=True)
    act: Mapped[str] = mapped_column(String(60))
    outcome: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(30), default="")
    object_id: Mapped[UUID | None] = mapped_column(index=True)
    request_id: Mapped[UUID | None]
    detail: Mapped[str] = mapped_column(String(400), default="")
    # Reads are entered once per actor, record and day: the digest of the three is unique.
    once: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    # Which revision each row that the act wrote was left at: `audit verify` compares.
    wrote: Mapped[bytes | None] = mapped_column(LargeBinary)
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """The coordinator and the administrator read the audit."""
        if actor.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return true()
        return false()
