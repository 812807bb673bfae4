"""What a version of a plan says: its goals and who does what, as far as the reader may see it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import reveal_many
from wellbeing.forms import ask, questions
from wellbeing.i18n import N_
from wellbeing.models import GoalScale, PlanGoal, PlanTask
from wellbeing.names import user_names
from wellbeing.work import Work


@dataclass(frozen=True, slots=True)
class LevelsForm:
    """What one would see at each of five levels; all five or none."""

    much_less: str = ask(N_("Much less than hoped for (−2)"))
    less: str = ask(N_("Less than hoped for (−1)"))
    hoped: str = ask(N_("As hoped for (0)"))
    more: str = ask(N_("More than hoped for (+1)"))
    much_more: str = ask(N_("Much more than hoped for (+2)"))


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal, 0 to 10 now and hoped for; None where that was erased."""

    id: UUID
    words: str
    now: int | None
    hoped: int | None
    levels: tuple[str, ...] = ()


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
    # What it is called in every version.
    task_id: UUID


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that a version says."""

    strengths: str
    goals: tuple[GoalView, ...]
    tasks: tuple[TaskView, ...]


def goals_in(work: Work, plan_id: UUID) -> tuple[GoalView, ...]:
    """Return the goals of a version, in their order."""
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
        row.goal_id: tuple(said[name] for name in questions(LevelsForm))
        for row, said in zip(rows, opened, strict=True)
        if said
    }


def tasks_in(work: Work, plan_id: UUID) -> tuple[TaskView, ...]:
    """Return the tasks of a version, the next day first."""
    query = select(PlanTask).where(PlanTask.plan_id == plan_id).order_by(PlanTask.due_on)
    rows = work.db.scalars(query).all()
    names = user_names(work, {row.user_id for row in rows if row.user_id})
    whats, words = reveal_many(rows, "what"), reveal_many(rows, "word")
    return tuple(
        TaskView(
            row.id, what, row.party, names.get(row.user_id, "") if row.user_id else "",
            row.place, row.due_on, row.state, word or "", row.user_id == work.actor.user_id,
            row.task_id,
        )
        for row, what, word in zip(rows, whats, words, strict=True)
    )  # fmt: skip
