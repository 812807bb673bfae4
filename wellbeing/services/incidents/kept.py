"""What became of the agreement: kept, paid, not possible, looked at again, or broken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from wellbeing.errors import InvalidTransition, NotFound
from wellbeing.forms import Kind, ask
from wellbeing.gate import Work, use_case
from wellbeing.i18n import N_
from wellbeing.incident_agreement import fulfil, open_item, promise_look
from wellbeing.incident_facts import items_of
from wellbeing.incident_flow import (
    CHECK,
    INCIDENT,
    LOOK,
    PAYMENT,
    PROMISE,
    IncidentAction,
    IncidentState,
    LookAction,
    LookState,
)
from wellbeing.incident_sides import broken_for, law_of, people, responsible
from wellbeing.models import Incident, RepairItem
from wellbeing.policy import May
from wellbeing.workflow import TASK, TaskAction, TaskState


@dataclass(frozen=True, slots=True)
class ProofForm:
    """How it is known that a promise was kept."""

    proof: str = ask(N_("How do you know?"), limit=200, hint=N_("A receipt, who saw it, a date."))


@dataclass(frozen=True, slots=True)
class CheckForm:
    """A look at the agreement: does it hold?"""

    holds: str = ask(
        N_("Does it hold?"), Kind.CHOICE,
        options=(("yes", N_("Yes")), ("partly", N_("In part")), ("no", N_("No"))),
    )  # fmt: skip
    proof: str = ask(N_("What do both sides say?"), limit=400)


@dataclass(frozen=True, slots=True)
class BreakForm:
    """Why the agreement counts as broken."""

    reason: str = ask(N_("What was not kept, and what did they say to it?"), Kind.TEXT, limit=800)


NOT_YOURS = N_("Whoever receives a payment confirms it; without an account here they tell you.")
_FOUND: Mapping[str, LookAction] = {
    "yes": LookAction.HOLDS,
    "partly": LookAction.HOLDS_IN_PART,
    "no": LookAction.FAILS,
}


@use_case(may=May.RUN_INCIDENTS)
def record_kept(work: Work, item_id: UUID, form: ProofForm) -> None:
    """Record that a promise was kept, with its proof; a payment is confirmed by who receives it."""
    item, incident = _promised(work, item_id)
    if item.kind == PAYMENT:
        raise InvalidTransition(NOT_YOURS)
    work.transition(item, TASK, TaskAction.DO)
    item.done_at, item.proof = work.now, form.proof
    work.db.flush()
    fulfil(work, incident)


@use_case(may=May.RUN_INCIDENTS)
def record_not_kept(work: Work, item_id: UUID, form: BreakForm) -> None:
    """Record that a promise cannot be kept; the agreement is kept in part."""
    item, incident = _promised(work, item_id)
    work.transition(item, TASK, TaskAction.GIVE_UP, "reason")
    item.proof = form.reason
    if incident.state == IncidentState.AGREED:
        work.transition(incident, INCIDENT, IncidentAction.KEEP_PARTLY, "some_kept")
        incident.ended_at = work.now


@use_case(may=May.RUN_INCIDENTS)
def look(work: Work, item_id: UUID, form: CheckForm) -> date | None:
    """Record a look at the agreement, and return when it is looked at again because of it.

    What does not hold is looked at again soon, so that nobody forgets it: either both sides find
    another way, or it is declared broken. Until then the incident cannot end.
    """
    item, incident = open_item(work, item_id)
    if item.kind != CHECK:
        raise NotFound()
    action = _FOUND[form.holds]
    work.transition(item, LOOK, action)
    item.done_at, item.proof = work.now, form.proof
    work.detail = form.holds
    return None if action is LookAction.HOLDS else _look_again(work, incident)


def _look_again(work: Work, incident: Incident) -> date:
    """Return the day of the next look: within the days of the pack's first one."""
    days = min(one.numbers["days"] for one in law_of(work, incident).all("checks"))
    due = work.today + timedelta(days=days)
    waiting = [
        one.due_on
        for one in items_of(work, [incident.id])
        if one.kind == CHECK and one.state == LookState.OPEN
    ]
    near = min(waiting, default=None)
    if near is not None and near <= due:
        return near
    promise_look(work, incident, due)
    return due


@use_case(may=May.RUN_INCIDENTS)
def break_agreement(work: Work, incident_id: UUID, form: BreakForm) -> dict[UUID, str]:
    """Declare the agreement broken; return the way that the law leads to, by responsible part."""
    incident = work.find(Incident, incident_id)
    work.transition(incident, INCIDENT, IncidentAction.BREAK, "reason")
    incident.ending, incident.ended_at = form.reason, work.now
    for one in items_of(work, [incident.id]):
        if one.state == TaskState.OPEN:
            if one.kind == CHECK:
                work.transition(one, LOOK, LookAction.CANCEL)
            else:
                work.transition(one, TASK, TaskAction.CANCEL)
    work.about(incident)
    law, sides = law_of(work, incident), responsible(people(work, incident))
    return {one.row.id: broken_for(law, one).codes["leads_to"] for one in sides}


def _promised(work: Work, item_id: UUID) -> tuple[RepairItem, Incident]:
    """Return a payment or a promise; what is not agreed yet can be neither kept nor broken."""
    item, incident = open_item(work, item_id)
    if item.kind == CHECK:
        raise NotFound()
    if item.kind == PROMISE and incident.agreed_at is None:
        raise InvalidTransition(N_("This is not agreed yet: both sides sign first."))
    return item, incident
