"""Record a review of the goals, and a teacher's two-minute observation."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from wellbeing.case_facts import newest
from wellbeing.errors import InvalidTransition, NotFound
from wellbeing.forms import InvalidForm, Kind, Problem, ask, offer
from wellbeing.gate import Work, use_case
from wellbeing.i18n import N_
from wellbeing.measures import shipped_instruments
from wellbeing.models import Case, Informant, Measurement, Observation, Plan, PlanGoal
from wellbeing.policy import May

_SCALE = tuple((str(n), str(n)) for n in range(11))
_LEVELS = (
    ("-2", N_("Much less than expected")),
    ("-1", N_("Less than expected")),
    ("0", N_("As expected")),
    ("1", N_("More than expected")),
    ("2", N_("Much more than expected")),
)
_WEIGHTS = tuple((str(n), str(n)) for n in range(1, 6))


@dataclass(frozen=True, slots=True)
class RateForm:
    """Where each goal stands, in the young person's eyes; levels and weights are optional."""

    now_1: str = offer(N_("First goal: where is it now?"), Kind.CHOICE, options=_SCALE)
    level_1: str = offer(N_("First goal: how far was it reached?"), Kind.CHOICE, options=_LEVELS)
    weight_1: str = offer(N_("First goal: how much does it count?"), Kind.CHOICE, options=_WEIGHTS)
    now_2: str = offer(N_("Second goal: where is it now?"), Kind.CHOICE, options=_SCALE)
    level_2: str = offer(N_("Second goal: how far was it reached?"), Kind.CHOICE, options=_LEVELS)
    weight_2: str = offer(N_("Second goal: how much does it count?"), Kind.CHOICE, options=_WEIGHTS)
    now_3: str = offer(N_("Third goal: where is it now?"), Kind.CHOICE, options=_SCALE)
    level_3: str = offer(N_("Third goal: how far was it reached?"), Kind.CHOICE, options=_LEVELS)
    weight_3: str = offer(N_("Third goal: how much does it count?"), Kind.CHOICE, options=_WEIGHTS)

    def column(self, name: str) -> list[int | None]:
        """Return the answers of one kind, goal by goal; None where one was left out."""
        found = [getattr(self, f"{name}_{n}") for n in (1, 2, 3)]
        return [int(one) if one else None for one in found]


@dataclass(frozen=True, slots=True)
class ObserveForm:
    """What a teacher sees in two minutes; the student's own marks, never a rank."""

    concentration: str = ask(N_("How well can they concentrate?"), Kind.CHOICE, options=_SCALE)
    belonging: str = ask(N_("How much do they belong to the class?"), Kind.CHOICE, options=_SCALE)
    attendance: str = ask(N_("Lessons attended in the last two weeks, in percent"), limit=3)
    mark: str = offer(
        N_("Their own last mark, 0 to 100"), limit=5, hint=N_("Compared with themselves only.")
    )


@use_case(may=May.COUNSEL)
def rate_goals(work: Work, case_id: UUID, form: RateForm) -> None:
    """Record where the goals stand now, as the young person says it."""
    case = work.db.get(Case, case_id)
    if case is None:
        raise NotFound()
    count = _goal_count(work, case_id)
    now, levels, weights = (form.column(name)[:count] for name in ("now", "level", "weight"))
    if not any(one is not None for one in (*now, *levels)):
        raise InvalidForm({"now_1": Problem(N_("Please rate at least one goal."))})
    row = Measurement(
        case_id=case.id, student_id=case.student_id, instrument="goal_rating",
        form_version=shipped_instruments()["goal_rating"].form_version,
        informant=Informant.YOUNG_PERSON.value, at=work.now,
    )  # fmt: skip
    row.answers = {"now": now, "levels": levels, "weights": [one or 1 for one in weights]}
    work.db.add(row)
    work.about(row)


def _goal_count(work: Work, case_id: UUID) -> int:
    plan = newest(work.db.scalars(select(Plan).where(Plan.case_id == case_id)))
    goals = select(PlanGoal.id).where(PlanGoal.plan_id == plan.id) if plan else None
    count = len(work.db.scalars(goals).all()) if goals is not None else 0
    if not count:
        raise InvalidTransition(N_("There are no goals yet. Please write the plan first."))
    return count


@use_case(may=May.OBSERVE)
def observe(work: Work, case_id: UUID, form: ObserveForm) -> None:
    """Record what a teacher of the team sees at school."""
    case = work.db.get(Case, case_id)
    if case is None:
        raise NotFound()
    problems = {}
    for name in ("attendance", "mark"):
        text = getattr(form, name)
        if text and not _within_hundred(text):
            problems[name] = Problem(N_("Please type a number from 0 to 100."))
    if problems:
        raise InvalidForm(problems)
    row = Observation(case_id=case.id, student_id=case.student_id, on=work.today)
    row.answers = {name: float(value) for name, value in dataclasses.asdict(form).items() if value}
    work.db.add(row)
    work.about(row)


def _within_hundred(text: Any) -> bool:
    try:
        return 0 <= float(text) <= 100
    except ValueError:
        return False
