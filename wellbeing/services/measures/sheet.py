"""The young person's own sheet: goals in their words, and a gentle trend where they want it."""

from __future__ import annotations

from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import select

from wellbeing.gate import Access, Work, use_case
from wellbeing.measures import Direction
from wellbeing.models import Case, Closing, Student
from wellbeing.policy import May
from wellbeing.tracking.lines import (
    direction_of,
    goal_lines,
    goals_of,
    lines_of,
    own_check_ins,
)
from wellbeing.tracking.views import Reader, TrackerView


class Trend(StrEnum):
    """Whether the young person wants to see how the weeks went; asked each time."""

    LEFT_OUT = auto()
    WANTED = auto()


@use_case(may=May.COUNSEL, access=Access.READ)
def own_sheet(work: Work, case_id: UUID, trend: Trend) -> TrackerView:
    """Return what a young person is shown of their own progress, by their counsellor's hand."""
    case = work.find(Case, case_id)
    student = work.find(Student, case.student_id)
    reader = Reader.YOUNG_PERSON
    lines = lines_of(work, case, goals_of(work, case.id, reader), reader)
    wanted = trend is Trend.WANTED
    return TrackerView(
        case_id=case.id, number=case.number, student=student.name.reveal(),
        student_id=student.id, reader=reader,
        direction=(direction_of(lines) if wanted else Direction.TOO_EARLY).value,
        series=own_check_ins(lines) if wanted else (),
        goals=tuple(one for one in goal_lines(lines) if one.title),
        reviews=(), happenings=(), observations=(), targets=(), may_record=False,
        last_word=_last_word(work, case),
    )  # fmt: skip


def _last_word(work: Work, case: Case) -> str:
    """Return what was written for the young person and the family when the case was closed."""
    last = select(Closing).where(Closing.case_id == case.id, ~Closing.reopened)
    found = work.db.scalars(last.order_by(Closing.closed_at.desc()).limit(1)).first()
    return (found.for_family.reveal() or "") if found else ""
