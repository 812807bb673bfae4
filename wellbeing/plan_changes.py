"""What is different between two versions of a plan, in kinds that a page puts into words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from wellbeing.crypto import ERASED
from wellbeing.plan_content import Content, GoalView, TaskView
from wellbeing.workflow import TaskState

# What becomes of a task that the newer version does not have any more.
_LEFT = {TaskState.DONE: "task_done", TaskState.NOT_POSSIBLE: "task_not_possible"}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference to the version before: about what, and what it was and is."""

    kind: str
    text: str
    was: str | int | date = ""
    now: str | int | date = ""


def changes(old: Content, new: Content) -> tuple[Change, ...]:
    """Return every difference: strengths, goals with their numbers, tasks with day and person."""
    found = list(_goals(old.goals, new.goals))
    if old.strengths != new.strengths:
        found.insert(0, Change("strengths", "", old.strengths, new.strengths))
    found += _tasks(old.tasks, new.tasks)
    return tuple(found)


def _rating(value: int | None) -> str | int:
    return ERASED if value is None else value


def _goals(old: Sequence[GoalView], new: Sequence[GoalView]) -> Iterator[Change]:
    before = {one.id: one for one in old}
    for one in new:
        was = before.pop(one.id, None)
        if was is None:
            yield Change("goal_new", one.words)
            continue
        if was.words != one.words:
            yield Change("goal_said_anew", one.words, was.words, one.words)
        if was.now != one.now:
            yield Change("goal_now", one.words, _rating(was.now), _rating(one.now))
        if was.hoped != one.hoped:
            yield Change("goal_hoped", one.words, _rating(was.hoped), _rating(one.hoped))
    yield from (Change("goal_gone", one.words) for one in before.values())


def _tasks(old: Sequence[TaskView], new: Sequence[TaskView]) -> Iterator[Change]:
    left = list(old)
    for one in new:
        was = _same(one, left)
        if was is None:
            yield Change("task_new", one.what)
            continue
        left.remove(was)
        yield from _moved(was, one)
    for gone in left:
        yield Change(_LEFT.get(TaskState(gone.state), "task_gone"), gone.what)


def _same(one: TaskView, left: Sequence[TaskView]) -> TaskView | None:
    """Return the task of the version before with these words, of the same person rather."""
    alike = [was for was in left if was.what == one.what]
    return min(alike, key=lambda was: (was.party != one.party, was.who != one.who), default=None)


def _moved(was: TaskView, one: TaskView) -> Iterator[Change]:
    if was.due_on != one.due_on:
        yield Change("task_moved", one.what, was.due_on, one.due_on)
    if was.place != one.place:
        yield Change("task_place", one.what, was.place, one.place)
    if was.party != one.party:
        yield Change("task_party", one.what, was.party, one.party)
    elif was.who != one.who:
        yield Change("task_person", one.what, was.who, one.who)
