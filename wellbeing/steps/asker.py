"""A next step, and what the files of each noun share to make one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum, auto
from uuid import UUID

from wellbeing.facts import CaseFacts
from wellbeing.rules import Cadence, RulePack, Standing, clock_due, standing

_DAY_END = time(23, 59, 59)


class Owner(StrEnum):
    """Whose step it is."""

    COORDINATOR = auto()
    COUNSELLOR = auto()
    SUPERVISOR = auto()
    COLLEAGUE = auto()  # a counsellor who is asked to take the case on
    GUARDIAN = auto()
    RECEIVER = auto()  # the place that a young person is handed over to
    OFFICER = auto()
    HELPER = auto()  # an officer or a teacher with a task of their own


class What(StrEnum):
    """What is to be done."""

    ASSIGN = auto()
    ANSWER_TRANSFER = auto()
    CHASE_TRANSFER = auto()
    READ_DECLINE = auto()
    BOOK_FIRST = auto()
    HOLD_SESSION = auto()
    RECORD_SESSION = auto()
    SIGN_NOTE = auto()
    CALL_MISSED = auto()
    OTHER_WAY_MISSED = auto()
    WRITE_MISSED = auto()
    BOOK_AGAIN = auto()
    OFFER_AGAIN = auto()
    BOOK_NEXT = auto()
    REVIEW_MISSED = auto()
    DRAFT_PLAN = auto()
    PROPOSE_PLAN = auto()
    ANSWER_PLAN = auto()
    CALL_FAMILY = auto()
    ASK_YOUNG_PERSON = auto()
    ASK_OTHER_WAY = auto()
    DECIDE_SILENCE = auto()
    TALK_ABOUT_PLAN = auto()
    NAME_BASIS = auto()
    REVIEW_PLAN = auto()
    DO_TASK = auto()
    OBSERVE = auto()
    ANSWER_FAMILY = auto()
    TELL_AUTHORITY = auto()
    ASK_OUTCOME = auto()
    REVIEW_HOLD = auto()
    SPEAK_NOW = auto()
    TELL_ADULT = auto()
    SPEAK_ABOUT_ANSWER = auto()
    CRISIS_CONTACT = auto()
    WRITE_SAFETY_PLAN = auto()
    LOOK_AT_SAFETY_PLAN = auto()
    SUPERVISE = auto()
    WELFARE_CHECK = auto()
    ASK_CONSENT = auto()
    ANSWER_CONSENT = auto()
    TAKE_CONSENT = auto()
    ASK_OWN_CONSENT = auto()
    INFORM_FAMILY = auto()
    REVIEW_WITHHOLDING = auto()
    SEND_HANDOFF = auto()
    REPLY_TO_HANDOFF = auto()
    ANSWER_RECEIVER = auto()
    SEE_HANDED_OVER = auto()
    WORD_ON_HANDOFF = auto()
    RESUME_HANDOFF = auto()
    CONFIRM_CANCEL = auto()
    LOOP_HANDOFF = auto()
    FINISH_CLOSING = auto()
    FOLLOW_UP = auto()
    HEAR_ANSWER = auto()
    ANSWER_COMPLAINT = auto()
    ANSWER_OFFER = auto()
    REVIEW_EMERGENCY = auto()
    CONFIRM_MEASURES = auto()
    PREPARE_SIDES = auto()
    FIX_MEETING = auto()
    HOLD_MEETING = auto()
    SIGN_AGREEMENT = auto()
    RECEIVE_PAYMENT = auto()
    CONFIRM_RECEIVED = auto()
    ANSWER_PROOF = auto()
    SPEAK_OF_PAYMENT = auto()
    SEE_PROMISE_KEPT = auto()
    CHECK_AGREEMENT = auto()
    LEAD_ON = auto()
    CLOSE_INCIDENT = auto()
    DECIDE_SEALED = auto()


# What comes before everything else, however late that is: somebody may be in danger now.
AT_ONCE = frozenset(
    {What.TELL_AUTHORITY, What.SPEAK_NOW, What.TELL_ADULT, What.SPEAK_ABOUT_ANSWER,
     What.WELFARE_CHECK}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One next step: who, what, by when, and since when its clock runs."""

    owner: Owner
    what: What
    due_at: datetime
    since: datetime
    object_id: UUID
    user_ids: tuple[UUID, ...] = field(default=())

    def standing(self, now: datetime, percent: int) -> Standing:
        """Return how the step's clock stands."""
        return standing(now, self.since, self.due_at, percent)


@dataclass(frozen=True, slots=True)
class Asker:
    """One case at one moment under one rule pack; makes steps with their clocks."""

    case: CaseFacts
    pack: RulePack
    now: datetime

    def ours(self, what: What, since: datetime, clock: str, object_id: UUID) -> Step:
        """A step of those who run the case, due by a clock of the rule pack."""
        return self.step(what, since, self.due(clock, since), object_id)

    def step(self, what: What, since: datetime, due: datetime, object_id: UUID) -> Step:
        """A step of the counsellors; of the coordinator where there is none."""
        owner = Owner.COUNSELLOR if self.case.counsellors else Owner.COORDINATOR
        return Step(owner, what, due, since, object_id, self.case.counsellors)

    def due(self, clock: str, since: datetime) -> datetime:
        """Return when a clock of the rule pack that began at `since` ends."""
        return clock_due(self.pack, clock, since)

    def cadence(self) -> Cadence:
        """Return how often people meet in a case of this urgency."""
        known = self.pack.care.cadence
        return known.get(self.case.urgency, known["u4"])

    def end_of(self, day: date) -> datetime:
        """Return the end of a day at the site."""
        return end_of_day(self.pack, day)


def end_of_day(pack: RulePack, day: date) -> datetime:
    """Return the end of a day at the site."""
    return datetime.combine(day, _DAY_END, pack.time_zone)
