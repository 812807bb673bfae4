"""The receiver's steps, the same for a partner inside and for whoever holds the link outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wellbeing.errors import InvalidTransition
from wellbeing.forms import InvalidForm, Kind, Problem, ask
from wellbeing.gate import Work, use_case
from wellbeing.handing.acts import load, say, take
from wellbeing.handoff_flow import HandoffAction, HandoffState
from wellbeing.i18n import N_
from wellbeing.models import Handoff
from wellbeing.policy import May
from wellbeing.services.handoffs.codes import COMPLETED, DECLINES, OUTCOMES


@dataclass(frozen=True, slots=True)
class DeclineForm:
    """Why not, in a code and in words."""

    code: str = ask(N_("Why not?"), Kind.CHOICE, options=DECLINES)
    text: str = ask(N_("In your words, for those who asked"), Kind.TEXT, limit=800)


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """One question back to those who asked."""

    text: str = ask(N_("What do you need to know first?"), Kind.TEXT, limit=400)


@dataclass(frozen=True, slots=True)
class ContactForm:
    """The first real contact with the young person or the family."""

    text: str = ask(
        N_("When and how did you first speak with them?"), Kind.TEXT, limit=400,
        hint=N_("Not when it was assigned: when somebody really spoke with them."),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class HoldForm:
    """Why it rests, and until when."""

    text: str = ask(N_("Why does it rest?"), Kind.TEXT, limit=400)
    on: date | None = ask(N_("Until which day?"), Kind.DATE)


@dataclass(frozen=True, slots=True)
class ResumeForm:
    """Nothing is asked."""


@dataclass(frozen=True, slots=True)
class WordForm:
    """A word in between, without closing anything."""

    text: str = ask(N_("How is it going?"), Kind.TEXT, limit=800)


@dataclass(frozen=True, slots=True)
class FinishForm:
    """What came of it, and at least one line for those who asked."""

    code: str = ask(N_("What came of it?"), Kind.CHOICE, options=OUTCOMES)
    text: str = ask(N_("At least one line for those who asked"), Kind.TEXT, limit=1_200)


@dataclass(frozen=True, slots=True)
class ConfirmForm:
    """What was already done before it was taken back."""

    text: str = ask(N_("What have you already done?"), Kind.TEXT, limit=800)


@use_case(may=May.RECEIVE)
def open_request(work: Work, handoff_id: UUID) -> None:
    """Open the summary for the first time; the sender sees that it was opened."""
    row = load(work, handoff_id)
    if row.opened_at is None:
        if row.state != HandoffState.REQUESTED:
            raise InvalidTransition()
        row.opened_at = work.now


@use_case(may=May.RECEIVE)
def accept(work: Work, handoff_id: UUID, signed: str = "") -> None:
    """Say yes: what was granted opens now."""
    row = load(work, handoff_id)
    take(work, row, HandoffAction.ACCEPT, *_opened(row))
    say(work, row, HandoffAction.ACCEPT, "", signed=signed)


def _opened(row: Handoff) -> tuple[str, ...]:
    return ("opened",) if row.opened_at is not None else ()


@use_case(may=May.RECEIVE)
def decline(work: Work, handoff_id: UUID, form: DeclineForm, signed: str = "") -> None:
    """Say no, with a code and in words; it goes back to those who asked."""
    row = load(work, handoff_id)
    take(work, row, HandoffAction.DECLINE, "code", "reason")
    say(work, row, HandoffAction.DECLINE, form.text, code=form.code, signed=signed)


@use_case(may=May.RECEIVE)
def ask_sender(work: Work, handoff_id: UUID, form: QuestionForm, signed: str = "") -> None:
    """Ask back instead of declining: it is the sender's turn, with one field to answer."""
    row = load(work, handoff_id)
    take(work, row, HandoffAction.ASK, "question", *_opened(row))
    say(work, row, HandoffAction.ASK, form.text, signed=signed)


@use_case(may=May.RECEIVE)
def begin(work: Work, handoff_id: UUID, form: ContactForm, signed: str = "") -> None:
    """Record the first real contact: help has begun."""
    row = load(work, handoff_id)
    take(work, row, HandoffAction.BEGIN, "first_contact")
    row.contact_at = work.now
    say(work, row, HandoffAction.BEGIN, form.text, signed=signed)


@use_case(may=May.RECEIVE)
def hold(work: Work, handoff_id: UUID, form: HoldForm, signed: str = "") -> None:
    """Let it rest until a day; when that day has passed it is overdue."""
    row = load(work, handoff_id)
    if form.on is None or form.on < work.today:
        raise InvalidForm({"on": Problem(N_("This day is past. Please choose a later one."))})
    take(work, row, HandoffAction.HOLD, "reason", "until")
    row.hold_until = form.on
    say(work, row, HandoffAction.HOLD, form.text, on=form.on, signed=signed)


@use_case(may=May.RECEIVE)
def resume(work: Work, handoff_id: UUID, form: ResumeForm, signed: str = "") -> None:
    """Go on."""
    row = load(work, handoff_id)
    take(work, row, HandoffAction.RESUME)
    row.hold_until = None
    say(work, row, HandoffAction.RESUME, "", signed=signed)


@use_case(may=May.RECEIVE)
def tell_interim(work: Work, handoff_id: UUID, form: WordForm, signed: str = "") -> None:
    """Send a word in between; nothing is closed by it."""
    row = load(work, handoff_id)
    take(work, row, HandoffAction.INTERIM, "line")
    say(work, row, HandoffAction.INTERIM, form.text, signed=signed)


@use_case(may=May.RECEIVE)
def finish(work: Work, handoff_id: UUID, form: FinishForm, signed: str = "") -> None:
    """Tell what came of it: completed or failed by its code, always with a line."""
    row = load(work, handoff_id)
    done = form.code in COMPLETED
    action = HandoffAction.COMPLETE if done else HandoffAction.FAIL
    take(work, row, action, "outcome", "line")
    say(work, row, action, form.text, code=form.code, signed=signed)


@use_case(may=May.RECEIVE)
def confirm_cancel(work: Work, handoff_id: UUID, form: ConfirmForm, signed: str = "") -> None:
    """Confirm that it was taken back, and say what was already done."""
    row = load(work, handoff_id)
    take(work, row, HandoffAction.CONFIRM_CANCEL, "done_so_far")
    say(work, row, HandoffAction.CONFIRM_CANCEL, form.text, signed=signed)
