"""The list of cases: those that the actor may see, the oldest clock first."""

from __future__ import annotations

from sqlalchemy import select

from wellbeing.gate import Access, Work, use_case
from wellbeing.models import Case
from wellbeing.names import student_names
from wellbeing.policy import May, Role
from wellbeing.services.cases.views import CaseRow

_MOST = 50


@use_case(may=May.SEE_CASE, access=Access.READ)
def cases(work: Work) -> tuple[CaseRow, ...]:
    """Return the cases that the actor may see, the oldest clock first."""
    query = select(Case).order_by(Case.contact_due_at, Case.id).limit(_MOST)
    rows = work.db.scalars(query).all()
    names = student_names(work, {row.student_id for row in rows})
    family = work.actor.has(Role.PARENT)
    return tuple(
        CaseRow(
            row.id, row.number, names.get(row.student_id) or "", "" if family else row.urgency,
            row.opened_at, None if family else row.contact_due_at,
            work.standing(row.clock_started_at, row.contact_due_at),
        )
        for row in rows
    )  # fmt: skip
