"""What a case shows: every view of it, as far as the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from wellbeing.guide import Step
from wellbeing.rules import Standing


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of a case list."""

    id: UUID
    number: str
    state: str
    student: str
    urgency: str
    opened_at: datetime
    contact_due_at: datetime | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on the case team."""

    name: str
    role: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the timeline."""

    at: datetime
    machine: str
    action: str
    number: str


@dataclass(frozen=True, slots=True)
class CaseReferral:
    """A referral that led to the case."""

    id: UUID
    number: str
    source: str
    sent_at: datetime
    told: bool


@dataclass(frozen=True, slots=True)
class SessionRow:
    """An appointment, and the two lines that flow where the reader may open them."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    state: str
    noted: bool
    others_need: str


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """A promised look, and how it was."""

    id: UUID
    due_on: date
    state: str
    outcome: str
    done_at: datetime | None
    text: str
    way: str = ""
    replies: tuple[TapsRow, ...] = ()


@dataclass(frozen=True, slots=True)
class TapsRow:
    """What came back by a two-tap link: from whom, how it is, whether they want a call."""

    party: str
    at: datetime
    how: str
    talk: bool


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often people should meet at this urgency, and the windows in which they did not."""

    contacts: int
    days: int
    kept: int
    missing: tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True)
class ClosingView:
    """How the case ended, in the part that is the reader's."""

    id: UUID
    closed_at: datetime
    reason: str
    text: str
    # Who had been told by then, and why the checklist was set aside: for those who run the case.
    told: tuple[str, ...] = ()
    exception: str = ""


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as the reader may see it; a guardian gets no referrals and no urgency."""

    id: UUID
    number: str
    state: str
    # What it is in the middle of, derived: for those who run the case; to others the bare state.
    label: str
    student_id: UUID
    student: str
    birth_date: date | None
    age: int | None
    school: str
    class_name: str
    urgency: str
    opened_at: datetime
    contact_due_at: datetime | None
    standing: Standing
    team: tuple[Member, ...]
    referrals: tuple[CaseReferral, ...]
    timeline: tuple[Event, ...]
    may_invite: bool
    # As what the actor may read and not act: supervisor, review, emergency; "" where they act.
    reads_as: str
    path: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    sessions: tuple[SessionRow, ...]
    follow_ups: tuple[FollowUpRow, ...]
    closing: ClosingView | None
    reopened: int
    rhythm: Rhythm | None
