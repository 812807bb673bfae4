"""Hand a case over: the colleague must say yes, and until then it stays where it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing.case_acts import ask_for_case, clashes, give_case
from wellbeing.desks import Load, loads, require_room
from wellbeing.errors import Forbidden, InvalidTransition
from wellbeing.forms import InvalidForm, Kind, Problem, ask, offer
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Case, Transfer
from wellbeing.names import user_names
from wellbeing.policy import May
from wellbeing.rules import clock_due
from wellbeing.workflow import (
    TRANSFER,
    CaseState,
    TransferAction,
    TransferState,
)

CLASHES = N_("You would be in two talks at once: {times}. Please move one of them first.")


@dataclass(frozen=True, slots=True)
class TransferForm:
    """To whom, and why; the colleague reads this and nothing else before they answer."""

    counsellor_id: UUID | None = ask(N_("To which colleague?"), Kind.RECORD)
    reason: str = ask(
        N_("Why do you hand the case over, and what should they know first?"),
        Kind.TEXT,
        limit=1_000,
        hint=N_("They read this before they answer. Nothing from the talks belongs here."),
    )
    override: str = offer(N_("Reason, where the counsellor's desk is full"), limit=200)


@dataclass(frozen=True, slots=True)
class AcceptForm:
    """A word to the yes."""

    answer: str = offer(N_("A word to your colleague"), Kind.TEXT, limit=400)


@dataclass(frozen=True, slots=True)
class DeclineForm:
    """Why not."""

    answer: str = ask(N_("Why can you not take it on?"), Kind.TEXT, limit=400)


@dataclass(frozen=True, slots=True)
class TransferView:
    """A handover as sender, receiver and coordinator see it."""

    id: UUID
    case_id: UUID
    number: str
    urgency: str
    sender: str
    receiver: str
    state: str
    asked_at: datetime
    due_at: datetime
    reason: str
    answer: str
    to_me: bool
    my_load: Load | None
    seen: bool


@use_case(may=May.COUNSEL)
def ask_transfer(work: Work, case_id: UUID, form: TransferForm) -> datetime:
    """Ask a colleague to take the case on; return by when they should answer.

    The sender keeps the case; one colleague is asked at a time, and own notes are signed first.
    """
    case = work.find(Case, case_id)
    if case.state == CaseState.CLOSED:
        raise InvalidTransition(N_("This case is not open. Please reopen it first."))
    if form.counsellor_id == work.actor.user_id:
        raise InvalidForm({"counsellor_id": Problem(N_("Please choose somebody else."))})
    require_room(work, case, form.counsellor_id, form.override)
    work.about(ask_for_case(work, case, form.counsellor_id, form.reason))
    return clock_due(work.runtime.pack, "transfer", work.now)


@use_case(may=May.COUNSEL)
def accept_transfer(work: Work, transfer_id: UUID, form: AcceptForm) -> UUID:
    """Take the case on: from now on it is the receiver's alone; return the case's id.

    Nobody can be in two talks at once: where booked talks meet, one of them is moved first.
    """
    row = _to_me(work, transfer_id)
    times = clashes(work, row.case_id, row.to_id)
    if times:
        raise InvalidTransition(CLASHES, times=", ".join(times))
    work.transition(row, TRANSFER, TransferAction.ACCEPT)
    row.answer, row.answered_at = form.answer, work.now
    work.db.flush()
    give_case(work, row.case_id, row.to_id)
    return row.case_id


@use_case(may=May.COUNSEL)
def decline_transfer(work: Work, transfer_id: UUID, form: DeclineForm) -> None:
    """Say no, and why; the case stays where it is."""
    row = _to_me(work, transfer_id)
    work.transition(row, TRANSFER, TransferAction.DECLINE, "reason")
    row.answer, row.answered_at = form.answer, work.now


@use_case(may=May.RUN_CASE)
def take_back_transfer(work: Work, transfer_id: UUID) -> None:
    """Stop asking; the sender or the coordinator may."""
    work.transition(_ours(work, transfer_id), TRANSFER, TransferAction.TAKE_BACK)


@use_case(may=May.RUN_CASE)
def note_decline(work: Work, transfer_id: UUID) -> None:
    """Say that the no was read; the case goes on as it is."""
    row = _ours(work, transfer_id)
    if row.state != TransferState.DECLINED:
        raise InvalidTransition()
    row.seen_at = work.now


@use_case(may=May.RUN_CASE, access=Access.READ)
def transfers(work: Work, case_id: UUID) -> tuple[TransferView, ...]:
    """Return the handovers of a case that are not settled: asked, or declined and not read."""
    query = select(Transfer).where(Transfer.case_id == case_id, Transfer.seen_at.is_(None))
    live = (TransferState.ASKED, TransferState.DECLINED)
    rows = work.db.scalars(query.where(Transfer.state.in_(live)).order_by(Transfer.asked_at))
    return tuple(_view(work, row) for row in rows)


@use_case(may=May.COUNSEL, access=Access.READ)
def open_transfer(work: Work, transfer_id: UUID) -> TransferView:
    """Return one handover with what the receiver may know of the case: number and urgency."""
    return _view(work, work.find(Transfer, transfer_id))


def _view(work: Work, row: Transfer) -> TransferView:
    c = Case.__table__.c
    query = select(c.number, c.urgency).where(c.id == row.case_id)
    number, urgency = work.db.connection().execute(query).one()
    names = user_names(work, {row.asked_by, row.to_id})
    mine = row.to_id == work.actor.user_id
    return TransferView(
        id=row.id,
        case_id=row.case_id,
        number=number,
        urgency=urgency,
        sender=names.get(row.asked_by, ""),
        receiver=names.get(row.to_id, ""),
        state=row.state,
        asked_at=row.asked_at,
        due_at=clock_due(work.runtime.pack, "transfer", row.asked_at),
        reason=row.reason.reveal() or "",
        answer=row.answer.reveal() or "",
        to_me=mine,
        my_load=next((one for one in loads(work) if one.id == row.to_id), None) if mine else None,
        seen=row.seen_at is not None,
    )


def _to_me(work: Work, transfer_id: UUID) -> Transfer:
    row = work.find(Transfer, transfer_id)
    if row.to_id != work.actor.user_id:
        raise Forbidden()
    c = Case.__table__.c
    query = select(c.state).where(c.id == row.case_id)
    if work.db.connection().execute(query).scalar() == CaseState.CLOSED:
        raise InvalidTransition(N_("This case is not open. Please reopen it first."))
    work.about(row)
    return row


def _ours(work: Work, transfer_id: UUID) -> Transfer:
    row = work.find(Transfer, transfer_id)
    if work.find(Case, row.case_id) is None:
        raise Forbidden()
    work.about(row)
    return row
