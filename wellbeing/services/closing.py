"""Close a case: a checklist of what should be true, what must be true, and a word to each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from sqlalchemy import Select, select

from wellbeing.case_lines import has_improved
from wellbeing.errors import InvalidTransition
from wellbeing.fact_rows import newest
from wellbeing.forms import InvalidForm, Kind, Problem, ask, offer
from wellbeing.gate import Access, Work, use_case
from wellbeing.handoff_flow import FINISHED
from wellbeing.i18n import N_
from wellbeing.incident_facts import unfulfilled
from wellbeing.models import (
    Case,
    Closing,
    CounsellingSession,
    FamilyQuestion,
    FollowUp,
    Handoff,
    HarmReport,
    Plan,
    PlanTask,
    Referral,
    UrgencyChange,
)
from wellbeing.policy import May
from wellbeing.site_acts import reopen_case
from wellbeing.workflow import CASE, CaseAction, HarmState, PlanState, SessionState, TaskState

ENOUGH_TASKS = 0.8
CALM = timedelta(days=30)
FAST = ("u0", "u1", "u2")
REASONS = (
    ("goals_met", N_("The goals are reached")),
    ("needs_met_elsewhere", N_("Help goes on at another place")),
    ("moved", N_("The young person has moved")),
    ("declined", N_("The young person or the family wants to end")),
    ("lost_contact", N_("Contact was lost, after every try")),
    ("transferred", N_("Handed over to another team")),
    ("error", N_("Opened by mistake")),
)
BLOCKERS = {
    "harm_without_outcome": N_("A report of harm has no outcome yet. Please ask and record it."),
    "unsigned_note": N_("A note is not signed yet."),
    "open_session": N_("An appointment is still open: record or move it."),
    "unanswered_referral": N_("A person who reported has not been answered yet."),
    "unanswered_question": N_("A question of the family is not answered yet."),
    "open_handoff": N_("Something is still handed over: close that loop first."),
    "open_answer": N_("A plan is waiting for answers."),
    "open_agreement": N_("An agreement between the sides is not fulfilled yet."),
}
CRITERIA = {
    "plan_agreed": N_("A plan was agreed"),
    "tasks_done": N_("At least 80 % of the plan's tasks are done"),
    "talked": N_("At least one talk took place"),
    "progress": N_("The goals are attained, or the check-ins improved reliably, above the cut-off"),
    "calm": N_("No crisis and no report of harm for 30 days"),
}


@dataclass(frozen=True, slots=True)
class CloseForm:
    """Why the case ends, and the part of the story that belongs to each."""

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


@dataclass(frozen=True, slots=True)
class ReopenForm:
    """Why a closed case is opened again."""

    reason: str = ask(N_("Why is it opened again?"), Kind.TEXT, limit=400)


@dataclass(frozen=True, slots=True)
class Checklist:
    """What should hold before closing, and what must."""

    criteria: tuple[tuple[str, bool], ...]
    blockers: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether every criterion holds."""
        return all(holds for _, holds in self.criteria)


@use_case(may=May.RUN_CASE, access=Access.READ)
def closing_checklist(work: Work, case_id: UUID) -> Checklist:
    """Return what holds and what stands in the way of closing."""
    return _checklist(work, _load(work, case_id))


@use_case(may=May.RUN_CASE)
def begin_closing(work: Work, case_id: UUID) -> None:
    """Begin to close: the checklist and the words to each come next."""
    work.transition(_load(work, case_id), CASE, CaseAction.BEGIN_CLOSING)


@use_case(may=May.RUN_CASE)
def resume_case(work: Work, case_id: UUID) -> None:
    """Go on with the case instead of closing it."""
    work.transition(_load(work, case_id), CASE, CaseAction.RESUME)


@use_case(may=May.RUN_CASE)
def close_case(work: Work, case_id: UUID, form: CloseForm) -> None:
    """Close the case and promise the follow-ups; what is open must be finished first."""
    case = _load(work, case_id)
    found = _checklist(work, case)
    if found.blockers:
        raise InvalidTransition(BLOCKERS[found.blockers[0]])
    if not found.complete and not form.exception.strip():
        needed = Problem(N_("Please say why, or finish what the checklist shows."))
        raise InvalidForm({"exception": needed})
    work.transition(case, CASE, CaseAction.CLOSE, "summary", "nothing_open")
    ending = Closing(
        case_id=case.id, student_id=case.student_id, reason=form.reason, closed_at=work.now,
        reopened=False,
    )  # fmt: skip
    ending.exception, ending.for_team = form.exception, form.for_team
    ending.for_family = form.for_family
    work.db.add(ending)
    for months in work.runtime.pack.care.follow_ups.months:
        work.db.add(_promise(work, case, work.today + relativedelta(months=months)))


@use_case(may=May.RUN_CASE)
def reopen(work: Work, case_id: UUID, form: ReopenForm) -> None:
    """Open a closed case again; its history stays, and the repeat is counted."""
    case = _load(work, case_id)
    work.detail = "reopened"
    reopen_case(work, case)


def _promise(work: Work, case: Case, day: date) -> FollowUp:
    """Return a follow-up, on the next school day where the day is a holiday."""
    calendar = work.runtime.pack.calendar
    due = day if calendar.is_working(day) else calendar.add(day, 1)
    return FollowUp(
        case_id=case.id, student_id=case.student_id, due_on=due, made_at=work.now,
        state=TaskState.OPEN.value, way="", outcome="",
    )  # fmt: skip


def _load(work: Work, case_id: UUID) -> Case:
    case = work.find(Case, case_id)
    work.about(case)
    return case


def _checklist(work: Work, case: Case) -> Checklist:
    sessions = work.db.scalars(_of(CounsellingSession, case)).all()
    plan = newest(work.db.scalars(_of(Plan, case)))
    tasks = [one for one in work.db.scalars(_of(PlanTask, case)) if plan and one.plan_id == plan.id]
    done = sum(one.state == TaskState.DONE for one in tasks)
    criteria = (
        ("talked", any(one.state == SessionState.HELD for one in sessions)),
        ("plan_agreed", plan is not None and plan.in_force_at is not None),
        ("tasks_done", not tasks or done / len(tasks) >= ENOUGH_TASKS),
        ("progress", has_improved(work, case)),
        ("calm", _calm(work, case)),
    )
    return Checklist(criteria, tuple(_blockers(work, case, sessions, plan)))


def _calm(work: Work, case: Case) -> bool:
    """Tell whether nothing alarming happened for so long (PRACTICE §2): no fast level, no harm."""
    since = work.now - CALM
    harm = HarmReport.student_id == case.student_id, HarmReport.noticed_at > since
    change = UrgencyChange.case_id == case.id, UrgencyChange.at > since
    fast = UrgencyChange.level.in_(FAST)
    queries = select(HarmReport.id).where(*harm), select(UrgencyChange.id).where(*change, fast)
    return case.urgency not in FAST and not any(work.db.scalars(one).first() for one in queries)


def _of(model: type[Any], case: Case) -> Select[tuple[Any]]:
    return select(model).where(model.case_id == case.id)


def _blockers(
    work: Work, case: Case, rows: Sequence[CounsellingSession], plan: Plan | None
) -> list[str]:
    found = []
    harm = HarmReport.student_id == case.student_id
    unfinished = harm & (HarmReport.state != HarmState.OUTCOME_RECORDED)
    if work.db.scalars(select(HarmReport.id).where(unfinished).limit(1)).first():
        found.append("harm_without_outcome")
    if any(one.state == SessionState.BOOKED for one in rows):
        found.append("open_session")
    if any(one.state == SessionState.HELD and one.noted_at is None for one in rows):
        found.append("unsigned_note")
    waiting = select(Referral.id).where(
        Referral.case_id == case.id, Referral.next_due_at.is_not(None)
    )
    if work.db.scalars(waiting.limit(1)).first():
        found.append("unanswered_referral")
    asked = _of(FamilyQuestion, case).where(FamilyQuestion.answered_at.is_(None))
    if work.db.scalars(asked.limit(1)).first():
        found.append("unanswered_question")
    out = _of(Handoff, case).where(Handoff.state.not_in(FINISHED))
    if work.db.scalars(out.limit(1)).first():
        found.append("open_handoff")
    if plan is not None and plan.state == PlanState.PROPOSED:
        found.append("open_answer")
    if unfulfilled(work, case.student_id):
        found.append("open_agreement")
    return found
