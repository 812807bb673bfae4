"""Keep a case from a guardian, because of this, with a day to look again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing.errors import NotFound
from wellbeing.forms import Kind, ask
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Case, Guardian, Withholding
from wellbeing.policy import May
from wellbeing.withheld import ProlongForm, later_day


@dataclass(frozen=True, slots=True)
class WithholdForm:
    """From whom, why, and when to look again."""

    guardian_id: UUID | None = ask(
        N_("From which guardian is the case kept?"),
        Kind.RECORD,
        hint=N_("This case alone: an older case of the young person is kept by itself."),
    )
    reason: str = ask(
        N_("Why is it not safe or not right for them to see it?"),
        Kind.TEXT,
        limit=800,
        hint=N_("Only the counsellor and the coordinator read this."),
    )
    review_on: date | None = ask(
        N_("When do you look at this again?"),
        Kind.DATE,
        hint=N_("Until somebody ends it, it stays in force, also after this day."),
    )


@dataclass(frozen=True, slots=True)
class EndForm:
    """Nothing is asked; ending is entered in the audit."""


@dataclass(frozen=True, slots=True)
class WithholdingView:
    """What is withheld from whom, since when, why, until which review."""

    id: UUID
    guardian: str
    at: datetime
    review_on: date
    reason: str


@use_case(may=May.WITHHOLD)
def withhold(work: Work, case_id: UUID, form: WithholdForm) -> UUID:
    """Keep a case from a guardian from the next query on: lists, pages, prints, counts."""
    case, guardian = work.find(Case, case_id), work.find(Guardian, form.guardian_id)
    if guardian.student_id != case.student_id:
        raise NotFound()
    row = Withholding(
        case_id=case.id, student_id=case.student_id, guardian_id=guardian.id, at=work.now,
        review_on=form.review_on, active=True,
    )  # fmt: skip
    row.reason = form.reason
    work.db.add(row)
    work.about(row)
    return row.id


@use_case(may=May.WITHHOLD)
def end_withholding(work: Work, withholding_id: UUID, form: EndForm) -> None:
    """Let a guardian see the case again."""
    row = work.find(Withholding, withholding_id)
    row.active = False
    work.about(row)


@use_case(may=May.WITHHOLD)
def prolong_withholding(work: Work, withholding_id: UUID, form: ProlongForm) -> None:
    """Keep a case for longer: it was looked at, and is looked at again on a later day."""
    row = work.find(Withholding, withholding_id)
    row.review_on = later_day(work, form.review_on)
    work.about(row)


@use_case(may=May.WITHHOLD, access=Access.READ)
def withheld(work: Work, case_id: UUID) -> tuple[WithholdingView, ...]:
    """Return what is withheld in a case now."""
    query = select(Withholding).where(Withholding.case_id == case_id, Withholding.active)
    rows = work.db.scalars(query.order_by(Withholding.review_on)).all()
    work.require_sound(rows)
    ids = {row.guardian_id for row in rows}
    guardians = work.db.scalars(select(Guardian).where(Guardian.id.in_(ids))).all()
    names = {one.id: one.name.reveal() for one in guardians}
    return tuple(
        WithholdingView(
            row.id, names.get(row.guardian_id, ""), row.at, row.review_on, row.reason.reveal()
        )
        for row in rows
    )
