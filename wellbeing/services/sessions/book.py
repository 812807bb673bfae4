"""Book an appointment in the room, and record what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from wellbeing.basis import require, sharing_in
from wellbeing.forms import InvalidForm, Kind, Problem, ask, offer
from wellbeing.gate import Access, Work, use_case
from wellbeing.grounds import Purpose
from wellbeing.i18n import N_
from wellbeing.models import Case, CounsellingSession, Student
from wellbeing.policy import May
from wellbeing.room_times import RoomDay, days_of, room_of, taken_times
from wellbeing.talks import TALKS, own_talk, talk_consent
from wellbeing.wall_clock import typed_moment
from wellbeing.workflow import SESSION, SessionAction, SessionState

MINUTES, DAYS_SHOWN = 50, 10
ASKED_BY = (
    ("young_person", N_("The young person")),
    ("family", N_("The family")),
    ("school", N_("The school")),
    ("counsellor", N_("The counsellor")),
)
PAST = N_("This time has passed. Please choose a later one.")
TAKEN = N_("The room or the counsellor is taken at that time. Taken on that day: {times}.")


@dataclass(frozen=True, slots=True)
class BookForm:
    """When the talk takes place."""

    day: date | None = ask(N_("Day"), Kind.DATE, hint=N_("For example 2026-03-17"))
    at: str = ask(N_("Time"), hint=N_("For example 14:30"))
    minutes: str = ask(
        N_("How long"),
        Kind.CHOICE,
        options=(
            ("30", N_("30 minutes")),
            ("45", N_("45 minutes")),
            ("50", N_("50 minutes")),
            ("60", N_("60 minutes")),
        ),
    )


@dataclass(frozen=True, slots=True)
class MoveForm(BookForm):
    """The new time, and who asked for it."""

    asked_by: str = ask(
        N_("Who asked to move it?"),
        Kind.CHOICE,
        options=ASKED_BY,
    )
    reason: str = offer(N_("Why is it moved?"))


@dataclass(frozen=True, slots=True)
class FirstHeldForm:
    """What the first talk begins with: the young person's own yes, and the limits of silence."""

    talk_consent: str = ask(
        N_("Does the young person want to talk?"),
        Kind.CHOICE,
        options=(
            ("yes", N_("Yes")),
            ("for_now", N_("For now, and can stop at any time")),
            ("no", N_("No, not now")),
        ),
    )
    limits_told: str = ask(
        N_("Have you said what stays between you, and what cannot?"),
        Kind.CHOICE,
        options=(("yes", N_("Yes, in plain words")),),
        required=N_("Please say it first: harm to anybody cannot stay between you."),
    )


@dataclass(frozen=True, slots=True)
class HeldForm:
    """A later talk took place; nothing else is asked."""


@use_case(may=May.COUNSEL)
def book(work: Work, case_id: UUID, form: BookForm) -> UUID:
    """Book a talk and return its id; a taken room is InvalidForm, no basis to help NoBasis."""
    case = work.find(Case, case_id)
    require(work, sharing_in(case, Purpose.HELP))
    session = _new(work, case.id, case.student_id, form)
    work.about(session)
    return session.id


@use_case(may=May.COUNSEL, access=Access.READ)
def room_days(work: Work, case_id: UUID) -> tuple[RoomDay, ...]:
    """Return two weeks of the room where a young person would come: what is taken, what is free.

    It tells times alone, also of what is booked for others.
    """
    case = work.find(Case, case_id)
    room = room_of(work.find(Student, case.student_id))
    return days_of(work, room, work.today, MINUTES, DAYS_SHOWN)


@use_case(may=May.COUNSEL)
def move(work: Work, session_id: UUID, form: MoveForm) -> UUID:
    """Move a talk to a new time; the old appointment stays visible as moved."""
    old = own_talk(work, session_id)
    work.transition(old, SESSION, SessionAction.MOVE, "new_time")
    old.reason, old.asked_by = form.reason, form.asked_by
    work.db.flush()
    new = _new(work, old.case_id, old.student_id, form)
    work.db.flush()
    old.moved_to = new.id
    return new.id


@use_case(may=May.COUNSEL)
def hold(work: Work, session_id: UUID, form: FirstHeldForm | HeldForm) -> str:
    """Record that the talk took place, and return what the young person says about talking.

    The first one needs their own word, and whoever has said no is asked again before the next.
    """
    session = own_talk(work, session_id)
    before = talk_consent(work, session.case_id)
    said = form.talk_consent if isinstance(form, FirstHeldForm) else ""
    facts = ("consent",) if said or before in TALKS else ()
    work.transition(session, SESSION, SessionAction.HOLD, *facts)
    session.talk_consent = said or before
    session.limits_told_at = work.now if said else None
    # Somebody has spoken with the young person.
    work.find(Case, session.case_id).contact_due_at = None
    return session.talk_consent


def _new(work: Work, case_id: UUID, student_id: UUID, form: BookForm) -> CounsellingSession:
    start, end = _span(work, form)
    room = room_of(work.find(Student, student_id))
    taken = taken_times(work, room, start, end)
    if taken:
        times = ", ".join(taken)
        raise InvalidForm({"at": Problem(TAKEN, {"times": times})})
    session = CounsellingSession(
        case_id=case_id, student_id=student_id, room=room, starts_at=start, ends_at=end,
        state=SessionState.BOOKED.value, talk_consent="", missed_by="",
    )  # fmt: skip
    work.db.add(session)
    return session


def _span(work: Work, form: BookForm) -> tuple[datetime, datetime]:
    start = typed_moment(work, form.day, form.at)
    if start < work.now - timedelta(hours=12):
        raise InvalidForm({"day": Problem(PAST)})
    return start, start + timedelta(minutes=int(form.minutes or MINUTES))
