"""What happened in a case beside its states: moments and kinds, never a text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, cast, literal, null, select, union_all

from wellbeing.models import (
    BasisAnswer,
    Case,
    CaseMember,
    Emergency,
    FamilyLetter,
    FamilyQuestion,
    HarmReport,
    Incident,
    IncidentPerson,
    LawfulBasis,
    Measurement,
    MissedTry,
    NoteAddendum,
    Observation,
    PlanAnswer,
    PlanReview,
    PlanTask,
    SafetyEntry,
    SafetyPlan,
    Transfer,
    UrgencyChange,
    WithheldText,
    Withholding,
)
from wellbeing.models.base import Moment
from wellbeing.work import Work

# Record, the column with its moment, the kind to filter by, and what happened.
HAPPENED: tuple[tuple[Any, tuple[tuple[str, str], ...], str], ...] = (
    (Measurement, (("recorded_at", "measured"),), "measure"),
    (Observation, (("on", "observed"),), "school"),
    (PlanAnswer, (("at", "plan_answered"),), "plan"),
    (PlanReview, (("at", "plan_reviewed"),), "plan"),
    (PlanTask, (("done_at", "task_settled"),), "plan"),
    (FamilyQuestion, (("asked_at", "question_asked"), ("answered_at", "question_answered")),
     "family"),
    (FamilyLetter, (("at", "letter_written"), ("answered_at", "letter_answered")), "family"),
    (Withholding, (("at", "withheld"),), "family"),
    (WithheldText, (("at", "text_withheld"), ("ended_at", "text_shown")), "family"),
    (Transfer, (("asked_at", "transfer_asked"), ("answered_at", "transfer_answered")), "team"),
    (CaseMember, (("since", "team_joined"), ("until", "team_left")), "team"),
    (Emergency, (("at", "emergency_opened"),), "team"),
    (NoteAddendum, (("at", "note_added"),), "session"),
    (MissedTry, (("at", "missed_tried"),), "session"),
    (UrgencyChange, (("at", "urgency_changed"),), "safety"),
    (SafetyEntry, (("at", "safety_looked"),), "safety"),
    (SafetyPlan, (("at", "safety_planned"),), "safety"),
    (HarmReport, (("noticed_at", "harm_noticed"), ("first_reported_at", "harm_reported"),
                  ("outcome_at", "harm_outcome")), "safety"),
    (LawfulBasis, (("at", "basis_named"),), "consent"),
    (BasisAnswer, (("at", "consent_answered"),), "consent"),
    (Incident, (("happened_at", "incident_happened"), ("agreed_at", "repair_agreed"),
                ("closed_at", "incident_closed")), "repair"),
)  # fmt: skip


def happened(work: Work, case: Case) -> Iterator[tuple[datetime, str, str]]:
    """Yield moment, kind and what happened, as far as the actor may know the rows."""
    for at, day, kind, action in work.db.execute(_everything(case)):
        yield at or datetime.combine(day, time(12), work.runtime.pack.time_zone), kind, action


def _everything(case: Case) -> Select[Any]:
    """Ask for all of it in one statement."""
    parts = [
        select(*_moment(getattr(model, column)), literal(kind), literal(action)).where(
            _of(model, case), getattr(model, column).is_not(None)
        )
        for model, moments, kind in HAPPENED
        for column, action in moments
    ]
    return select(*union_all(*parts).subquery().c)


def _of(model: Any, case: Case) -> ColumnElement[bool]:
    """Return which rows belong to a case: its own, or those about its young person."""
    if model is Incident:
        part = IncidentPerson.student_id == case.student_id
        return Incident.id.in_(select(IncidentPerson.incident_id).where(part))
    if model is HarmReport:
        return HarmReport.student_id == case.student_id
    of_case: ColumnElement[bool] = model.case_id == case.id
    if model is PlanAnswer:  # to be asked again is no answer
        return of_case & (PlanAnswer.answer != "")
    return of_case


def _moment(column: Any) -> tuple[Any, Any]:
    """Return a moment and a day, of which one is missing."""
    if isinstance(column.type, Date):
        return cast(null(), Moment).label("at"), column.label("day")
    return column.label("at"), cast(null(), Date).label("day")
