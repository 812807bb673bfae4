"""Guarded states: one table per machine, one function that writes `state`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Protocol

from wellbeing.errors import InvalidTransition


@dataclass(frozen=True, slots=True)
class Step:
    """Where an action leads, and which facts must hold before it may be taken."""

    to: StrEnum
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Machine:
    """A named table of guarded steps."""

    name: str
    table: Mapping[tuple[StrEnum, StrEnum], Step]

    def step(self, state: str, action: StrEnum) -> Step:
        """Return the step for this pair, or raise InvalidTransition."""
        for (start, act), step in self.table.items():
            if start == state and act == action:
                return step
        raise InvalidTransition()

    def actions(self, state: str) -> frozenset[StrEnum]:
        """Return what can be done from this state."""
        return frozenset(action for (start, action) in self.table if start == state)


class Stateful(Protocol):
    """A record with a guarded state."""

    state: str


def advance(record: Stateful, machine: Machine, action: StrEnum, facts: Iterable[str] = ()) -> str:
    """Move the record by one action and return the state it left; the only writer of `state`."""
    left = record.state
    step = machine.step(left, action)
    if set(step.needs) - set(facts):
        raise InvalidTransition()
    record.state = step.to.value
    return left


class ReferralState(StrEnum):
    """Machine A: one report by one person."""

    SUBMITTED = auto()
    SCREENING = auto()
    NEEDS_INFO = auto()
    DECIDED = auto()
    TOLD_BACK = auto()
    WITHDRAWN = auto()


class ReferralAction(StrEnum):
    """What can be done to a referral."""

    ACKNOWLEDGE = auto()
    ASK = auto()
    ANSWER = auto()
    TAKE_BACK_QUESTION = auto()
    DECIDE = auto()
    TELL_BACK = auto()
    WITHDRAW = auto()


def _referral_table() -> dict[tuple[StrEnum, StrEnum], Step]:
    s, a = ReferralState, ReferralAction
    return {
        (s.SUBMITTED, a.ACKNOWLEDGE): Step(s.SCREENING),
        (s.SUBMITTED, a.WITHDRAW): Step(s.WITHDRAWN),
        (s.SCREENING, a.ASK): Step(s.NEEDS_INFO, needs=("question",)),
        (s.NEEDS_INFO, a.ANSWER): Step(s.SCREENING, needs=("answer",)),
        (s.NEEDS_INFO, a.TAKE_BACK_QUESTION): Step(s.SCREENING),
        (s.SCREENING, a.DECIDE): Step(s.DECIDED, needs=("urgency", "outcome", "reason")),
        # The headline: nobody leaves `decided` before the person who reported was answered.
        (s.DECIDED, a.TELL_BACK): Step(s.TOLD_BACK, needs=("reply",)),
    }


REFERRAL = Machine("referral", _referral_table())
OPEN_REFERRAL = (
    ReferralState.SUBMITTED,
    ReferralState.SCREENING,
    ReferralState.NEEDS_INFO,
    ReferralState.DECIDED,
)


class SelfReferralState(StrEnum):
    """What a young person asked for by a link: it waits for a person's decision."""

    WAITING = auto()
    TAKEN_UP = auto()
    SET_ASIDE = auto()


class SelfReferralAction(StrEnum):
    """What can be done to it."""

    TAKE_UP = auto()
    SET_ASIDE = auto()


def _self_referral_table() -> dict[tuple[StrEnum, StrEnum], Step]:
    s, a = SelfReferralState, SelfReferralAction
    return {
        (s.WAITING, a.TAKE_UP): Step(s.TAKEN_UP, needs=("referral",)),
        (s.WAITING, a.SET_ASIDE): Step(s.SET_ASIDE, needs=("reason",)),
        # A mistake is made good as long as the words are there.
        (s.SET_ASIDE, a.TAKE_UP): Step(s.TAKEN_UP, needs=("referral",)),
    }


SELF_REFERRAL = Machine("self-referral", _self_referral_table())


class CaseState(StrEnum):
    """Machine B: one young person's help at one time."""

    OPEN = auto()
    CLOSING = auto()
    CLOSED = auto()


class CaseAction(StrEnum):
    """What can be done to a case."""

    BEGIN_CLOSING = auto()
    CLOSE = auto()
    RESUME = auto()
    REOPEN = auto()


CASE = Machine(
    "case",
    {
        (CaseState.OPEN, CaseAction.BEGIN_CLOSING): Step(CaseState.CLOSING),
        (CaseState.CLOSING, CaseAction.RESUME): Step(CaseState.OPEN),
        (CaseState.CLOSING, CaseAction.CLOSE): Step(
            CaseState.CLOSED, needs=("summary", "nothing_open")
        ),
        (CaseState.CLOSED, CaseAction.REOPEN): Step(CaseState.OPEN, needs=("reason",)),
    },
)


class PlanState(StrEnum):
    """Machine D: one version of a plan."""

    DRAFT = auto()
    PROPOSED = auto()
    IN_FORCE = auto()
    SUPERSEDED = auto()
    ENDED = auto()


class PlanAction(StrEnum):
    """What can be done to a version."""

    PROPOSE = auto()
    AGREE = auto()
    REVISE = auto()
    END = auto()


PLAN = Machine(
    "plan",
    {
        (PlanState.DRAFT, PlanAction.PROPOSE): Step(PlanState.PROPOSED, needs=("goal", "task")),
        # Silence is no agreement: everybody who decides agreed, or a basis is named.
        (PlanState.PROPOSED, PlanAction.AGREE): Step(PlanState.IN_FORCE, needs=("basis",)),
        (PlanState.PROPOSED, PlanAction.REVISE): Step(PlanState.SUPERSEDED),
        (PlanState.IN_FORCE, PlanAction.REVISE): Step(PlanState.SUPERSEDED),
        (PlanState.IN_FORCE, PlanAction.END): Step(PlanState.ENDED),
    },
)


class SessionState(StrEnum):
    """Machine E: one appointment in the room."""

    BOOKED = auto()
    HELD = auto()
    MISSED = auto()
    MOVED = auto()


class SessionAction(StrEnum):
    """What becomes of an appointment."""

    HOLD = auto()
    MISS = auto()
    MOVE = auto()


SESSION = Machine(
    "session",
    {
        (SessionState.BOOKED, SessionAction.HOLD): Step(SessionState.HELD, needs=("consent",)),
        (SessionState.BOOKED, SessionAction.MISS): Step(SessionState.MISSED, needs=("by_whom",)),
        (SessionState.BOOKED, SessionAction.MOVE): Step(SessionState.MOVED, needs=("new_time",)),
    },
)


class TransferState(StrEnum):
    """A case that one counsellor wants to hand over to another, who must say yes."""

    ASKED = auto()
    ACCEPTED = auto()
    DECLINED = auto()
    TAKEN_BACK = auto()


class TransferAction(StrEnum):
    """What becomes of it; until it is accepted the sender keeps the case."""

    ACCEPT = auto()
    DECLINE = auto()
    TAKE_BACK = auto()


TRANSFER = Machine(
    "transfer",
    {
        (TransferState.ASKED, TransferAction.ACCEPT): Step(TransferState.ACCEPTED),
        (TransferState.ASKED, TransferAction.DECLINE): Step(
            TransferState.DECLINED, needs=("reason",)
        ),
        (TransferState.ASKED, TransferAction.TAKE_BACK): Step(TransferState.TAKEN_BACK),
    },
)


class TaskState(StrEnum):
    """A task or a follow-up; whether it is overdue is computed."""

    OPEN = auto()
    DONE = auto()
    NOT_POSSIBLE = auto()
    CANCELLED = auto()


class TaskAction(StrEnum):
    """What becomes of a task."""

    DO = auto()
    GIVE_UP = auto()
    CANCEL = auto()


TASK = Machine(
    "task",
    {
        (TaskState.OPEN, TaskAction.DO): Step(TaskState.DONE),
        (TaskState.OPEN, TaskAction.GIVE_UP): Step(TaskState.NOT_POSSIBLE, needs=("reason",)),
        (TaskState.OPEN, TaskAction.CANCEL): Step(TaskState.CANCELLED),
    },
)
