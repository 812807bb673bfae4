"""Close a case with a word to each, book the looks afterwards, and open it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wellbeing.case_acts import end_plans, reopen_case
from wellbeing.case_lines import keep_last_word
from wellbeing.closing_checks import BLOCKERS, Checklist, checklist_of
from wellbeing.errors import InvalidTransition
from wellbeing.forms import InvalidForm, Kind, Problem, ask, offer
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Case, Closing, FollowUp
from wellbeing.policy import May
from wellbeing.workflow import CASE, CaseAction, TaskState

REASONS = (
    ("goals_met", N_("The goals are reached")),
    ("needs_met_elsewhere", N_("Help goes on at another place")),
    ("moved", N_("The young person has moved")),
    ("declined", N_("The young person or the family wants to end")),
    ("lost_contact", N_("Contact was lost, after every try")),
    ("transferred", N_("Handed over to another team")),
    ("error", N_("Opened by mistake")),
)
TOLD = (
    ("young_person", N_("The young person, in a talk")),
    ("guardians", N_("Every guardian who may know")),
)


@dataclass(frozen=True, slots=True)
class CloseForm:
    """Why the case ends, who knows it, and the part of the story that belongs to each."""

    told: tuple[str, ...] = offer(
        N_("Who has been told that the help ends?"), Kind.SEVERAL, options=TOLD
    )
    looks: str = ask(
        N_("Will somebody look again?"),
        Kind.CHOICE,
        options=(
            ("yes", N_("Yes, on the days above: they are booked when you close")),
            ("no", N_("No, nobody looks again")),
        ),
    )
    reason: str = ask(N_("Why does the case end?"), Kind.CHOICE, options=REASONS)
    exception: str = offer(
        N_("Something on the checklist is not so: why close all the same?"), Kind.TEXT, limit=400
    )
    for_family: str = ask(
        N_("For the young person and the family"),
        Kind.TEXT,
        hint=N_("What was reached, and what to do when it gets hard again. They read this."),
    )
    for_team: str = ask(
        N_("For those who helped"),
        Kind.TEXT,
        limit=400,
        hint=N_("In short, without anything from the talks."),
    )
    for_referrer: str = offer(
        N_("For whoever reported, in one line"),
        Kind.TEXT,
        limit=200,
        hint=N_("They read it beside their referral. Nothing that was said or measured."),
    )


@dataclass(frozen=True, slots=True)
class ReopenForm:
    """Why a closed case is opened again."""

    reason: str = ask(N_("Why is it opened again?"), Kind.TEXT, limit=400)


@use_case(may=May.RUN_CASE, access=Access.READ)
def closing_checklist(work: Work, case_id: UUID) -> Checklist:
    """Return what holds and what stands in the way of closing."""
    return checklist_of(work, _load(work, case_id))


@use_case(may=May.RUN_CASE)
def begin_closing(work: Work, case_id: UUID) -> None:
    """Begin to close: the checklist and the words to each come next."""
    work.transition(_load(work, case_id), CASE, CaseAction.BEGIN_CLOSING)


@use_case(may=May.RUN_CASE)
def resume_case(work: Work, case_id: UUID) -> None:
    """Go on with the case instead of closing it."""
    work.transition(_load(work, case_id), CASE, CaseAction.RESUME)


@use_case(may=May.RUN_CASE)
def close_case(work: Work, case_id: UUID, form: CloseForm) -> tuple[date, ...]:
    """Close the case and return the days on which somebody looks again.

    What is open must be finished first; what the checklist lacks needs a reason. The plan in
    force ends in the same act.
    """
    case = _load(work, case_id)
    found = checklist_of(work, case)
    if found.blockers:
        raise InvalidTransition(BLOCKERS[found.blockers[0]])
    said = set(form.told) == set(dict(TOLD)) and form.looks == "yes"
    if not (found.complete and said) and not form.exception.strip():
        needed = Problem(N_("Please say why, or finish what the checklist shows."))
        raise InvalidForm({"exception": needed})
    work.transition(case, CASE, CaseAction.CLOSE, "summary", "nothing_open")
    end_plans(work, case)
    ending = Closing(
        case_id=case.id, student_id=case.student_id, reason=form.reason, closed_at=work.now,
        told=sorted(form.told), reopened=False,
    )  # fmt: skip
    ending.exception, ending.for_team = form.exception, form.for_team
    ending.for_family = form.for_family
    work.db.add(ending)
    keep_last_word(work, case, form.for_referrer)
    looks = found.looks if form.looks == "yes" else ()
    work.db.add_all(_promise(work, case, day) for day in looks)
    return looks


@use_case(may=May.RUN_CASE)
def reopen(work: Work, case_id: UUID, form: ReopenForm) -> None:
    """Open a closed case again; its history stays, and the repeat is counted."""
    case = _load(work, case_id)
    work.detail = "reopened"
    reopen_case(work, case, form.reason)


def _promise(work: Work, case: Case, day: date) -> FollowUp:
    return FollowUp(
        case_id=case.id, student_id=case.student_id, due_on=day, made_at=work.now,
        state=TaskState.OPEN.value, way="", outcome="",
    )  # fmt: skip


def _load(work: Work, case_id: UUID) -> Case:
    case = work.find(Case, case_id)
    work.about(case)
    return case
