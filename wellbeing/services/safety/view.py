"""What is known about safety in a case: the level with its clocks, contacts, plan, reviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import reveal_many
from wellbeing.gate import Access, Work, use_case
from wellbeing.models import Case, SafetyEntry, SafetyPlan, UrgencyChange
from wellbeing.names import user_names
from wellbeing.policy import May


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """The level was chosen: by whom, from what, why."""

    at: datetime
    was: str
    level: str
    reasons: tuple[str, ...]
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A contact, a look, or a review."""

    at: datetime
    kind: str
    way: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class PlanCopy:
    """One version of the safety plan."""

    id: UUID
    version: int
    at: datetime
    looked_at: datetime
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SafetyView:
    """Everything about safety in one case."""

    case_id: UUID
    urgency: str
    contact_due_at: datetime | None
    changes: tuple[ChangeRow, ...]
    entries: tuple[EntryRow, ...]
    plans: tuple[PlanCopy, ...]


@use_case(may=May.RUN_CASE, access=Access.READ)
def safety(work: Work, case_id: UUID) -> SafetyView:
    """Return what is known about safety in a case, the newest first."""
    case = work.find(Case, case_id)
    changes = _rows(work, UrgencyChange, case.id)
    entries = _rows(work, SafetyEntry, case.id)
    plans = _rows(work, SafetyPlan, case.id)
    people = {one.changed_by for one in changes} | {one.author_id for one in entries}
    names = user_names(work, people)
    return SafetyView(
        case_id=case.id,
        urgency=case.urgency,
        contact_due_at=case.contact_due_at,
        changes=tuple(
            ChangeRow(r.at, r.was, r.level, tuple(r.reasons), names.get(r.changed_by, ""), w or "")
            for r, w in zip(changes, reveal_many(changes, "why"), strict=True)
        ),
        entries=tuple(
            EntryRow(r.at, r.kind, r.way, names.get(r.author_id, ""), text or "")
            for r, text in zip(entries, reveal_many(entries, "text"), strict=True)
        ),
        plans=tuple(
            PlanCopy(
                r.id, r.version, r.at, r.looked_at,
                tuple((k, v) for k, v in (p or {}).items() if v),
            )
            for r, p in zip(plans, reveal_many(plans, "parts"), strict=True)
        ),
    )  # fmt: skip


def _rows(work: Work, model: Any, case_id: UUID) -> Sequence[Any]:
    query = select(model).where(model.case_id == case_id)
    return work.db.scalars(query.order_by(model.at.desc())).all()
