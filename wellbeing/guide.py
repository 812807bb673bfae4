"""The guide: from facts about a case and the clock to what is next, whose it is, and by when.

A pure function. Home pages, the case page, reminders and escalation are all readings of it, so
that no promise depends on somebody remembering it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum, auto
from uuid import UUID

from wellbeing.facts import CaseFacts, PlanFact, SessionFact
from wellbeing.rules import RulePack, Standing, clock_due, standing
from wellbeing.workflow import CaseState, PlanState, SessionState, TaskState


class Owner(StrEnum):
    """Whose step it is."""

    COORDINATOR = auto()
    COUNSELLOR = auto()
    GUARDIAN = auto()
    HELPER = auto()  # an officer or a teacher with a task of their own


class What(StrEnum):
    """What is to be done."""

    ASSIGN = auto()
    BOOK_FIRST = auto()
    HOLD_SESSION = auto()
    RECORD_SESSION = auto()
    SIGN_NOTE = auto()
    BOOK_AGAIN = auto()
    BOOK_NEXT = auto()
    REVIEW_MISSED = auto()
    DRAFT_PLAN = auto()
    PROPOSE_PLAN = auto()
    ANSWER_PLAN = auto()
    CALL_FAMILY = auto()
    TALK_ABOUT_PLAN = auto()
    NAME_BASIS = auto()
    REVIEW_PLAN = auto()
    DO_TASK = auto()
    ANSWER_FAMILY = auto()
    REVIEW_WITHHOLDING = auto()
    FINISH_CLOSING = auto()
    FOLLOW_UP = auto()
    LOOK_AGAIN = auto()


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


# Sessions at least this often while a case is active (PRACTICE §2, contact cadence).
CADENCE_DAYS = {"u0": 1, "u1": 4, "u2": 7, "u3": 14, "u4": 21}
_LOOK_AGAIN = timedelta(days=30)
_DAY_END = time(23, 59, 59)


def next_steps(case: CaseFacts, pack: RulePack, now: datetime) -> tuple[Step, ...]:
    """Return everything that is next in a case, the earliest first.

    A case that is not closed always has at least one step, and every step has an owner.
    """
    guide = _Guide(case, pack, now)
    if case.state == CaseState.CLOSED:
        found = list(guide.follow_ups())
    else:
        found = list(guide.all_open()) or [guide.look_again()]
    return tuple(sorted(found, key=lambda step: (step.due_at, step.what, str(step.object_id))))


def for_user(steps: Iterable[Step], user_id: UUID) -> tuple[Step, ...]:
    """Return the steps that are this person's to take."""
    return tuple(step for step in steps if user_id in step.user_ids)


def missed_too_often(sessions: Iterable[SessionFact]) -> bool:
    """Tell whether two in a row or three of the last six were missed: then people talk."""
    kept = (SessionState.HELD, SessionState.MISSED)
    past = [one.state for one in sorted(sessions, key=lambda s: s.starts_at) if one.state in kept]
    return past[-2:].count("missed") == 2 or past[-6:].count("missed") >= 3


@dataclass(frozen=True, slots=True)
class _Guide:
    case: CaseFacts
    pack: RulePack
    now: datetime

    def all_open(self) -> Iterator[Step]:
        yield from self.team()
        yield from self.sessions()
        yield from self.rhythm()
        yield from self.planning()
        yield from self.tasks()
        yield from self.promises()
        if self.case.state == CaseState.CLOSING:
            since = self.case.closing_since or self.case.opened_at
            yield self.ours(What.FINISH_CLOSING, since, "closing", self.case.id)

    def team(self) -> Iterator[Step]:
        if not self.case.counsellors:
            due = self.due("assign", self.case.opened_at)
            yield Step(Owner.COORDINATOR, What.ASSIGN, due, self.case.opened_at, self.case.id)

    def sessions(self) -> Iterator[Step]:
        for one in self.case.sessions:
            if one.state == SessionState.BOOKED and one.ends_at > self.now:
                yield self.step(What.HOLD_SESSION, one.starts_at, one.ends_at, one.id)
            elif one.state == SessionState.BOOKED:
                yield self.ours(What.RECORD_SESSION, one.ends_at, "note", one.id)
            elif one.state == SessionState.HELD and not one.noted:
                yield self.ours(What.SIGN_NOTE, one.ends_at, "note", one.id)

    def rhythm(self) -> Iterator[Step]:
        """The first talk, another try after a missed one, the next one in time."""
        past = sorted(self.case.sessions, key=lambda s: s.starts_at)
        held = [one for one in past if one.state == SessionState.HELD]
        missed = bool(past) and past[-1].state == SessionState.MISSED
        if missed_too_often(past):
            yield self.ours(What.REVIEW_MISSED, past[-1].ends_at, "missed_review", past[-1].id)
        if any(one.state == SessionState.BOOKED for one in past):
            return
        if self.case.state == CaseState.CLOSING:
            return
        if missed:
            yield self.ours(What.BOOK_AGAIN, past[-1].ends_at, "missed", past[-1].id)
        elif not held:
            since = self.case.contact_started_at
            due = self.case.contact_due_at or self.due("first_session", since)
            yield self.step(What.BOOK_FIRST, since, due, self.case.id)
        else:
            days = CADENCE_DAYS.get(self.case.urgency, CADENCE_DAYS["u4"])
            last = held[-1].ends_at
            yield self.step(What.BOOK_NEXT, last, last + timedelta(days=days), self.case.id)

    def planning(self) -> Iterator[Step]:
        plan = self.case.plan
        held = [one for one in self.case.sessions if one.state == SessionState.HELD]
        if self.case.state == CaseState.CLOSING:
            return
        if plan is None or plan.state == PlanState.ENDED:
            if held:
                first = min(one.ends_at for one in held)
                yield self.ours(What.DRAFT_PLAN, first, "plan_draft", self.case.id)
        elif plan.state == PlanState.DRAFT:
            yield self.ours(What.PROPOSE_PLAN, plan.drafted_at, "plan_propose", plan.id)
        elif plan.state == PlanState.PROPOSED:
            yield from self.answers(plan)
        elif plan.state == PlanState.IN_FORCE and plan.review_on is not None:
            since = plan.in_force_at or plan.drafted_at
            yield self.step(What.REVIEW_PLAN, since, self.end_of(plan.review_on), plan.id)

    def answers(self, plan: PlanFact) -> Iterator[Step]:
        """Silence is chased by a call and another way, never taken for agreement."""
        since = plan.proposed_at or plan.drafted_at
        due = plan.answer_due_at or self.due("plan_answer", since)
        late = self.now > due
        for one in plan.answers:
            if one.answer in ("refused", "wants_talk"):
                yield self.ours(What.TALK_ABOUT_PLAN, since, "plan_talk", plan.id)
            elif not one.answer and one.user_id is not None and not late:
                users = (one.user_id,)
                yield Step(Owner.GUARDIAN, What.ANSWER_PLAN, due, since, plan.id, users)
            elif not one.answer:
                yield self.ours(What.CALL_FAMILY, due if late else since, "plan_call", plan.id)
        if all(one.answer == "agreed" for one in plan.answers):
            yield self.ours(What.NAME_BASIS, since, "plan_talk", plan.id)

    def tasks(self) -> Iterator[Step]:
        for one in self.case.tasks:
            if one.state != TaskState.OPEN:
                continue
            due = self.end_of(one.due_on)
            if one.user_id is None or one.user_id in self.case.counsellors:
                yield self.step(What.DO_TASK, one.since, due, one.id)
            else:
                owner = Owner.GUARDIAN if one.party == "guardian" else Owner.HELPER
                yield Step(owner, What.DO_TASK, due, one.since, one.id, (one.user_id,))

    def promises(self) -> Iterator[Step]:
        for one in self.case.questions:
            yield self.ours(What.ANSWER_FAMILY, one.since, "family_question", one.id)
        for one in self.case.withholdings:
            yield self.step(What.REVIEW_WITHHOLDING, one.since, self.end_of(one.on), one.id)
        yield from self.follow_ups()

    def follow_ups(self) -> Iterator[Step]:
        for one in self.case.follow_ups:
            yield self.step(What.FOLLOW_UP, one.since, self.end_of(one.on), one.id)

    def look_again(self) -> Step:
        last = max([self.case.opened_at, *(one.ends_at for one in self.case.sessions)])
        return self.step(What.LOOK_AGAIN, last, last + _LOOK_AGAIN, self.case.id)

    def ours(self, what: What, since: datetime, clock: str, object_id: UUID) -> Step:
        return self.step(what, since, self.due(clock, since), object_id)

    def step(self, what: What, since: datetime, due: datetime, object_id: UUID) -> Step:
        """A step of the counsellors; of the coordinator where there is none."""
        owner = Owner.COUNSELLOR if self.case.counsellors else Owner.COORDINATOR
        return Step(owner, what, due, since, object_id, self.case.counsellors)

    def due(self, clock: str, since: datetime) -> datetime:
        return clock_due(self.pack, clock, since)

    def end_of(self, day: date) -> datetime:
        return datetime.combine(day, _DAY_END, self.pack.time_zone)
