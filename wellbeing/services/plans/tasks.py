"""One's own tasks: tick them with a word, say that one is not possible, or fix another day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing.case_acts import plans_ended, plans_in_force
from wellbeing.crypto import reveal_many
from wellbeing.errors import Forbidden, InvalidTransition, NotFound
from wellbeing.forms import InvalidForm, Kind, Problem, ask, offer
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Plan, PlanTask
from wellbeing.names import student_names
from wellbeing.plan_copies import settle_copies
from wellbeing.policy import May
from wellbeing.workflow import TASK, PlanState, TaskAction, TaskState

_LIVING = (PlanState.DRAFT, PlanState.PROPOSED, PlanState.IN_FORCE)


@dataclass(frozen=True, slots=True)
class MyTask:
    """A task that is mine, of a plan in force or one that ended with its case; not the plan."""

    id: UUID
    case_id: UUID
    student: str
    what: str
    place: str
    due_on: date
    state: str
    done_at: datetime | None
    word: str
    # Whether nothing is waited for any more.
    ended: bool


@dataclass(frozen=True, slots=True)
class TickForm:
    """A word to what was done."""

    word: str = offer(N_("A word to it"), limit=200)


@dataclass(frozen=True, slots=True)
class GiveUpForm:
    """Why a task could not be done."""

    word: str = ask(N_("Why is it not possible?"), limit=200)


@dataclass(frozen=True, slots=True)
class DateForm:
    """Another day for a task; nobody has to agree anew for that."""

    due_on: date | None = ask(N_("New day"), Kind.DATE)


@use_case(may=May.HAVE_TASKS, access=Access.READ)
def my_tasks(work: Work) -> tuple[MyTask, ...]:
    """Return the actor's own tasks of plans in force, the next day first; then of ended ones.

    A task that goes on in a plan in force is that plan's alone.
    """
    mine = PlanTask.user_id == work.actor.user_id
    rows = work.db.scalars(select(PlanTask).where(mine).order_by(PlanTask.due_on)).all()
    rows = [row for row in rows if row.state != TaskState.CANCELLED]
    names = student_names(work, {row.student_id for row in rows})
    rows, ended = _alive(work, rows), _over(work, rows)
    rows += [row for row in ended if row.task_id not in {one.task_id for one in rows}]
    whats, words = reveal_many(rows, "what"), reveal_many(rows, "word")
    return tuple(
        MyTask(
            row.id, row.case_id, names.get(row.student_id, ""), what, row.place, row.due_on,
            row.state, row.done_at, word or "", row in ended,
        )
        for row, what, word in zip(rows, whats, words, strict=True)
    )  # fmt: skip


def _alive(work: Work, rows: Sequence[PlanTask]) -> list[PlanTask]:
    live = plans_in_force(work, {row.plan_id for row in rows})
    return [row for row in rows if row.plan_id in live]


def _over(work: Work, rows: Sequence[PlanTask]) -> list[PlanTask]:
    ended = plans_ended(work, {row.plan_id for row in rows})
    return [row for row in rows if row.plan_id in ended]


@use_case(may=May.HAVE_TASKS)
def tick(work: Work, task_id: UUID, form: TickForm) -> None:
    """Say that a task is done."""
    task = _mine(work, task_id)
    _settle(work, task, TaskAction.DO, form.word)


@use_case(may=May.HAVE_TASKS)
def give_up(work: Work, task_id: UUID, form: GiveUpForm) -> None:
    """Say that a task is not possible, and why."""
    task = _mine(work, task_id)
    _settle(work, task, TaskAction.GIVE_UP, form.word)


@use_case(may=May.RUN_CASE)
def move_date(work: Work, task_id: UUID, form: DateForm) -> None:
    """Fix another day, from today on, for an open task; answers stay as they are."""
    task = _known(work, task_id)
    plan = work.find(Plan, task.plan_id)
    if task.state != TaskState.OPEN or plan.state not in _LIVING:
        raise InvalidTransition(
            N_("Only an open task of a plan that still counts gets another day.")
        )
    if form.due_on is None or form.due_on < work.today:
        raise InvalidForm({"due_on": Problem(N_("This day is past. Please choose a later one."))})
    task.due_on = form.due_on


def _settle(work: Work, task: PlanTask, action: TaskAction, word: str) -> None:
    work.transition(task, TASK, action, "reason")
    task.done_at, task.word = work.now, word
    settle_copies(work, task, action, word)


def _mine(work: Work, task_id: UUID) -> PlanTask:
    """Return a task that the actor may tick: their own, or any where they run the case."""
    task = _known(work, task_id)
    if task.user_id != work.actor.user_id and not work.actor.may(May.RUN_CASE):
        raise Forbidden()
    if not plans_in_force(work, {task.plan_id}):
        raise NotFound()
    return task


def _known(work: Work, task_id: UUID) -> PlanTask:
    task = work.find(PlanTask, task_id)
    work.about(task)
    return task
