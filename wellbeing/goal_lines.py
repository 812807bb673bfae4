"""Goals and tasks across versions of a plan: which is which.

So ratings never begin anew, and what is kept from somebody stays kept in the next version.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import fold, reveal_many
from wellbeing.models import Kept, Plan, PlanGoal, PlanTask
from wellbeing.withheld import inherit
from wellbeing.work import Work


@dataclass(frozen=True, slots=True)
class Wanted:
    """A goal as a version is to say it; `same` where other words mean the goal of that place."""

    place: int
    words: str
    now: int
    hoped: int
    same: str = ""


def keep_goals(work: Work, plan: Plan, wanted: Sequence[Wanted]) -> None:
    """Write the goals of a draft; a goal that was there before stays the same goal.

    The same words are the same goal, wherever it stands; other words are one only where
    somebody says so. What was kept of a goal that is said anew stays kept, whatever they said.
    """
    here = {one.place: one for one in _goals_of(work, plan)}
    before = _before(work, plan)
    names, taken, written = _names(work, plan, before), set[UUID](), list[PlanGoal]()
    said = {one.id: words for one, words in _said(here.values())}
    for one in wanted:
        row = here.pop(one.place, None) or PlanGoal(
            plan_id=plan.id, case_id=plan.case_id, student_id=plan.student_id, place=one.place
        )
        row.words, row.ratings = one.words, {"now": one.now, "hoped": one.hoped}
        row.carries_id = _carried(names, one, taken)
        work.db.add(row)
        written.append(row)
    for gone in here.values():
        work.db.delete(gone)
    work.db.flush()
    left = [one for one in before if one.goal_id not in taken]
    heirs = {one.id: set[UUID]() for one in here.values()} | _heirs(written, left)
    fresh = {
        row.id for row, words in _said(written)
        if row.carries_id is None and said.get(row.id) != words
    }  # fmt: skip
    inherit(work, plan.case_id, Kept.GOAL, heirs, fresh)


def _heirs(written: Sequence[PlanGoal], left: Sequence[PlanGoal]) -> dict[UUID, set[UUID]]:
    """Return by goal which older goals it may be in other words: new ones of a place that fits.

    What stood where no goal stands any more may be any of the new ones.
    """
    places = {one.place for one in written}
    return {
        row.id: {
            old.goal_id
            for old in left
            if row.carries_id is None and (old.place == row.place or old.place not in places)
        }
        for row in written
    }


# Words or place of a goal in the version before, and what it is called in every version.
Names = dict[str | int, UUID]


def _before(work: Work, plan: Plan) -> list[PlanGoal]:
    older = Plan.case_id == plan.case_id, Plan.version < plan.version
    last = work.db.scalars(select(Plan).where(*older).order_by(Plan.version.desc())).first()
    return _goals_of(work, last) if last is not None else []


def _names(work: Work, plan: Plan, last: Sequence[PlanGoal]) -> Names:
    """Return what goals are called: by place those of the version before, by words any ever."""
    older = Plan.case_id == plan.case_id, Plan.version < plan.version
    query = select(PlanGoal).join(Plan, Plan.id == PlanGoal.plan_id).where(*older)
    rows = work.db.scalars(query.order_by(Plan.version)).all()
    names: Names = {row.place: row.goal_id for row in last}
    return names | {words: row.goal_id for row, words in _said(rows)}


def _said(rows: Iterable[PlanGoal]) -> list[tuple[PlanGoal, str]]:
    """Return goals with their words as they are compared."""
    goals = list(rows)
    return [(row, fold(said)) for row, said in zip(goals, reveal_many(goals, "words"), strict=True)]


def _carried(names: Names, one: Wanted, taken: set[UUID]) -> UUID | None:
    found = names.get(fold(one.words))
    if found is None and one.same == "same":
        found = names.get(one.place)
    if found is None or found in taken:
        return None
    taken.add(found)
    return found


def _goals_of(work: Work, plan: Plan) -> list[PlanGoal]:
    query = select(PlanGoal).where(PlanGoal.plan_id == plan.id).order_by(PlanGoal.place)
    return list(work.db.scalars(query))


def keep_task(work: Work, plan: Plan, task: PlanTask, what: str) -> None:
    """Write a new task of a draft; what was kept in the same words stays kept, whoever does it.

    It is the same task where an older version had it of the same party. Where a task that is
    kept was taken out, nobody knows its words any more: the new one is kept until one decides.
    """
    alike = _tasks_saying(work, plan.case_id, what)
    older = [one for one in alike if one.plan_id != plan.id and one.party == task.party]
    task.carries_id = older[0].task_id if older else None
    task.what = what
    work.db.add(task)
    work.db.flush()
    fresh = () if older else (task.task_id,)
    names = {one.task_id for one in alike} - {task.task_id}
    inherit(work, plan.case_id, Kept.TASK, {task.task_id: names}, fresh)


def _tasks_saying(work: Work, case_id: UUID, what: str) -> list[PlanTask]:
    rows = work.db.scalars(select(PlanTask).where(PlanTask.case_id == case_id)).all()
    said = zip(rows, reveal_many(rows, "what"), strict=True)
    return [row for row, words in said if fold(words) == fold(what)]
