"""What happened in a case beside its states: moments and kinds, never a text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Select, cast, literal, null, select, union_all

from wellbeing.models import (
    FamilyLetter,
    FamilyQuestion,
    Measurement,
    Observation,
    PlanAnswer,
    PlanReview,
    PlanTask,
    Transfer,
    Withholding,
)
from wellbeing.models.base import Moment
from wellbeing.work import Work

# Record, the column with its moment, the kind to filter by, and what happened.
_HAPPENED: tuple[tuple[Any, tuple[tuple[str, str], ...], str], ...] = (
    (Measurement, (("recorded_at", "measured"),), "measure"),
    (Observation, (("on", "observed"),), "school"),
    (PlanAnswer, (("at", "plan_answered"),), "plan"),
    (PlanReview, (("at", "plan_reviewed"),), "plan"),
    (PlanTask, (("done_at", "task_settled"),), "plan"),
    (FamilyQuestion, (("asked_at", "question_asked"), ("answered_at", "question_answered")),
     "family"),
    (FamilyLetter, (("at", "letter_written"), ("answered_at", "letter_answered")), "family"),
    (Withholding, (("at", "withheld"),), "family"),
    (Transfer, (("asked_at", "transfer_asked"), ("answered_at", "transfer_answered")), "team"),
)  # fmt: skip


def happened(work: Work, case_id: UUID) -> Iterator[tuple[datetime, str, str]]:
    """Yield moment, kind and what happened, as far as the actor may know the rows."""
    for at, day, kind, action in work.db.execute(_everything(case_id)):
        yield at or datetime.combine(day, time(12), work.runtime.pack.time_zone), kind, action


def _everything(case_id: UUID) -> Select[Any]:
    """Ask for all of it in one statement."""
    parts = [
        select(*_moment(getattr(model, column)), literal(kind), literal(action)).where(
            model.case_id == case_id, getattr(model, column).is_not(None)
        )
        for model, moments, kind in _HAPPENED
        for column, action in moments
    ]
    return select(*union_all(*parts).subquery().c)


def _moment(column: Any) -> tuple[Any, Any]:
    """Return a moment and a day, of which one is missing."""
    if isinstance(column.type, Date):
        return cast(null(), Moment).label("at"), column.label("day")
    return column.label("at"), cast(null(), Date).label("day")
