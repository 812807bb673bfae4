"""Write a version of the plan: strengths first, up to three goals, tasks; then propose it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from wellbeing.basis import require, sharing_in
from wellbeing.desks import serving
from wellbeing.errors import InvalidTransition, NotFound
from wellbeing.fact_rows import newest
from wellbeing.forms import InvalidForm, Kind, Problem, ask, offer
from wellbeing.gate import Work, use_case
from wellbeing.goal_lines import keep_goals, keep_task
from wellbeing.grounds import Purpose
from wellbeing.i18n import N_
from wellbeing.models import Case, Guardian, Party, Plan, PlanTask
from wellbeing.plan_basis import asks_young_person
from wellbeing.policy import May, Role
from wellbeing.rules import clock_due
from wellbeing.services.plans.goals import PlanForm, wanted_goals
from wellbeing.withheld import forget_inherited
from wellbeing.workflow import PLAN, CaseState, PlanAction, PlanState, TaskState

PARTY_LABELS = (
    (Party.YOUNG_PERSON, N_("The young person")),
    (Party.GUARDIAN, N_("A parent or guardian")),
    (Party.TEACHER, N_("A teacher")),
    (Party.OFFICER, N_("The community police officer")),
    (Party.COUNSELLOR, N_("The counsellor")),
)
PLACE_LABELS = (
    ("home", N_("At home")),
    ("school", N_("At school")),
    ("community", N_("In the community")),
    ("police", N_("With the police")),
)


@dataclass(frozen=True, slots=True)
class TaskForm:
    """Who does what by when, and where."""

    what: str = ask(N_("What is done?"), limit=200)
    party: str = ask(N_("Who does it?"), Kind.CHOICE, options=PARTY_LABELS)
    user_id: UUID | None = offer(
        N_("Who is that in the app?"),
        Kind.RECORD,
        hint=N_("They see this task, and nothing else of the plan unless they are family."),
        shown_when=("party", (Party.GUARDIAN, Party.TEACHER, Party.OFFICER)),
    )
    place: str = ask(N_("Where?"), Kind.CHOICE, options=PLACE_LABELS)
    due_on: date | None = ask(N_("By when?"), Kind.DATE)


@use_case(may=May.RUN_CASE)
def write_plan(work: Work, case_id: UUID, form: PlanForm) -> UUID:
    """Write the draft version anew, or begin the next version; return the plan's id.

    A new version takes over the tasks that are still open; answers belong to a version and
    never to the next one.
    """
    case = _open_case(work, case_id)
    last = newest(_versions(work, case_id))
    wanted = wanted_goals(form)
    draft = last is not None and last.state == PlanState.DRAFT
    plan = last if draft and last is not None else _next_version(work, case, last)
    plan.strengths = form.strengths
    keep_goals(work, plan, wanted)
    work.about(plan)
    return plan.id


@use_case(may=May.RUN_CASE)
def add_task(work: Work, plan_id: UUID, form: TaskForm) -> UUID:
    """Add a task to a draft version and return its id.

    Somebody unknown is NotFound; whoever may not be told of it is NoBasis.
    """
    plan = _draft(work, plan_id)
    if form.user_id is not None:
        _require_known(work, plan, form.party, form.user_id)
    task = PlanTask(
        plan_id=plan.id, case_id=plan.case_id, student_id=plan.student_id, party=form.party,
        user_id=form.user_id, place=form.place, due_on=form.due_on, state=TaskState.OPEN.value,
    )  # fmt: skip
    keep_task(work, plan, task, form.what)
    work.about(plan)
    return task.id


def _require_known(work: Work, plan: Plan, party: str, user_id: UUID) -> None:
    """Raise NotFound where nobody has this account, InvalidForm where they are somebody else."""
    known = {key: role for key, (_, role) in serving(work, Role.TEACHER, Role.OFFICER).items()}
    family = Guardian.student_id == plan.student_id, Guardian.user_id == user_id
    if work.db.scalars(select(Guardian.id).where(*family)).first() is not None:
        known[user_id] = Party.GUARDIAN.value
    if user_id not in known:
        raise NotFound()
    if known[user_id] != party:
        raise InvalidForm({"user_id": Problem(N_("This person has another part. Please choose."))})
    if party != Party.GUARDIAN:
        require(work, sharing_in(work.find(Case, plan.case_id), Purpose.HELPERS, user_id))


@use_case(may=May.RUN_CASE)
def remove_task(work: Work, task_id: UUID) -> None:
    """Take a task out of a draft version."""
    task = work.find(PlanTask, task_id)
    work.about(_draft(work, task.plan_id))
    work.db.delete(task)
    work.db.flush()
    if task.carries_id is None:
        forget_inherited(work, task.id)


@use_case(may=May.RUN_CASE)
def propose(work: Work, plan_id: UUID) -> None:
    """Put a version to each guardian who decides and, by age, to the young person."""
    plan = _draft(work, plan_id)
    older = [one for one in _versions(work, plan.case_id) if one.id != plan.id]
    for one in older:
        if one.state == PlanState.PROPOSED:
            work.transition(one, PLAN, PlanAction.REVISE)
    waiting = PlanTask.plan_id == plan.id, PlanTask.state == TaskState.OPEN
    facts = ("goal", "task") if work.db.scalar(select(PlanTask.id).where(*waiting)) else ("goal",)
    if "task" not in facts:
        raise InvalidTransition(N_("A plan needs at least one task. Please add one."))
    work.transition(plan, PLAN, PlanAction.PROPOSE, *facts)
    plan.proposed_at = work.now
    plan.answer_due_at = clock_due(work.runtime.pack, "plan_answer", work.now)
    plan.asks_young_person = asks_young_person(work, plan.student_id)


def _open_case(work: Work, case_id: UUID) -> Case:
    case = work.find(Case, case_id)
    if case.state != CaseState.OPEN:
        raise InvalidTransition(N_("This case is not open. Please reopen it first."))
    return case


def _versions(work: Work, case_id: UUID) -> list[Plan]:
    return list(work.db.scalars(select(Plan).where(Plan.case_id == case_id)))


def _draft(work: Work, plan_id: UUID) -> Plan:
    plan = work.find(Plan, plan_id)
    _open_case(work, plan.case_id)
    if plan.state != PlanState.DRAFT:
        raise InvalidTransition(N_("This version was proposed already. Please write a new one."))
    work.about(plan)
    return plan


def _next_version(work: Work, case: Case, last: Plan | None) -> Plan:
    plan = Plan(
        case_id=case.id, student_id=case.student_id, version=last.version + 1 if last else 1,
        state=PlanState.DRAFT.value, drafted_at=work.now, basis="", asks_young_person=True,
    )  # fmt: skip
    work.db.add(plan)
    work.db.flush()
    if last is not None:
        _take_over(work, last, plan)
    return plan


def _take_over(work: Work, last: Plan, plan: Plan) -> None:
    still = PlanTask.plan_id == last.id, PlanTask.state == TaskState.OPEN
    for task in work.db.scalars(select(PlanTask).where(*still)).all():
        copy = PlanTask(
            plan_id=plan.id, case_id=plan.case_id, student_id=plan.student_id, party=task.party,
            user_id=task.user_id, place=task.place, due_on=task.due_on, state=task.state,
            carries_id=task.task_id,
        )  # fmt: skip
        copy.what = task.what.reveal()
        work.db.add(copy)
