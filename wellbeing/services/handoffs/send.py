"""The sender's steps: send what was looked at, answer a question, take back, close the loop."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing import basis
from wellbeing.errors import Forbidden, InvalidTransition, Stale
from wellbeing.forms import InvalidForm, Kind, Problem, ask
from wellbeing.gate import Work, use_case
from wellbeing.handing.acts import load, say, sharing_of, sides, take
from wellbeing.handing.lines import has_partners
from wellbeing.handoff_flow import FINISHED, HandoffAction, HandoffState, Side, reference
from wellbeing.i18n import N_
from wellbeing.identity import token_digest
from wellbeing.models import FollowUp, Handoff, HandoffLink, Organisation
from wellbeing.policy import May
from wellbeing.rules import clock_due
from wellbeing.services.handoffs.codes import NEXT_STEPS
from wellbeing.services.handoffs.views import SentView
from wellbeing.workflow import TaskState


@dataclass(frozen=True, slots=True)
class SendForm:
    """Nothing is asked beside what was looked at."""


@dataclass(frozen=True, slots=True)
class ReplyForm:
    """The answer to the question that the place asked."""

    text: str = ask(N_("Your answer"), Kind.TEXT, limit=1_200)


@dataclass(frozen=True, slots=True)
class TakeBackForm:
    """Why it is not needed any more, or was a mistake."""

    text: str = ask(N_("Why do you take it back?"), Kind.TEXT, limit=400)


@dataclass(frozen=True, slots=True)
class LoopForm:
    """What follows from the outcome."""

    next_step: str = ask(N_("You have read it. What follows?"), Kind.CHOICE, options=NEXT_STEPS)
    on: date | None = ask(
        N_("Until which day?"), Kind.DATE, shown_when=("next_step", ("keep_watching",))
    )


@use_case(may=May.HAND_OVER)
def send_handoff(work: Work, handoff_id: UUID, seen_rev: int) -> SentView:
    """Send a request as it was looked at; an outside place gets a link, which is seen once."""
    row = load(work, handoff_id)
    if row.rev != seen_rev:
        raise Stale()
    if Side.SENDER not in sides(work, row):
        raise Forbidden()
    row.basis = basis.require(work, sharing_of(row)).kind
    take(work, row, HandoffAction.SEND, "basis", "question", "needed_by", "previewed")
    row.requested_at, row.answer_due_at = work.now, _answer_due(work, row)
    if has_partners(work, row.place_id):
        place = work.find(Organisation, row.place_id)
        return SentView(row.id, place.name, "", row.answer_due_at)
    return _link(work, row)


def _answer_due(work: Work, row: Handoff) -> datetime:
    clock = "urgent_handoff_answer" if row.urgent else "handoff_answer"
    return clock_due(work.runtime.pack, clock, work.now)


@use_case(may=May.HAND_OVER)
def new_link(work: Work, handoff_id: UUID) -> SentView:
    """Make another link to an outside place; the one before ends at once."""
    row = load(work, handoff_id)
    if row.state in (*FINISHED, HandoffState.DRAFT, HandoffState.LAPSED):
        raise InvalidTransition()
    return _link(work, row)


def _link(work: Work, row: Handoff) -> SentView:
    _end_links(work, row)
    code, ends = secrets.token_urlsafe(24), clock_due(work.runtime.pack, "handoff_link", work.now)
    work.db.add(
        HandoffLink(
            handoff_id=row.id, case_id=row.case_id, code_digest=token_digest(code),
            made_at=work.now, ends_at=ends,
        )
    )  # fmt: skip
    place = work.find(Organisation, row.place_id)
    address = f"{work.runtime.settings.address}/share/{code}"
    return SentView(row.id, f"{place.name} · {reference(row.id)}", address, ends)


def _end_links(work: Work, row: Handoff) -> None:
    live = HandoffLink.handoff_id == row.id, HandoffLink.ended_at.is_(None)
    for one in work.db.scalars(select(HandoffLink).where(*live)):
        one.ended_at = work.now


@use_case(may=May.HAND_OVER)
def answer_receiver(work: Work, handoff_id: UUID, form: ReplyForm) -> None:
    """Answer what the place asked; its clock begins anew."""
    row = load(work, handoff_id)
    take(work, row, HandoffAction.ANSWER, "answer")
    row.answer_due_at = _answer_due(work, row)
    say(work, row, HandoffAction.ANSWER, form.text)


@use_case(may=May.HAND_OVER)
def take_back(work: Work, handoff_id: UUID, form: TakeBackForm) -> str:
    """Take a request back: at once while nobody has opened it, else the place confirms.

    Returns the state that it has reached.
    """
    row = load(work, handoff_id)
    unseen = row.state == HandoffState.REQUESTED and row.opened_at is None
    if unseen:
        take(work, row, HandoffAction.CANCEL, "never_opened")
        say(work, row, HandoffAction.CANCEL, form.text)
    else:
        take(work, row, HandoffAction.ASK_CANCEL, "reason")
        say(work, row, HandoffAction.ASK_CANCEL, form.text)
    return row.state


@use_case(may=May.HAND_OVER)
def close_loop(work: Work, handoff_id: UUID, form: LoopForm) -> None:
    """Say that the outcome was read and what follows; only then is it finished."""
    row = load(work, handoff_id)
    if form.on is not None and form.on < work.today:
        raise InvalidForm({"on": Problem(N_("This day is past. Please choose a later one."))})
    take(work, row, HandoffAction.LOOP, "next_step")
    say(work, row, HandoffAction.LOOP, "", code=form.next_step, on=form.on)
    _end_links(work, row)
    if form.next_step == "keep_watching" and form.on is not None:
        work.db.add(
            FollowUp(
                case_id=row.case_id, student_id=row.student_id, due_on=form.on, made_at=work.now,
                state=TaskState.OPEN.value, way="", outcome="",
            )
        )  # fmt: skip


@use_case(may=May.HAND_OVER)
def mark_error(work: Work, handoff_id: UUID, form: TakeBackForm) -> None:
    """Mark one as entered by mistake: its author or the coordinator; it stays in the record."""
    row = load(work, handoff_id)
    if row.sent_by != work.actor.user_id and not work.actor.may(May.SCREEN):
        raise InvalidTransition(N_("Only who wrote it, or the coordinator, can do this."))
    take(work, row, HandoffAction.MARK_ERROR, "reason")
    say(work, row, HandoffAction.MARK_ERROR, form.text)
    _end_links(work, row)
