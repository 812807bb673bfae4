"""An incident: measures, each side prepared, the meeting, what was promised, the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from wellbeing.incident_flow import IncidentState
from wellbeing.rules import RulePack, clock_due
from wellbeing.steps.asker import Owner, Step, What, end_of_day
from wellbeing.workflow import TaskState


@dataclass(frozen=True, slots=True)
class ItemFact:
    """A promise, a payment or a look, with its day."""

    id: UUID
    kind: str
    since: datetime
    due_on: date
    state: str
    # The guardian who looks, where their side receives this payment; whether it is said to be paid.
    receiver: UUID | None = None
    told: bool = False
    # Since when a proof of it stands; since when those who receive it object to one.
    proven_at: datetime | None = None
    objected_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """What the guide knows about an incident; no text."""

    id: UUID
    state: str
    recorded_by: UUID
    recorded_at: datetime
    confirmed: bool
    # Since when a decision waits to be made again, because what it rested on was corrected.
    decide_again: datetime | None = None
    unprepared: tuple[UUID, ...] = ()
    meeting_at: datetime | None = None
    met_at: datetime | None = None
    ended_at: datetime | None = None
    items: tuple[ItemFact, ...] = ()
    # Guardians with an account whose side has not signed yet.
    to_sign: tuple[UUID, ...] = ()


_DAY = timedelta(days=1)
_BEFORE = (IncidentState.PROPOSED, IncidentState.PREPARING)
_KINDS = {
    "payment": What.RECEIVE_PAYMENT,
    "promise": What.SEE_PROMISE_KEPT,
    "check": What.CHECK_AGREEMENT,
}


def incident_steps(one: IncidentFacts, pack: RulePack, now: datetime) -> tuple[Step, ...]:
    """Return everything that is next in an incident, the earliest first; nothing once closed."""
    if one.state == IncidentState.CLOSED:
        return ()
    found = [*_before(one, pack), *_meeting(one, pack), *_items(one, pack, now), *_after(one, pack)]
    return tuple(sorted(found, key=lambda step: (step.due_at, step.what, str(step.object_id))))


def _step(one: IncidentFacts, what: What, since: datetime, due: datetime) -> Step:
    return Step(Owner.OFFICER, what, due, since, one.id, (one.recorded_by,))


def _clock(one: IncidentFacts, pack: RulePack, what: What, since: datetime, clock: str) -> Step:
    return _step(one, what, since, clock_due(pack, clock, since))


def _before(one: IncidentFacts, pack: RulePack) -> Iterator[Step]:
    if one.decide_again is not None and one.state != IncidentState.FULFILLED:
        yield _clock(one, pack, What.CONFIRM_MEASURES, one.decide_again, "incident_measures")
    elif one.state in _BEFORE and not one.confirmed:
        yield _clock(one, pack, What.CONFIRM_MEASURES, one.recorded_at, "incident_measures")
    elif one.state in _BEFORE and (one.unprepared or one.state == IncidentState.PROPOSED):
        yield _clock(one, pack, What.PREPARE_SIDES, one.recorded_at, "incident_prepare")
    elif one.state == IncidentState.PREPARING:
        yield _clock(one, pack, What.FIX_MEETING, one.recorded_at, "incident_prepare")


def _meeting(one: IncidentFacts, pack: RulePack) -> Iterator[Step]:
    if one.state == IncidentState.READY and one.meeting_at is not None:
        yield _step(one, What.HOLD_MEETING, one.recorded_at, one.meeting_at)
    if one.state == IncidentState.MET and one.met_at is not None:
        yield _clock(one, pack, What.SIGN_AGREEMENT, one.met_at, "incident_agreement")
        due = clock_due(pack, "incident_agreement", one.met_at)
        for user_id in one.to_sign:
            yield Step(Owner.GUARDIAN, What.SIGN_AGREEMENT, due, one.met_at, one.id, (user_id,))


def _items(one: IncidentFacts, pack: RulePack, now: datetime) -> Iterator[Step]:
    for item in one.items:
        if item.state == TaskState.OPEN:
            step = _item(one, item, pack)
            yield step
            asked = _asked(item, step, now)
            if item.receiver and asked is not None:
                to = (item.receiver,)
                yield Step(Owner.GUARDIAN, asked, step.due_at, step.since, one.id, to)


def _item(one: IncidentFacts, item: ItemFact, pack: RulePack) -> Step:
    """Return what whoever leads it does about an open line: by its day, or by a clock of its own.

    A proof of a payment waits until those who receive it had their time to object.
    """
    if item.objected_at is not None:
        clock = "incident_agreement"
        return _clock(one, pack, What.SPEAK_OF_PAYMENT, item.objected_at, clock)
    if item.proven_at is not None:
        return _clock(one, pack, What.RECEIVE_PAYMENT, item.proven_at, "payment_objection")
    return _step(one, _KINDS[item.kind], item.since, end_of_day(pack, item.due_on))


def _asked(item: ItemFact, step: Step, now: datetime) -> What | None:
    """Return what those who receive a payment are asked; who has objected waits for the officer."""
    if item.objected_at is not None:
        return None
    if item.proven_at is not None:
        return What.ANSWER_PROOF
    return What.CONFIRM_RECEIVED if item.told or now > step.due_at - _DAY else None


_ENDED = (IncidentState.FULFILLED, IncidentState.PARTLY, IncidentState.STOPPED)


def _after(one: IncidentFacts, pack: RulePack) -> Iterator[Step]:
    waiting = any(item.state == TaskState.OPEN for item in one.items)
    since = one.ended_at or one.recorded_at
    if one.state == IncidentState.BROKEN:
        yield _clock(one, pack, What.LEAD_ON, since, "incident_close")
    elif one.state in _ENDED and not waiting:
        yield _clock(one, pack, What.CLOSE_INCIDENT, since, "incident_close")
