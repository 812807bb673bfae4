"""A sealed record opens on written request only: asked, decided by another person, for a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing.errors import InvalidTransition
from wellbeing.forms import Kind, ask
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.incident_flow import SEALED_ACCESS, AccessAction, AccessState
from wellbeing.models import Incident, SealedAccess
from wellbeing.names import user_names
from wellbeing.policy import May
from wellbeing.rules import clock_due


@dataclass(frozen=True, slots=True)
class SealedForm:
    """A written request."""

    number: str = ask(N_("Number of the record"), limit=16, hint=N_("It begins with I-"))
    reason: str = ask(N_("Why do you need it, and on which legal ground?"), Kind.TEXT, limit=1_000)


@dataclass(frozen=True, slots=True)
class DecisionForm:
    """What is decided, and why."""

    decision: str = ask(
        N_("Decision"), Kind.CHOICE,
        options=(
            (AccessAction.GRANT.value, N_("It may be read for a day")),
            (AccessAction.REFUSE.value, N_("It may not be read")),
        ),
    )  # fmt: skip
    answer: str = ask(N_("Why?"), Kind.TEXT, limit=1_000)


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request as its requester and the coordinator see it."""

    id: UUID
    number: str
    who: str
    asked_at: datetime
    due_at: datetime
    state: str
    reason: str
    answer: str
    until: datetime | None
    mine: bool
    # The record, while it may be read by whoever asks here.
    incident_id: UUID | None


@use_case(may=May.ASK_SEALED)
def ask_sealed(work: Work, form: SealedForm) -> datetime:
    """Ask to read a sealed record; return by when it is decided. Whether it exists is not told."""
    number = form.number.strip().upper()
    c = Incident.__table__.c
    known = select(c.id).where(c.number == number, c.is_sealed)
    found = work.db.connection().execute(known).scalar()
    due = clock_due(work.runtime.pack, "sealed_decision", work.now)
    row = SealedAccess(
        number=number, incident_id=found,
        asked_at=work.now, due_at=due, state=AccessState.ASKED.value,
    )  # fmt: skip
    row.reason = form.reason
    work.db.add(row)
    work.about(row)
    return due


@use_case(may=May.DECIDE_SEALED)
def decide_sealed(work: Work, request_id: UUID, form: DecisionForm) -> None:
    """Decide on a request of another person; what is not there cannot be granted."""
    row = work.find(SealedAccess, request_id)
    grant = form.decision == AccessAction.GRANT
    if row.requester_id == work.actor.user_id:
        raise InvalidTransition(N_("Nobody decides on a request of their own."))
    if grant and row.incident_id is None:
        raise InvalidTransition(N_("There is no sealed record with this number."))
    action = AccessAction.GRANT if grant else AccessAction.REFUSE
    work.transition(row, SEALED_ACCESS, action, "reason", "another_person")
    row.answer, row.decided_by, row.decided_at = form.answer, work.actor.user_id, work.now
    if grant:
        row.until = clock_due(work.runtime.pack, "sealed_access", work.now)
    work.about(row)


@use_case(may=May.ASK_SEALED, access=Access.READ)
def sealed_requests(work: Work) -> tuple[RequestView, ...]:
    """Return the requests that the actor may see, those that wait first."""
    rows = work.db.scalars(select(SealedAccess).order_by(SealedAccess.asked_at.desc())).all()
    names = user_names(work, {row.requester_id for row in rows})
    return tuple(
        sorted((_view(work, row, names) for row in rows), key=lambda one: one.state != "asked")
    )


def _view(work: Work, row: SealedAccess, names: dict[UUID, str]) -> RequestView:
    mine = row.requester_id == work.actor.user_id
    readable = mine and row.until is not None and row.until > work.now
    return RequestView(
        row.id, row.number, names.get(row.requester_id, ""), row.asked_at, row.due_at, row.state,
        row.reason.reveal() or "", row.answer.reveal() or "", row.until, mine,
        row.incident_id if readable else None,
    )  # fmt: skip
