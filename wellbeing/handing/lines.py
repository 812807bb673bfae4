"""One line of a list for each handing over: how it stands, whose turn it is, by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing.case_facts import handoff_fact
from wellbeing.handoff_flow import FINISHED, TURNS, reference, state_at
from wellbeing.models import Handoff, Membership, Organisation
from wellbeing.names import student_names
from wellbeing.policy import May, Role
from wellbeing.rules import Standing
from wellbeing.steps.handoffs import turn
from wellbeing.work import Work


@dataclass(frozen=True, slots=True)
class HandoffRow:
    """One line of a list; whose turn it is stands on every one. A receiver gets no name."""

    id: UUID
    reference: str
    case_id: UUID | None
    student_id: UUID | None
    student: str
    place: str
    state: str
    turn: str
    what: str
    urgent: bool
    due_at: datetime | None
    standing: Standing


def lines_of(work: Work, rows: Sequence[Handoff]) -> list[HandoffRow]:
    """Return the lines of these; the young person's name only where the actor may know it."""
    names = student_names(work, {row.student_id for row in rows})
    ids = {row.place_id for row in rows}
    places = {one.id: one.name for one in
              work.db.scalars(select(Organisation).where(Organisation.id.in_(ids)))}  # fmt: skip
    return [_row(work, row, names.get(row.student_id, ""), places[row.place_id]) for row in rows]


def _row(work: Work, row: Handoff, student: str, place: str) -> HandoffRow:
    state = state_at(row.state, row.answer_due_at, work.now)
    open_now = state not in FINISHED
    due, standing, what = None, Standing.NONE, ""
    if open_now:
        step, since, due = turn(work.runtime.pack, handoff_fact(row), work.now)
        what, standing = step.value, work.standing(since, due)
    return HandoffRow(
        id=row.id, reference=reference(row.id), case_id=row.case_id if student else None,
        student_id=row.student_id if student else None, student=student, place=place,
        state=state.value,
        turn=TURNS[state].value if open_now else "", what=what, urgent=row.urgent, due_at=due,
        standing=standing,
    )  # fmt: skip


def has_partners(work: Work, place_id: UUID) -> bool:
    """Tell whether somebody of a place has an account here; else a link leads there."""
    if not work.actor.may(May.HAND_OVER):
        return not work.actor.has(Role.GUEST)
    here = Membership.organisation_id == place_id, Membership.role == Role.PARTNER
    query = select(Membership.id).where(*here, Membership.until.is_(None))
    return work.db.scalars(query.limit(1)).first() is not None
