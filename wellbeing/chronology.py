"""What happened in a case beside its states: moments and kinds, never a text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import select

from wellbeing.case_facts import clear
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
    for model, moments, kind in _HAPPENED:
        for row in work.db.execute(select(*clear(model)).where(model.case_id == case_id)):
            for column, action in moments:
                at = getattr(row, column)
                if at is not None:
                    yield _moment(work, at), kind, action


def _moment(work: Work, at: Any) -> datetime:
    if isinstance(at, datetime):
        return at
    return datetime.combine(at, time(12), work.runtime.pack.time_zone)
