"""The chronology of a case, as far as the reader may see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from wellbeing.handoff_flow import HANDOFF, reference
from wellbeing.models import Case, Plan, Transition
from wellbeing.services.cases.views import CaseReferral, Event, FollowUpRow, SessionRow

# What the chronology reads: sessions, versions of the plan, follow-ups, and all else by moment.
Happened = tuple[tuple[datetime, str, str], ...]
Parts = tuple[tuple[SessionRow, ...], tuple[Plan, ...], tuple[FollowUpRow, ...], Happened]


def timeline(
    case: Case,
    referrals: Sequence[CaseReferral],
    transitions: Iterable[Transition],
    parts: Parts,
    now: datetime,
) -> tuple[Event, ...]:
    """Return everything that happened, the newest first."""
    numbers = {one.id: one.number for one in referrals} | {case.id: case.number}
    events = [_step(one, numbers) for one in transitions]
    events += [Event(one.sent_at, "referral", "sent", one.number) for one in referrals]
    events.append(Event(case.opened_at, "case", "opened", case.number))
    events += _care_events(now, *parts)
    return tuple(sorted(events, key=lambda event: event.at, reverse=True))


def _step(one: Transition, numbers: Mapping[UUID, str]) -> Event:
    """Return a step of a referral or of the case, or of what was handed over by its short name."""
    if one.machine == HANDOFF.name:
        return Event(one.at, one.machine, f"handoff_{one.action}", reference(one.object_id))
    return Event(one.at, one.machine, one.action, numbers[one.object_id])


def _care_events(
    now: datetime,
    sessions: Sequence[SessionRow],
    plans: Sequence[Plan],
    follow_ups: Sequence[FollowUpRow],
    others: Happened,
) -> Iterator[Event]:
    yield from (Event(at, kind, action, "") for at, kind, action in others)
    for one in sessions:
        if one.starts_at <= now:
            yield Event(one.starts_at, "session", f"session_{one.state}", "")
    for plan in plans:
        number = str(plan.version)
        if plan.proposed_at:
            yield Event(plan.proposed_at, "plan", "plan_proposed", number)
        if plan.in_force_at:
            yield Event(plan.in_force_at, "plan", "plan_in_force", number)
    for look in follow_ups:
        if look.done_at:
            yield Event(look.done_at, "follow_up", f"follow_up_{look.state}", "")
