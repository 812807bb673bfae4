"""The list of cases: those that the actor may see, a page at a time."""

from __future__ import annotations

from sqlalchemy import select

from wellbeing.gate import Access, Work, use_case
from wellbeing.models import Case
from wellbeing.names import student_names
from wellbeing.policy import May, Role
from wellbeing.services.cases.views import CaseRow
from wellbeing.workflow import CaseState

PAGE = 50


@use_case(may=May.SEE_CASE, access=Access.READ)
def cases(work: Work, page: int = 0) -> tuple[CaseRow, ...]:
    """Return at most PAGE of the cases that the actor may see.

    Open ones come before closed ones, among them those whose first talk is due, the oldest first.
    """
    order = (
        Case.state == CaseState.CLOSED, Case.contact_due_at.is_(None), Case.contact_due_at,
        Case.opened_at.desc(), Case.id,
    )  # fmt: skip
    query = select(Case).order_by(*order).limit(PAGE).offset(page * PAGE)
    rows = work.db.scalars(query).all()
    names = student_names(work, {row.student_id for row in rows})
    family = work.actor.has(Role.PARENT)
    return tuple(
        CaseRow(
            row.id, row.number, row.state, names.get(row.student_id) or "",
            "" if family else row.urgency, row.opened_at, None if family else row.contact_due_at,
            work.standing(row.clock_started_at, row.contact_due_at),
        )
        for row in rows
    )  # fmt: skip
