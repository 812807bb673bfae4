"""The coordinator's queue: oldest clock first, whose turn it is on every line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from wellbeing.crypto import ERASED, reveal_kept
from wellbeing.gate import Access, Work, use_case
from wellbeing.models import Organisation, Referral, Student
from wellbeing.policy import May
from wellbeing.rules import Standing
from wellbeing.workflow import ReferralState

PAGE = 50
# Counting stops here: beyond it the exact number helps nobody and costs every view.
MOST_COUNTED = 1_000


class Turn(StrEnum):
    """Who has to act next."""

    COORDINATOR = auto()
    REFERRER = auto()


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue."""

    id: UUID
    number: str
    student: str
    school: str
    source: str
    state: ReferralState
    urgent: bool
    urgency: str
    turn: Turn
    sent_at: datetime
    due_at: datetime | None
    standing: Standing
    other_reports: int


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the queue and how much there is."""

    rows: tuple[QueueRow, ...]
    waiting: int
    overdue: int
    more: bool


@use_case(may=May.SCREEN, access=Access.READ)
def queue(work: Work, page: int = 0) -> Queue:
    """Return a page of the open referrals, the oldest clock first, whatever its kind."""
    # Whatever is open has a running clock and whatever is finished has none: one index holds
    # the queue in its order, however many finished ones there are.
    waiting = Referral.next_due_at.is_not(None)
    query = select(Referral).where(waiting).order_by(Referral.next_due_at, Referral.id)
    found = work.db.scalars(query.limit(PAGE + 1).offset(page * PAGE)).all()
    rows = found[:PAGE]
    work.require_sound(rows)
    return Queue(
        rows=_rows(work, rows),
        waiting=_count(work, waiting),
        overdue=_count(work, waiting & (Referral.next_due_at < work.now)),
        more=len(found) > PAGE,
    )


def _count(work: Work, condition: ColumnElement[bool]) -> int:
    some = select(Referral.id).where(condition).limit(MOST_COUNTED).subquery()
    return work.db.scalar(select(func.count()).select_from(some)) or 0


def _rows(work: Work, rows: Sequence[Referral]) -> tuple[QueueRow, ...]:
    ids = {row.student_id for row in rows}
    students = work.db.scalars(select(Student).where(Student.id.in_(ids))).all()
    names = dict(zip((s.id for s in students), reveal_kept(students, "name", ERASED), strict=True))
    school_of = {student.id: student.school_id for student in students}
    places = select(Organisation).where(Organisation.id.in_([i for i in school_of.values() if i]))
    schools: dict[UUID | None, str] = {one.id: one.name for one in work.db.scalars(places)}
    reports = _reports(work, ids)
    return tuple(
        QueueRow(
            id=row.id,
            number=row.number,
            student=names[row.student_id] or "",
            school=schools.get(school_of[row.student_id], ""),
            source=row.referrer_role,
            state=ReferralState(row.state),
            urgent=row.urgent,
            urgency=row.urgency or "",
            turn=turn(row.state),
            sent_at=row.submitted_at,
            due_at=row.next_due_at,
            standing=work.standing(row.clock_started_at, row.next_due_at),
            other_reports=reports.get(row.student_id, 1) - 1,
        )
        for row in rows
    )


def _reports(work: Work, students: set[UUID]) -> dict[UUID, int]:
    counted = select(Referral.student_id, func.count(Referral.id))
    query = counted.where(Referral.student_id.in_(students)).group_by(Referral.student_id)
    return {student: number for student, number in work.db.execute(query)}


def turn(state: str) -> Turn:
    """Tell whose turn it is."""
    return Turn.REFERRER if state == ReferralState.NEEDS_INFO else Turn.COORDINATOR
