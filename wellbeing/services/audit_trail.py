"""Reading the audit: the auditor's list with filters, and who opened a young person's record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from wellbeing import site_acts
from wellbeing.crypto import reveal_many
from wellbeing.errors import NotFound
from wellbeing.gate import Access, Work, use_case
from wellbeing.models import AuditEntry, Case, User
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
    names = _names(work)
    return tuple(
        TrailRow(one.seq, one.at, names.get(one.actor_id, ""), one.act, one.outcome, one.kind,
                 one.object_id)
        for one in work.db.scalars(query)
    )  # fmt: skip


def _names(work: Work) -> dict[UUID | None, str]:
    users = work.db.scalars(select(User)).all()
    return dict(zip([one.id for one in users], reveal_many(users, "name"), strict=True))


@use_case(may=May.SEE_CASE, access=Access.READ)
def who_opened(work: Work, case_id: UUID) -> tuple[Opened, ...]:
    """Return on which days people of which roles opened a case's record, the newest first.

    For everybody who may see the case, the family too: roles and days, never a name.
    """
    case = work.db.get(Case, case_id)
    if case is None:
        raise NotFound()
    zone = ZoneInfo(work.runtime.pack.zone)
    found = site_acts.opened(work, frozenset({case.id, case.student_id}))
    days = {Opened(at.astimezone(zone).date(), role) for at, role in found}
    return tuple(sorted(days, key=lambda one: (one.day, one.role), reverse=True))
