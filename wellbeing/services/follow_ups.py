"""Follow-ups: the promised looks after a case was closed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from wellbeing.case_acts import reopen_case
from wellbeing.errors import InvalidTransition
from wellbeing.forms import InvalidForm, Kind, Problem, ask, offer
from wellbeing.gate import Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Case, FollowUp
from wellbeing.policy import May
from wellbeing.workflow import TASK, CaseState, TaskAction, TaskState

WAYS = (
    ("visit", N_("Visit")),
    ("call", N_("Call")),
    ("school", N_("Talk at school")),
    ("message", N_("Message")),
)
OUTCOMES = (
    ("holding", N_("It holds: life goes on well")),
    ("watch", N_("Mixed: keep an eye on it")),
    ("reopen", N_("It does not hold: open the case again")),
)


@dataclass(frozen=True, slots=True)
class FollowUpForm:
    """How it went, and what was found."""

    way: str = ask(N_("How did you follow up?"), Kind.CHOICE, options=WAYS)
    outcome: str = ask(N_("How is it?"), Kind.CHOICE, options=OUTCOMES)
    text: str = offer(N_("What you saw and heard"), Kind.TEXT)


@dataclass(frozen=True, slots=True)
class NotPossibleForm:
    """Why a follow-up could not take place."""

    text: str = ask(N_("Why was it not possible?"), Kind.TEXT, limit=400)


@dataclass(frozen=True, slots=True)
class ContactForm:
    """A contact between two talks while a case is open."""

    way: str = ask(N_("How were you in touch?"), Kind.CHOICE, options=WAYS)
    outcome: str = ask(N_("How is it?"), Kind.CHOICE, options=OUTCOMES[:2])
    text: str = offer(N_("What you saw and heard"), Kind.TEXT)


@use_case(may=May.RUN_CASE)
def note_contact(work: Work, case_id: UUID, form: ContactForm) -> None:
    """Record a visit or a call while the case is open: it counts for the rhythm of contacts."""
    case = work.find(Case, case_id)
    if case.state == CaseState.CLOSED:
        raise InvalidTransition(N_("This case is not open. Please reopen it first."))
    made = FollowUp(
        case_id=case.id, student_id=case.student_id, due_on=work.today, made_at=work.now,
        state=TaskState.OPEN.value, way=form.way, outcome=form.outcome,
    )  # fmt: skip
    made.text = form.text
    work.db.add(made)
    work.db.flush()
    work.transition(made, TASK, TaskAction.DO)
    made.done_at = work.now
    work.about(made)


@use_case(may=May.RUN_CASE)
def do_follow_up(work: Work, follow_up_id: UUID, form: FollowUpForm) -> None:
    """Record a follow-up; where it does not hold, the case opens again with its history."""
    found = _load(work, follow_up_id)
    if form.outcome == "reopen" and not form.text.strip():
        raise InvalidForm({"text": Problem(N_("Please say why it is opened again."))})
    work.transition(found, TASK, TaskAction.DO)
    found.way, found.outcome, found.text = form.way, form.outcome, form.text
    found.done_at = work.now
    if form.outcome == "reopen":
        case = work.db.get(Case, found.case_id)
        if case is not None and case.state == CaseState.CLOSED:
            reopen_case(work, case, form.text)


@use_case(may=May.RUN_CASE)
def give_up_follow_up(work: Work, follow_up_id: UUID, form: NotPossibleForm) -> None:
    """Record that a follow-up was not possible, and why."""
    found = _load(work, follow_up_id)
    work.transition(found, TASK, TaskAction.GIVE_UP, "reason")
    found.text, found.done_at = form.text, work.now


def _load(work: Work, follow_up_id: UUID) -> FollowUp:
    found = work.find(FollowUp, follow_up_id)
    work.about(found)
    return found
