"""The plan as the reader may see it, with what changed since the version before."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import reveal_many
from wellbeing.gate import Access, Work, use_case
from wellbeing.models import (
    Case,
    ContactTry,
    GoalScale,
    Plan,
    PlanGoal,
    PlanReview,
    PlanTask,
    Student,
)
from wellbeing.names import user_names
from wellbeing.plan_answers import AnswerView, answers_of
from wellbeing.policy import May, Role
from wellbeing.readers import Reader, readers_of
from wellbeing.services.plans.goals import LEVELS
from wellbeing.workflow import PlanState


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal, 0 to 10 now and hoped for; None where that was erased."""

    id: UUID
    words: str
    now: int | None
    hoped: int | None
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A look at the plan together; for those who run the case."""

    at: datetime
    outcome: str
    text: str


@dataclass(frozen=True, slots=True)
class TryView:
    """A try to reach somebody who is silent."""

    who: str
    way: str
    at: datetime
    text: str


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
    reviews: tuple[ReviewView, ...]
    tries: tuple[TryView, ...]


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
    answers = answers_of(work, plan)
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
        reviews=_reviews(work, plan.case_id),
        tries=_tries(work, plan.id, {one.guardian_id: one.who for one in answers}),
    )


def _goals(work: Work, plan_id: UUID) -> tuple[GoalView, ...]:
    query = select(PlanGoal).where(PlanGoal.plan_id == plan_id).order_by(PlanGoal.place)
    rows = work.db.scalars(query).all()
    words, ratings = reveal_many(rows, "words"), reveal_many(rows, "ratings")
    levels = _levels(work, {row.goal_id for row in rows})
    return tuple(
        GoalView(
            row.goal_id, said, rated.get("now"), rated.get("hoped"), levels.get(row.goal_id, ())
        )
        for row, said, rated in zip(rows, words, ratings, strict=True)
    )


def _levels(work: Work, goals: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    rows = work.db.scalars(select(GoalScale).where(GoalScale.goal_id.in_(goals))).all()
    opened = reveal_many(rows, "levels")
    return {
        row.goal_id: tuple(said[name] for name in LEVELS)
        for row, said in zip(rows, opened, strict=True)
        if said
    }


def _reviews(work: Work, case_id: UUID) -> tuple[ReviewView, ...]:
    query = select(PlanReview).where(PlanReview.case_id == case_id).order_by(PlanReview.at.desc())
    rows = work.db.scalars(query).all()
    texts = zip(rows, reveal_many(rows, "text"), strict=True)
    return tuple(ReviewView(row.at, row.outcome, said or "") for row, said in texts)


def _tries(work: Work, plan_id: UUID, names: Mapping[UUID | None, str]) -> tuple[TryView, ...]:
    query = select(ContactTry).where(ContactTry.plan_id == plan_id).order_by(ContactTry.at)
    rows = work.db.scalars(query).all()
    texts = zip(rows, reveal_many(rows, "text"), strict=True)
    return tuple(
        TryView(names.get(row.guardian_id, ""), row.way, row.at, said or "") for row, said in texts
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


def _changes(
    work: Work, before: UUID, goals: Sequence[GoalView], tasks: Sequence[TaskView]
) -> tuple[Change, ...]:
    """Return what is new, gone or moved, goal by goal and task by task."""
    old = {one.id: one for one in _goals(work, before)}
    old_tasks = {(one.what, one.party): one for one in _tasks(work, before)}
    new = {one.id for one in goals}
    new_tasks = {(one.what, one.party) for one in tasks}
    found = [Change("goal_new", one.words) for one in goals if one.id not in old]
    found += [
        Change("goal_said_anew", one.words)
        for one in goals
        if one.id in old and old[one.id].words != one.words
    ]
    found += [Change("goal_gone", one.words) for one in old.values() if one.id not in new]
    for one in tasks:
        was = old_tasks.get((one.what, one.party))
        if was is None:
            found.append(Change("task_new", one.what))
        elif was.due_on != one.due_on:
            found.append(Change("task_moved", one.what))
    found += [Change("task_gone", key[0]) for key in old_tasks if key not in new_tasks]
    return tuple(found)
