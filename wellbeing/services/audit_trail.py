"""Reading the audit: the auditor's list with filters, and who opened a young person's record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing import site_acts
from wellbeing.gate import Access, Work, use_case
from wellbeing.models import AuditEntry, Case
from wellbeing.names import user_names
from wellbeing.policy import May, Role

PAGE = 200


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """What the auditor looks for; what is empty is not asked for."""

    actor_id: UUID | None = None
    act: str = ""
    outcome: str = ""
    object_id: UUID | None = None
    before: int = 0


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One act: ids and codes, never a text about a young person."""

    seq: int
    at: datetime
    who: str
    act: str
    outcome: str
    kind: str
    object_id: UUID | None


@dataclass(frozen=True, slots=True)
class Opened:
    """One day on which somebody of a role opened the record."""

    day: date
    role: Role


@use_case(may=May.SEE_AUDIT, access=Access.READ)
def trail(work: Work, wanted: TrailFilter) -> tuple[TrailRow, ...]:
    """Return the newest acts that fit, at most two hundred; `before` goes on from there."""
    query = select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(PAGE)
    for name in ("actor_id", "act", "outcome", "object_id"):
        if value := getattr(wanted, name):
            query = query.where(getattr(AuditEntry, name) == value)
    if wanted.before:
        query = query.where(AuditEntry.seq < wanted.before)
    rows = work.db.scalars(query).all()
    names = user_names(work, {one.actor_id for one in rows if one.actor_id})
    return tuple(
        TrailRow(
            one.seq, one.at, names.get(one.actor_id, "") if one.actor_id else "", one.act,
            one.outcome, one.kind, one.object_id,
        )
        for one in rows
    )  # fmt: skip


@use_case(may=May.SEE_CASE, access=Access.READ)
def who_opened(work: Work, case_id: UUID) -> tuple[Opened, ...]:
    """Return on which days people of which roles opened a case's record, the newest first.

    For everybody who may see the case, the family too: roles and days, never a name.
    """
    case = work.find(Case, case_id)
    zone = work.runtime.pack.time_zone
    found = site_acts.opened(work, frozenset({case.id, case.student_id}))
    days = {Opened(at.astimezone(zone).date(), role) for at, role in found}
    return tuple(sorted(days, key=lambda one: (one.day, one.role), reverse=True))
