"""What the guide knows about a case: states, people and moments, never a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SessionFact:
    """One appointment."""

    id: UUID
    state: str
    starts_at: datetime
    ends_at: datetime
    noted: bool = False
    # The young person said no to talking.
    declined: bool = False
    # Missed by the young person or the family, for no good reason that anybody knows.
    unexcused: bool = False
    # How often somebody tried to reach them since, and whether they were reached.
    tries: int = 0
    reached: bool = False


@dataclass(frozen=True, slots=True)
class AnswerFact:
    """What one party said to the newest version; "" as long as they said nothing.

    Without a guardian's id it is the young person.
    """

    guardian_id: UUID | None
    user_id: UUID | None
    answer: str = ""
    # By how many ways somebody tried to reach them, and when last.
    ways: int = 0
    tried_at: datetime | None = None
    said_at: datetime | None = None
    # Since when they see more of the version than when they said yes.
    again_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlanFact:
    """The newest version of the plan."""

    id: UUID
    state: str
    drafted_at: datetime
    proposed_at: datetime | None = None
    answer_due_at: datetime | None = None
    in_force_at: datetime | None = None
    review_on: date | None = None
    answers: tuple[AnswerFact, ...] = ()
    reviewed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TaskFact:
    """A task of the plan in force; `user_id` where its owner has an account."""

    id: UUID
    party: str
    user_id: UUID | None
    due_on: date
    state: str
    since: datetime


@dataclass(frozen=True, slots=True)
class DatedFact:
    """Something with a day: a follow-up, a review of what is withheld, a question."""

    id: UUID
    since: datetime
    on: date


@dataclass(frozen=True, slots=True)
class TeacherFact:
    """A teacher of the team, and when they last told what they see, or joined."""

    user_id: UUID
    since: datetime


@dataclass(frozen=True, slots=True)
class TransferFact:
    """A colleague who was asked to take the case on, or declined and nobody has read it yet."""

    id: UUID
    state: str
    to_id: UUID
    asked_at: datetime
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BasisFact:
    """A consent that was asked for, or a duty that was named, for one purpose and recipient."""

    id: UUID
    purpose: str
    recipient_id: UUID | None
    fields: frozenset[str]
    kind: str
    state: str
    since: datetime
    user_id: UUID | None = None
    # Until when the family must be told, where that is still owed.
    inform_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class HandoffFact:
    """A handing over that is not finished; `since` is when its last step was taken."""

    id: UUID
    state: str
    since: datetime
    answer_due_at: datetime | None = None
    hold_until: date | None = None


@dataclass(frozen=True, slots=True)
class HarmFact:
    """A report of harm without an outcome; since it was noticed, or since it was reported."""

    id: UUID
    state: str
    since: datetime


@dataclass(frozen=True, slots=True)
class SafetyFact:
    """When one of the two fastest levels began, and what was done for safety since."""

    crisis_at: datetime | None = None
    contacts: tuple[datetime, ...] = ()
    reviewed_at: datetime | None = None
    # When the newest safety plan was last looked at together.
    plan_at: datetime | None = None
    # When a guardian or another safe adult was last told.
    told_at: datetime | None = None

    @property
    def review_owed(self) -> bool:
        """Whether nobody who supervises has looked at the last crisis."""
        return self.crisis_at is not None and (
            self.reviewed_at is None or self.reviewed_at < self.crisis_at
        )


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the guide knows about a case; no text, only states, people and moments."""

    id: UUID
    state: str
    opened_at: datetime
    contact_started_at: datetime
    contact_due_at: datetime | None = None
    urgency: str = "u4"
    counsellors: tuple[UUID, ...] = ()
    # Who supervises these counsellors, as far as the reader may know.
    supervisors: tuple[UUID, ...] = ()
    sessions: tuple[SessionFact, ...] = ()
    plan: PlanFact | None = None
    tasks: tuple[TaskFact, ...] = ()
    teachers: tuple[TeacherFact, ...] = ()
    questions: tuple[DatedFact, ...] = ()
    withholdings: tuple[DatedFact, ...] = ()
    follow_ups: tuple[DatedFact, ...] = ()
    closing_since: datetime | None = None
    # When it was opened again, where a plan of before has ended.
    reopened_at: datetime | None = None
    emergencies: tuple[DatedFact, ...] = ()
    transfers: tuple[TransferFact, ...] = ()
    # Contacts beside talks; answers by two taps that nobody has looked at; letters that wait.
    contacts: tuple[datetime, ...] = ()
    heard: tuple[DatedFact, ...] = ()
    complaints: tuple[DatedFact, ...] = ()
    offers: tuple[DatedFact, ...] = ()
    bases: tuple[BasisFact, ...] = ()
    # The day from which the young person decides alone, where it is known and has come.
    own_since: date | None = None
    handoffs: tuple[HandoffFact, ...] = ()
    harm: tuple[HarmFact, ...] = ()
    # Reports of which a guardian is not told, each with the day on which that is decided again.
    holds: tuple[DatedFact, ...] = ()
    # Whether there is nobody in the family whom one may tell now.
    all_held: bool = False
    # Forms with an answer that somebody speaks with the young person about that day.
    to_speak: tuple[DatedFact, ...] = ()
    safety: SafetyFact = SafetyFact()
