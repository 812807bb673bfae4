"""Goals in the young person's words, 0 to 10, and, where somebody wants, their five levels."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from wellbeing.forms import ZERO_TO_TEN, InvalidForm, Kind, Problem, ask, offer
from wellbeing.gate import Work, use_case
from wellbeing.goal_lines import Wanted
from wellbeing.i18n import N_
from wellbeing.models import GoalScale, PlanGoal
from wellbeing.plan_content import LevelsForm
from wellbeing.policy import May

MOST_GOALS = 3
_NOW = N_("Where is it now? (0 = not at all, 10 = fully)")
_HOPED = N_("Where would be good enough?")


@dataclass(frozen=True, slots=True)
class PlanForm:
    """What the plan rests on and what it is for, in the young person's own words."""

    strengths: str = ask(
        N_("What is going well, and what can the young person do?"),
        Kind.TEXT,
        limit=400,
        hint=N_("Strengths come first. The family reads this."),
    )
    goal_1: str = ask(N_("First goal, in the young person's own words"), limit=200)
    now_1: str = ask(_NOW, Kind.CHOICE, options=ZERO_TO_TEN)
    hoped_1: str = ask(_HOPED, Kind.CHOICE, options=ZERO_TO_TEN)
    goal_2: str = offer(N_("Second goal"), limit=200)
    now_2: str = offer(_NOW, Kind.CHOICE, options=ZERO_TO_TEN)
    hoped_2: str = offer(_HOPED, Kind.CHOICE, options=ZERO_TO_TEN)
    goal_3: str = offer(N_("Third goal"), limit=200)
    now_3: str = offer(_NOW, Kind.CHOICE, options=ZERO_TO_TEN)
    hoped_3: str = offer(_HOPED, Kind.CHOICE, options=ZERO_TO_TEN)


_SAME = (
    ("same", N_("The same goal in other words")),
    ("new", N_("A new goal")),
)
_SAME_HINT = N_("The same goal keeps its ratings. With unchanged words this needs no answer.")


@dataclass(frozen=True, slots=True)
class NextPlanForm(PlanForm):
    """A later version: whether a goal in other words is still the same goal."""

    same_1: str = offer(
        N_("First goal, if its words changed"), Kind.CHOICE, options=_SAME, hint=_SAME_HINT
    )
    same_2: str = offer(N_("Second goal, if its words changed"), Kind.CHOICE, options=_SAME)
    same_3: str = offer(N_("Third goal, if its words changed"), Kind.CHOICE, options=_SAME)


@use_case(may=May.RUN_CASE)
def describe_levels(work: Work, goal_id: UUID, form: LevelsForm) -> None:
    """Say what the five levels of a goal look like; it holds for the goal in every version."""
    goal = work.find(PlanGoal, goal_id)
    query = select(GoalScale).where(GoalScale.goal_id == goal.goal_id)
    scale = work.db.scalars(query).first() or GoalScale(
        goal_id=goal.goal_id, case_id=goal.case_id, student_id=goal.student_id
    )
    scale.levels = dataclasses.asdict(form)
    work.db.add(scale)
    work.about(goal)


def wanted_goals(form: PlanForm) -> list[Wanted]:
    """Return the goals that a form names; one without both numbers is InvalidForm."""
    raw: Any = form
    found, problems = [], {}
    for n in range(1, MOST_GOALS + 1):
        words, now, hoped = (getattr(raw, f"{name}_{n}") for name in ("goal", "now", "hoped"))
        if not words:
            continue
        if now == "" or hoped == "":
            problems[f"now_{n}"] = Problem(N_("Please choose a number for this goal, twice."))
            continue
        same = getattr(raw, f"same_{n}", "")
        found.append(Wanted(n, words, int(now), int(hoped), same))
    if problems:
        raise InvalidForm(problems)
    return found
