"""Keep one text from a guardian, because of this, with a day to look again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import reveal_many
from wellbeing.errors import InvalidTransition, NotFound
from wellbeing.forms import InvalidForm, Kind, Problem, ask
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import (
    Case,
    Closing,
    Guardian,
    Kept,
    Plan,
    PlanGoal,
    PlanTask,
    WithheldText,
)
from wellbeing.policy import May
from wellbeing.withheld import ProlongForm, ask_again, later_day

_TWICE = N_("It is kept from them already.")
_ENDED = N_("This has ended already.")
# Which record a text is named by, what it is called in every version, and its words.
_TEXTS: Mapping[str, tuple[type[Any], str, str]] = {
    Kept.GOAL: (PlanGoal, "goal_id", "words"),
    Kept.TASK: (PlanTask, "task_id", "what"),
    Kept.STRENGTHS: (Plan, "case_id", ""),
    Kept.CLOSING: (Closing, "id", ""),
    Kept.SCORES: (Case, "id", ""),
}


@dataclass(frozen=True, slots=True)
class KeepForm:
    """From whom, why, and when to look again."""

    guardian_id: UUID | None = ask(N_("From which guardian?"), Kind.RECORD)
    reason: str = ask(
        N_("Why is it not safe or not right for them to read this?"),
        Kind.TEXT,
        limit=800,
        hint=N_("Only the counsellor and the coordinator read this. Nothing tells the guardian."),
    )
    review_on: date | None = ask(
        N_("When do you look at this again?"),
        Kind.DATE,
        hint=N_("Until somebody ends it, it stays in force, also after this day."),
    )


@dataclass(frozen=True, slots=True)
class KeptText:
    """What is kept from whom, since when, why, until which review."""

    id: UUID
    kept: str
    object_id: UUID
    words: str
    guardian: str
    at: datetime
    review_on: date
    reason: str
    # Taken over as the goal was said anew; nobody has decided on it yet.
    inherited: bool


@use_case(may=May.WITHHOLD)
def keep_text(work: Work, kept: str, object_id: UUID, form: KeepForm) -> UUID:
    """Keep a text from a guardian from the next query on: lists, pages, prints, counts.

    A goal takes its levels and ratings with it. Past days and what is kept from them already are
    InvalidForm; somebody else's guardian is NotFound.
    """
    row = _text(work, kept, object_id)
    guardian = work.find(Guardian, form.guardian_id)
    if guardian.student_id != row.student_id:
        raise NotFound()
    name = getattr(row, _TEXTS[kept][1])
    made = WithheldText(
        case_id=_case_of(row), student_id=row.student_id, guardian_id=guardian.id, kept=kept,
        object_id=name, at=work.now, review_on=later_day(work, form.review_on), active=True,
    )  # fmt: skip
    known = {(one.guardian_id, one.kept, one.object_id) for one in _kept(work, made.case_id)}
    if (guardian.id, kept, name) in known:
        raise InvalidForm({"guardian_id": Problem(_TWICE)})
    made.reason = form.reason
    work.db.add(made)
    work.about(made)
    return made.id


@use_case(may=May.WITHHOLD)
def prolong_text(work: Work, text_id: UUID, form: ProlongForm) -> None:
    """Keep a text for longer: it was looked at, and is looked at again on a later day."""
    row = _running(work, text_id)
    row.review_on, row.inherits_id = later_day(work, form.review_on), None


@use_case(may=May.WITHHOLD)
def end_text(work: Work, text_id: UUID) -> None:
    """Let a guardian read a text again; who agreed to a plan without it is asked about it."""
    row = _running(work, text_id)
    row.active, row.ended_by, row.ended_at = False, work.actor.user_id, work.now
    work.db.flush()
    ask_again(work, row)


@use_case(may=May.WITHHOLD, access=Access.READ)
def kept_texts(work: Work, case_id: UUID) -> tuple[KeptText, ...]:
    """Return what is kept of a case's texts now, the next review first."""
    rows = _kept(work, case_id)
    work.require_sound(rows)
    names = _names(work, {row.guardian_id for row in rows})
    words = _words(work, rows)
    reasons = reveal_many(rows, "reason")
    return tuple(
        KeptText(
            row.id, row.kept, row.object_id, words.get(row.object_id, ""),
            names.get(row.guardian_id, ""), row.at, row.review_on, why or "",
            row.inherits_id is not None,
        )
        for row, why in zip(rows, reasons, strict=True)
    )  # fmt: skip


def _text(work: Work, kept: str, object_id: UUID) -> Any:
    if kept not in _TEXTS:
        raise NotFound()
    return work.find(_TEXTS[kept][0], object_id)


def _case_of(row: Any) -> UUID:
    case_id: UUID = row.id if isinstance(row, Case) else row.case_id
    return case_id


def _running(work: Work, text_id: UUID) -> WithheldText:
    row = work.find(WithheldText, text_id)
    work.require_sound([row])
    if not row.active:
        raise InvalidTransition(_ENDED)
    work.about(row)
    return row


def _kept(work: Work, case_id: UUID) -> list[WithheldText]:
    query = select(WithheldText).where(WithheldText.case_id == case_id, WithheldText.active)
    return list(work.db.scalars(query.order_by(WithheldText.review_on, WithheldText.id)))


def _names(work: Work, ids: set[UUID]) -> dict[UUID, str]:
    rows = work.db.scalars(select(Guardian).where(Guardian.id.in_(ids))).all()
    return {one.id: one.name.reveal() or "" for one in rows}


def _words(work: Work, rows: list[WithheldText]) -> dict[UUID, str]:
    """Return the words of goals and tasks by what they are called, to tell them apart."""
    found: dict[UUID, str] = {}
    for model, _, column in _TEXTS.values():
        ids = {row.object_id for row in rows if column and _TEXTS[row.kept][0] is model}
        if ids:
            texts = work.db.scalars(select(model).where(model.id.in_(ids))).all()
            words = reveal_many(texts, column)
            found |= {one.id: said or "" for one, said in zip(texts, words, strict=True)}
    return found
