"""After the two fastest levels: somebody speaks, a safety plan, a review, and the days after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from wellbeing.facts import SafetyFact
from wellbeing.steps.asker import Asker, Owner, Step, What
from wellbeing.workflow import SessionState

# Contacts after a crisis, by the pack's clocks (PRACTICE §2: 48 hours, day 7, day 30). A contact
# long before its day does not stand for it: each counts from this share of its clock on.
_AFTER = (("crisis_contact", 0.0), ("crisis_week", 3 / 7), ("crisis_month", 0.7))
_FAST = ("u0", "u1", "u2")
_CRISIS = ("u0", "u1")


def safety(ask: Asker) -> Iterator[Step]:
    """Everything that the two fastest levels ask for, and the plan's own clock."""
    known = ask.case.safety
    yield from welfare(ask, known)
    yield from answers(ask, known)
    if known.crisis_at is not None:
        yield from contacts(ask, known, known.crisis_at)
        yield from adult(ask, known, known.crisis_at)
        if known.review_owed:
            yield review(ask, known.crisis_at)
    yield from plan(ask, known)


def review(ask: Asker, since: datetime) -> Step:
    """Whoever supervises looks at it; the coordinator where nobody does, or once it is late."""
    due, who = ask.due("supervision", since), ask.case.supervisors
    if who and ask.now <= due:
        return Step(Owner.SUPERVISOR, What.SUPERVISE, due, since, ask.case.id, who)
    return Step(Owner.COORDINATOR, What.SUPERVISE, due, since, ask.case.id, who)


def contacts(ask: Asker, known: SafetyFact, since: datetime) -> Iterator[Step]:
    """Speak now; then the contacts after a crisis, one after the other."""
    spoken = [one.ends_at for one in ask.case.sessions if one.state == SessionState.HELD]
    level = ask.pack.contact.get(ask.case.urgency)
    if level and not any(at > since for at in (*spoken, *known.contacts)):
        due = since + level.duration.span
        yield ask.step(What.SPEAK_NOW, since, due, ask.case.id)
        return
    begun = [one.starts_at for one in ask.case.sessions if one.state == SessionState.HELD]
    later = [at for at in (*begun, *known.contacts) if at > since]
    for clock, share in _AFTER:
        due = ask.due(clock, since)
        if not any(at > since + share * (due - since) for at in later):
            yield ask.step(What.CRISIS_CONTACT, since, due, ask.case.id)
            return


def adult(ask: Asker, known: SafetyFact, since: datetime) -> Iterator[Step]:
    """At the two fastest levels a guardian or a safe adult knows the same day (PRACTICE §2)."""
    told = known.told_at is not None and known.told_at >= since
    if ask.case.urgency in _CRISIS and not told:
        day = since.astimezone(ask.pack.time_zone).date()
        yield ask.step(What.TELL_ADULT, since, ask.end_of(day), ask.case.id)


def plan(ask: Asker, known: SafetyFact) -> Iterator[Step]:
    """A safety plan within a day, looked at after each contact and by its own clock."""
    crisis, at = known.crisis_at, known.plan_at
    if at is None or (crisis is not None and at < crisis and ask.case.urgency in _FAST):
        if crisis is not None:
            yield ask.ours(What.WRITE_SAFETY_PLAN, crisis, "safety_plan", ask.case.id)
    elif ask.case.urgency in _FAST:
        held = [one.ends_at for one in ask.case.sessions if one.state == SessionState.HELD]
        last = max((one for one in (*held, *known.contacts) if one > at), default=None)
        due = ask.due("safety_plan_look", at) if last is None else ask.due("safety_plan", last)
        yield ask.step(What.LOOK_AT_SAFETY_PLAN, last or at, due, ask.case.id)


def answers(ask: Asker, known: SafetyFact) -> Iterator[Step]:
    """An answer that asks for a talk the same day waits until somebody spoke with them."""
    for one in ask.case.to_speak:
        if not any(at > one.since for at in known.contacts):
            yield ask.step(What.SPEAK_ABOUT_ANSWER, one.since, ask.end_of(one.on), one.id)


def welfare(ask: Asker, known: SafetyFact) -> Iterator[Step]:
    """Whoever did not come at a fast level is looked after the same day."""
    past = [one for one in ask.case.sessions if one.state != SessionState.BOOKED]
    last = max(past, key=lambda one: one.starts_at, default=None)
    if last is None or last.state != SessionState.MISSED or ask.case.urgency not in _FAST:
        return
    if not any(at > last.starts_at for at in known.contacts):
        day = last.starts_at.astimezone(ask.pack.time_zone).date()
        yield ask.step(What.WELFARE_CHECK, last.starts_at, ask.end_of(day), last.id)
