"""The plan as the reader may see it, with what changed since the version before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import reveal_many
from wellbeing.gate import Access, Work, use_case
from wellbeing.models import Case, Guardian, Plan, PlanAnswer, PlanGoal, PlanTask, Student
from wellbeing.names import user_names
from wellbeing.policy import May, Role
from wellbeing.readers import Reader, readers_of
from wellbeing.site_acts import DECIDES
from wellbeing.workflow import PlanState


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal, 0 to 10 now and hoped for."""

    id: UUID
    words: str
    now: int
    hoped: int


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task of this version."""

    id: UUID
    what: str
    party: str
    who: str
    place: str
    due_on: date
    state: str
    word: str
    mine: bool


@dataclass(frozen=True, slots=True)
class AnswerView:
    """Who was asked, and what they said; "" as long as they said nothing."""

    guardian_id: UUID | None
    who: str
    answer: str
    route: str
    at: datetime | None
    text: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One difference to the version before, in words."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class PlanView:
    """The newest version that the reader may see."""

    id: UUID
    case_id: UUID
    student: str
    version: int
    state: str
    strengths: str
    goals: tuple[GoalView, ...]
    tasks: tuple[TaskView, ...]
    answers: tuple[AnswerView, ...]
    changes: tuple[Change, ...]
    answer_due_at: datetime | None
    in_force_at: datetime | None
    review_on: date | None
    basis: str
    may_answer: bool
    readers: tuple[Reader, ...]


@use_case(may=May.SEE_PLAN, access=Access.READ)
def open_plan(work: Work, case_id: UUID) -> PlanView | None:
    """Return the newest version; the family sees no draft; None where there is none yet."""
    case = work.find(Case, case_id)
    student = work.find(Student, case.student_id)
    query = select(Plan).where(Plan.case_id == case_id).order_by(Plan.version.desc())
    versions = [one for one in work.db.scalars(query) if not _hidden(work, one)]
    if not versions:
        return None
    return _view(work, student, versions)


def _hidden(work: Work, plan: Plan) -> bool:
    return plan.state == PlanState.DRAFT and work.actor.has(Role.PARENT)


def _view(work: Work, student: Student, versions: Sequence[Plan]) -> PlanView:
    plan = versions[0]
    goals, tasks = _goals(work, plan.id), _tasks(work, plan.id)
    answers = _answers(work, plan)
    before = versions[1].id if len(versions) > 1 else None
    waiting = plan.state == PlanState.PROPOSED
    of_case = {"case_id": plan.case_id, "student_id": plan.student_id}
    return PlanView(
        id=plan.id,
        case_id=plan.case_id,
        student=student.name.reveal(),
        version=plan.version,
        state=plan.state,
        strengths=plan.strengths.reveal() or "",
        goals=goals,
        tasks=tasks,
        answers=answers,
        changes=_changes(work, before, goals, tasks) if before else (),
        answer_due_at=plan.answer_due_at,
        in_force_at=plan.in_force_at,
        review_on=plan.review_on,
        basis=plan.basis,
        may_answer=waiting and any(one.mine for one in answers),
        readers=readers_of(work, Plan, "strengths", of_case),
    )


def _goals(work: Work, plan_id: UUID) -> tuple[GoalView, ...]:
    query = select(PlanGoal).where(PlanGoal.plan_id == plan_id).order_by(PlanGoal.place)
    rows = work.db.scalars(query).all()
    words, ratings = reveal_many(rows, "words"), reveal_many(rows, "ratings")
    return tuple(
        GoalView(row.id, said, rated["now"], rated["hoped"])
        for row, said, rated in zip(rows, words, ratings, strict=True)
    )


def _tasks(work: Work, plan_id: UUID) -> tuple[TaskView, ...]:
    query = select(PlanTask).where(PlanTask.plan_id == plan_id).order_by(PlanTask.due_on)
    rows = work.db.scalars(query).all()
    names = user_names(work, {row.user_id for row in rows if row.user_id})
    whats, words = reveal_many(rows, "what"), reveal_many(rows, "word")
    return tuple(
        TaskView(
            row.id, what, row.party, names.get(row.user_id, "") if row.user_id else "",
            row.place, row.due_on, row.state, word or "", row.user_id == work.actor.user_id,
        )
        for row, what, word in zip(rows, whats, words, strict=True)
    )  # fmt: skip


def _answers(work: Work, plan: Plan) -> tuple[AnswerView, ...]:
    """Return everybody who decides with their newest word; a guardian gets only their own."""
    if plan.state == PlanState.DRAFT:
        return ()
    rows = work.db.scalars(
        select(PlanAnswer).where(PlanAnswer.plan_id == plan.id).order_by(PlanAnswer.at)
    ).all()
    said = {row.guardian_id: row for row in rows}
    asked = work.db.scalars(select(Guardian).where(Guardian.student_id == plan.student_id)).all()
    found = [
        _answer(said.get(one.id), one.id, one.name.reveal(), mine=one.user_id == work.actor.user_id)
        for one in asked
        if one.standing in DECIDES
    ]
    if plan.asks_young_person and not work.actor.has(Role.PARENT):
        found.append(_answer(said.get(None), None, ""))
    return tuple(found)


def _answer(
    row: PlanAnswer | None, guardian_id: UUID | None, who: str, *, mine: bool = False
) -> AnswerView:
    if row is None:
        return AnswerView(guardian_id, who, "", "", None, "", mine)
    text = row.text.reveal() or ""
    return AnswerView(guardian_id, who, row.answer, row.route, row.at, text, mine)


def _changes(
    work: Work, before: UUID, goals: Sequence[GoalView], tasks: Sequence[TaskView]
) -> tuple[Change, ...]:
    """Return what is new, gone or moved, goal by goal and task by task."""
    old_goals = {one.words: one for one in _goals(work, before)}
    old_tasks = {(one.what, one.party): one for one in _tasks(work, before)}
    new_goals = {one.words for one in goals}
    new_tasks = {(one.what, one.party) for one in tasks}
    found = [Change("goal_new", g.words) for g in goals if g.words not in old_goals]
    found += [Change("goal_gone", words) for words in old_goals if words not in new_goals]
    for one in tasks:
        was = old_tasks.get((one.what, one.party))
        if was is None:
            found.append(Change("task_new", one.what))
        elif was.due_on != one.due_on:
            found.append(Change("task_moved", one.what))
    found += [Change("task_gone", key[0]) for key in old_tasks if key not in new_tasks]
    return tuple(found)
