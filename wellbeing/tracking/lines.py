"""A case's lines as one reader may have them: goals in their newest words, scores, gaps."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from wellbeing.case_lines import CHECK_IN, GOAL, Line, Reading, readings_of, talks_of, with_gaps
from wellbeing.crypto import reveal_many
from wellbeing.measures import Direction, all_instruments, progress
from wellbeing.models import Case, Informant, Plan, PlanGoal
from wellbeing.tracking.views import GENTLE_READERS, Reader, Series
from wellbeing.work import Work
from wellbeing.workflow import PlanState

Goals = dict[UUID, tuple[str, float | None]]


def goals_of(work: Work, case_id: UUID, reader: Reader) -> Goals:
    """Return the goals by what they are called in every version, in their newest words.

    What is still being drafted is neither the family's nor the young person's to read.
    """
    query = select(PlanGoal).join(Plan, Plan.id == PlanGoal.plan_id)
    query = query.where(PlanGoal.case_id == case_id)
    if reader in GENTLE_READERS:
        query = query.where(Plan.state != PlanState.DRAFT)
    rows = work.db.scalars(query.order_by(Plan.version, PlanGoal.place)).all()
    words, rated = reveal_many(rows, "words"), reveal_many(rows, "ratings")
    return {
        row.goal_id: (said or "", _number((more or {}).get("hoped")))
        for row, said, more in zip(rows, words, rated, strict=True)
    }


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


def lines_of(work: Work, case: Case, goals: Goals, reader: Reader) -> tuple[Series, ...]:
    """Return every line, the check-ins first and the goals in the plan's order."""
    family = reader is Reader.FAMILY
    found = readings_of(work, case, "family_score" if family else "score")
    # The family sees what was shared; that a talk had no score is not theirs to count.
    talks = [] if family else talks_of(work, case.id)
    order = list(goals)
    made = []
    for line, readings in found.items():
        kept: tuple[Reading, ...] = tuple(readings)
        if _own_check_in(line):
            kept = with_gaps(work, readings, talks)
        instrument, version, informant, goal = line
        words, hoped = goals.get(goal, ("", None)) if goal else ("", None)
        made.append(Series(instrument, version, informant, goal, words, hoped, kept))
    return tuple(sorted(made, key=lambda one: _place(one, order)))


def _own_check_in(line: Line) -> bool:
    return line[0] == CHECK_IN and line[2] == Informant.YOUNG_PERSON


def _place(line: Series, order: list[UUID]) -> tuple[bool, str, str, int]:
    place = order.index(line.about_id) if line.about_id in order else 0
    return line.instrument != CHECK_IN, line.instrument, line.informant, place


def own_check_ins(lines: tuple[Series, ...]) -> tuple[Series, ...]:
    """Return the line of the young person's own check-ins; none where there is no score."""
    own = (CHECK_IN, Informant.YOUNG_PERSON.value)
    return tuple(one for one in lines if (one.instrument, one.informant) == own and one.known)


def goal_lines(lines: tuple[Series, ...]) -> tuple[Series, ...]:
    """Return the ratings of the goals, a line for each."""
    return tuple(one for one in lines if one.instrument == GOAL)


def direction_of(lines: tuple[Series, ...]) -> Direction:
    """Return how the young person's own check-ins go, in one word."""
    for line in own_check_ins(lines):
        return progress(line.values, all_instruments()[CHECK_IN]).direction
    return Direction.TOO_EARLY
