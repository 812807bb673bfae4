"""Handing over to another place: what is asked, what is shared, what each side said."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum, auto
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ColumnElement, Date, ForeignKey, LargeBinary, String, false, or_, true
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.handoff_flow import GRANTED_OPEN, SUMMARY_OPEN, HandoffState, Side
from wellbeing.models.base import Base, Record
from wellbeing.models.case import of_known_cases
from wellbeing.models.relations import handoffs_to_me, schools_of
from wellbeing.policy import STAFF, Actor, Role

_TEXT = 20_480
_SENT = tuple(state for state in HandoffState if state is not HandoffState.DRAFT)


class Handoff(SealedRecord, Base):
    """One request to one place (machine C); a declined or lapsed one is never used again.

    The row holds no text: receivers know after the end that there was one, and no more.
    """

    __tablename__ = "handoff"
    __subject__ = "student_id"
    __owner__ = "sent_by"
    __sealed__: ClassVar[dict[str, Any]] = {}
    __authenticated__ = (
        "case_id", "student_id", "place_id", "sent_by", "state", "shared", "answer_due_at",
        "opened_at",
    )  # fmt: skip

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    place_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    sent_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    # The one that this replaces after a refusal or a lapse.
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("handoff.id"))
    state: Mapped[str] = mapped_column(String(20), index=True)
    # Codes of the fields that open once it is accepted, joined by commas.
    shared: Mapped[str] = mapped_column(String(120))
    # What the sharing rested on when it was sent.
    basis: Mapped[str] = mapped_column(String(24), default="")
    urgent: Mapped[bool] = mapped_column(default=False)
    needed_by: Mapped[date] = mapped_column(Date)
    drafted_at: Mapped[datetime]
    requested_at: Mapped[datetime | None]
    answer_due_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    # Since when it stands where it stands, and until when it rests.
    since: Mapped[datetime]
    hold_until: Mapped[date | None] = mapped_column(Date)
    contact_at: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Counsellor and coordinator of the case; the receiving place, once it was sent."""
        return or_(_of_the_sender(cls.case_id, actor), cls.id.in_(handoffs_to_me(actor, _SENT)))


class ShareKind(StrEnum):
    """When a piece opens: the summary with the request, the rest once it is accepted."""

    SUMMARY = auto()
    GRANTED = auto()


class HandoffShare(SealedRecord, Base):
    """One piece of what is shared, exactly as it was previewed."""

    __tablename__ = "handoff_share"
    __subject__ = "student_id"
    __authenticated__ = ("handoff_id", "case_id", "student_id", "kind", "field")

    handoff_id: Mapped[UUID] = mapped_column(ForeignKey("handoff.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    kind: Mapped[str] = mapped_column(String(8))
    field: Mapped[str] = mapped_column(String(12))
    # {"rows": [[what it is, as a message id; the text], …]}
    content = sealed(dict, compartment=Compartment.HANDOFF, max_bytes=4 * _TEXT)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """The sender's side; the receiver by the state, and only after the request was opened."""
        summary = handoffs_to_me(actor, SUMMARY_OPEN, opened=True)
        granted = handoffs_to_me(actor, GRANTED_OPEN, opened=True)
        return or_(
            _of_the_sender(cls.case_id, actor),
            (cls.kind == ShareKind.SUMMARY) & cls.handoff_id.in_(summary),
            (cls.kind == ShareKind.GRANTED) & cls.handoff_id.in_(granted),
        )


class HandoffEntry(SealedRecord, Base):
    """What one side said at one moment: a question, an answer, a word in between, an outcome."""

    __tablename__ = "handoff_entry"
    __subject__ = "student_id"
    __owner__ = "author_id"
    __authenticated__ = (
        "handoff_id", "case_id", "student_id", "author_id", "side", "kind", "code",
    )  # fmt: skip

    handoff_id: Mapped[UUID] = mapped_column(ForeignKey("handoff.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    # An account, or the link through which somebody outside answered.
    author_id: Mapped[UUID]
    side: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(24), default="")
    at: Mapped[datetime]
    on: Mapped[date | None] = mapped_column("on_day", Date)
    signed = sealed(str, compartment=Compartment.HANDOFF, max_bytes=480)
    text = sealed(str, compartment=Compartment.HANDOFF, max_bytes=_TEXT)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """The sender's side; the receiver its own for ever, the sender's while it is open."""
        own = (cls.side == Side.RECEIVER) & cls.handoff_id.in_(handoffs_to_me(actor, _SENT))
        open_now = handoffs_to_me(actor, SUMMARY_OPEN, opened=True)
        theirs = (cls.side == Side.SENDER) & cls.handoff_id.in_(open_now)
        return or_(_of_the_sender(cls.case_id, actor), own, theirs)


class HandoffLink(Record):
    """A link for a place without accounts here: the digest of its code, one purpose, an end."""

    __tablename__ = "handoff_link"
    __owner__ = "made_by"

    handoff_id: Mapped[UUID] = mapped_column(ForeignKey("handoff.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    made_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    code_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Who sent it; and at the door, before anybody is known, whoever holds its code."""
        if actor.has(Role.VISITOR):
            return true()
        return _of_the_sender(cls.case_id, actor)


class Capacity(Record):
    """How many more a place can take, as it said itself on a day."""

    __tablename__ = "capacity"

    place_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), unique=True)
    free: Mapped[int]
    told_at: Mapped[datetime]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Staff know it before they ask; a place its own."""
        if actor.has(*STAFF):
            return true()
        mine = cls.place_id.in_(schools_of(actor))
        return mine if actor.has(Role.PARTNER) else false()


def _of_the_sender(case_id: Any, actor: Actor) -> ColumnElement[bool]:
    return of_known_cases(case_id, actor, family=False, everyone=False)
