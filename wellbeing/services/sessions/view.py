"""One talk as the reader may see it, and the week of the room."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import reveal_kept
from wellbeing.gate import Access, Work, use_case
from wellbeing.models import (
    THEIRS,
    CounsellingSession,
    MissedTry,
    NoteAddendum,
    OwnWords,
    PrivateNote,
    SessionNote,
    Student,
    User,
)
from wellbeing.names import student_names
from wellbeing.policy import May
from wellbeing.readers import Reader, readers_of
from wellbeing.room_times import taken
from wellbeing.talks import TALKS, talk_consent


@dataclass(frozen=True, slots=True)
class Try:
    """A try to reach whoever did not come."""

    at: datetime
    way: str
    reached: bool
    text: str


@dataclass(frozen=True, slots=True)
class SessionView:
    """A talk with the texts that are the reader's."""

    id: UUID
    case_id: UUID
    student: str
    student_id: UUID
    counsellor: str
    starts_at: datetime
    ends_at: datetime
    state: str
    mine: bool
    first: bool
    talk_consent: str
    missed_by: str
    excused: str
    asked_by: str
    reason: str
    others_need: str
    layout: str
    parts: dict[str, str] = field(default_factory=dict)
    signed_at: datetime | None = None
    locked: bool = False
    addenda: tuple[tuple[datetime, str], ...] = ()
    limits_told_at: datetime | None = None
    tries: tuple[Try, ...] = ()
    private: str = ""
    # What I want, who may know, a safe adult: from the lent tablet.
    own_words: tuple[str, str, str] = ("", "", "")
    note_readers: tuple[Reader, ...] = ()
    line_readers: tuple[Reader, ...] = ()

    @property
    def theirs(self) -> bool:
        """Whether it was missed by the young person or their family, who are looked for then."""
        return self.missed_by in THEIRS


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One line of the room's week; the name only where the reader may know it."""

    id: UUID
    case_id: UUID
    starts_at: datetime
    ends_at: datetime
    state: str
    student: str


@use_case(may=May.RUN_CASE, access=Access.READ)
def open_session(work: Work, session_id: UUID) -> SessionView:
    """Return one talk; the note only to the counsellors of the case."""
    session = work.find(CounsellingSession, session_id)
    student = work.find(Student, session.student_id)
    counsellor = work.find(User, session.counsellor_id)
    note = work.db.scalars(select(SessionNote).where(SessionNote.session_id == session.id)).first()
    of_case = {"case_id": session.case_id, "student_id": session.student_id}
    return SessionView(
        id=session.id,
        case_id=session.case_id,
        student=student.name.reveal(),
        student_id=student.id,
        counsellor=counsellor.name.reveal(),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        state=session.state,
        mine=session.counsellor_id in work.actor.selves,
        first=talk_consent(work, session.case_id) not in TALKS,
        talk_consent=session.talk_consent,
        limits_told_at=session.limits_told_at,
        tries=_tries(work, session.id),
        missed_by=session.missed_by,
        excused=session.excused,
        asked_by=session.asked_by,
        reason=session.reason.reveal() or "",
        others_need=session.others_need.reveal() or "",
        layout=note.layout if note else "",
        parts=reveal_kept([note], "parts", {})[0] if note else {},
        signed_at=note.signed_at if note else None,
        locked=bool(note and work.now > note.locks_at),
        addenda=_addenda(work, session.id),
        private=_private(work, session.case_id),
        own_words=_own_words(work, session.id),
        note_readers=readers_of(work, SessionNote, "parts", of_case),
        line_readers=readers_of(work, CounsellingSession, "others_need", of_case),
    )


@use_case(may=May.RUN_CASE, access=Access.READ)
def room_week(work: Work, first: date) -> tuple[SessionRow, ...]:
    """Return the appointments of seven days that the actor may know, in order."""
    zone = work.runtime.pack.time_zone
    start = datetime(first.year, first.month, first.day, tzinfo=zone)
    c = CounsellingSession
    within = c.starts_at >= start, c.starts_at < start + timedelta(days=7)
    rows = work.db.scalars(select(c).where(*within).order_by(c.starts_at)).all()
    names = student_names(work, {row.student_id for row in rows})
    return tuple(
        SessionRow(r.id, r.case_id, r.starts_at, r.ends_at, r.state, names.get(r.student_id, ""))
        for r in rows
    )


@use_case(may=May.RUN_CASE, access=Access.READ)
def room_taken(work: Work, first: date) -> tuple[tuple[datetime, datetime], ...]:
    """Return when the rooms of the actor's own places are taken in seven days: times alone."""
    zone = work.runtime.pack.time_zone
    start = datetime(first.year, first.month, first.day, tzinfo=zone)
    rooms = [one.hex for one in work.actor.organisation_ids]
    return tuple(taken(work, rooms, start, start + timedelta(days=7)))


def _tries(work: Work, session_id: UUID) -> tuple[Try, ...]:
    query = select(MissedTry).where(MissedTry.session_id == session_id).order_by(MissedTry.at)
    rows = work.db.scalars(query).all()
    texts = reveal_kept(rows, "text", "")
    return tuple(
        Try(one.at, one.way, one.reached, text or "") for one, text in zip(rows, texts, strict=True)
    )


def _addenda(work: Work, session_id: UUID) -> tuple[tuple[datetime, str], ...]:
    query = select(NoteAddendum).where(NoteAddendum.session_id == session_id)
    rows = work.db.scalars(query.order_by(NoteAddendum.at)).all()
    return tuple(zip((one.at for one in rows), reveal_kept(rows, "text", ""), strict=True))


def _own_words(work: Work, session_id: UUID) -> tuple[str, str, str]:
    said = work.db.scalars(select(OwnWords).where(OwnWords.session_id == session_id)).first()
    if said is None:
        return ("", "", "")
    texts = (said.wish, said.may_know, said.safe_adult)
    first, second, third = (one.reveal() or "" for one in texts)
    return (first, second, third)


def _private(work: Work, case_id: UUID) -> str:
    mine = PrivateNote.case_id == case_id, PrivateNote.author_id == work.actor.user_id
    page = work.db.scalars(select(PrivateNote).where(*mine)).first()
    return page.text.reveal() or "" if page else ""
