"""The guide: from facts about a case and the clock to what is next, whose it is, and by when.

A pure function. Home pages, the case page, reminders and escalation are all readings of it, so
that no promise depends on somebody remembering it. The steps of each noun are in `steps/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from uuid import UUID

from wellbeing.facts import CaseFacts
from wellbeing.rules import RulePack
from wellbeing.steps import (
    consent,
    crisis,
    emergency,
    handoffs,
    plan,
    promises,
    safety,
    school,
    sessions,
    transfers,
)
from wellbeing.steps.asker import AT_ONCE, Asker, Owner, Step, What
from wellbeing.workflow import CaseState

__all__ = ["AT_ONCE", "Owner", "Step", "What", "for_user", "next_steps"]

# What is asked of a case that is not closed, noun by noun.
_OPEN: tuple[Callable[[Asker], Iterator[Step]], ...] = (
    safety.harm,
    crisis.safety,
    sessions.team,
    consent.consents,
    transfers.transfers,
    sessions.sessions,
    sessions.rhythm,
    plan.planning,
    plan.tasks,
    school.observations,
    promises.promises,
    handoffs.handoffs,
    promises.closing,
    emergency.emergencies,
)
# What is asked of a closed one.
_CLOSED: tuple[Callable[[Asker], Iterator[Step]], ...] = (
    safety.harm,
    promises.follow_ups,
    promises.letters,
    emergency.emergencies,
    handoffs.handoffs,
)


def next_steps(case: CaseFacts, pack: RulePack, now: datetime) -> tuple[Step, ...]:
    """Return everything that is next in a case: what cannot wait, then the earliest first.

    A case that is not closed always has at least one step, and every step has an owner.
    """
    ask = Asker(case, pack, now)
    asked = _CLOSED if case.state == CaseState.CLOSED else _OPEN
    found = [step for steps in asked for step in steps(ask)]
    return tuple(sorted(found, key=_place))


def _place(step: Step) -> tuple[bool, datetime, str, str]:
    return step.what not in AT_ONCE, step.due_at, step.what, str(step.object_id)


def for_user(steps: Iterable[Step], user_id: UUID) -> tuple[Step, ...]:
    """Return the steps that are this person's to take."""
    return tuple(step for step in steps if user_id in step.user_ids)
