"""Counselling sessions in the interview room, and the three kinds of text about them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.models.case import of_known_cases
from wellbeing.models.relations import counselled_cases
from wellbeing.policy import Actor, Role

_TEXT = 20_480


class MissedBy(StrEnum):
    """Who did not come; a child who was not brought is not a child who stayed away."""

    YOUNG_PERSON = auto()
    NOT_BROUGHT = auto()
    SCHOOL = auto()
    COUNSELLOR = auto()


# Whose absence it is: whoever did not come, or was not let go, is looked for.
THEIRS = (MissedBy.YOUNG_PERSON, MissedBy.NOT_BROUGHT)


class CounsellingSession(SealedRecord, Base):
    """One appointment in the room (machine E): booked, held, missed or moved."""

    __tablename__ = "counselling_session"
    __subject__ = "student_id"
    __owner__ = "counsellor_id"
    __authenticated__ = ("case_id", "student_id", "counsellor_id", "state", "talk_consent")

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"), index=True)
    counsellor_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    room: Mapped[str] = mapped_column(String(40))
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10))
    # The young person's own word on talking, and when the limits of silence were explained.
    talk_consent: Mapped[str] = mapped_column(String(10), default="")
    limits_told_at: Mapped[datetime | None]
    missed_by: Mapped[str] = mapped_column(String(16), default="")
    # Whether there was a good reason not to come: yes, no, or "" where nobody knows.
    excused: Mapped[str] = mapped_column(String(4), default="")
    # Who asked to move it.
    asked_by: Mapped[str] = mapped_column(String(16), default="")
    moved_to: Mapped[UUID | None] = mapped_column(ForeignKey("counselling_session.id"))
    noted_at: Mapped[datetime | None]
    # The only thing that flows: two lines for those who help, written on purpose.
    others_need = sealed(str, compartment=Compartment.SHARED, max_bytes=1_920)
    reason = sealed(str, compartment=Compartment.SHARED, max_bytes=1_920)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Whoever may know the case knows its appointments."""
        return of_known_cases(cls.case_id, actor)


class MissedTry(SealedRecord, Base):
    """One try to reach whoever did not come: by which way, and whether somebody was reached."""

    __tablename__ = "missed_try"
    __subject__ = "student_id"
    __owner__ = "tried_by"
    __authenticated__ = ("session_id", "case_id", "student_id", "tried_by", "way", "reached", "at")

    session_id: Mapped[UUID] = mapped_column(ForeignKey("counselling_session.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    tried_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    way: Mapped[str] = mapped_column(String(10))
    reached: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    text = sealed(str, compartment=Compartment.SHARED, max_bytes=1_920)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Counsellor and coordinator of the case."""
        return of_known_cases(cls.case_id, actor, family=False, everyone=False)


class SessionNote(SealedRecord, Base):
    """The signed counselling note: only the counsellors of the case open it."""

    __tablename__ = "session_note"
    __subject__ = "student_id"
    __owner__ = "author_id"
    __authenticated__ = ("session_id", "case_id", "student_id", "author_id", "layout", "signed")

    session_id: Mapped[UUID] = mapped_column(ForeignKey("counselling_session.id"), unique=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    layout: Mapped[str] = mapped_column(String(8))
    signed: Mapped[bool] = mapped_column(default=False)
    signed_at: Mapped[datetime]
    locks_at: Mapped[datetime]
    parts = sealed(dict, compartment=Compartment.COUNSELLING, max_bytes=4 * _TEXT)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """The counsellors who counsel the case, and nobody else."""
        return cls.case_id.in_(counselled_cases(actor)) if actor.has(Role.COUNSELLOR) else false()


class NoteAddendum(SealedRecord, Base):
    """What was added to a note after it was locked."""

    __tablename__ = "note_addendum"
    __subject__ = "student_id"
    __owner__ = "author_id"
    __authenticated__ = ("session_id", "case_id", "student_id", "author_id")

    session_id: Mapped[UUID] = mapped_column(ForeignKey("counselling_session.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]
    text = sealed(str, compartment=Compartment.COUNSELLING, max_bytes=_TEXT)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """As the note itself."""
        return cls.case_id.in_(counselled_cases(actor)) if actor.has(Role.COUNSELLOR) else false()


class PrivateNote(SealedRecord, Base):
    """The author's own working note, sealed under the author's own key."""

    __tablename__ = "private_note"
    __subject__ = "author_id"
    __owner__ = "author_id"
    __authenticated__ = ("case_id", "author_id")

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    at: Mapped[datetime]
    text = sealed(str, compartment=Compartment.PRIVATE, max_bytes=_TEXT)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """The author alone."""
        return cls.author_id == actor.user_id
