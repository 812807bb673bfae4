"""Where the young person stands with the change they want: dated, in words, never counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import reveal_kept
from wellbeing.forms import InvalidForm, Kind, Problem, ask, offer
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Case, ChangeStage, Stage
from wellbeing.policy import May

STAGES = (
    (Stage.NOT_YET, N_("Not thinking of a change yet")),
    (Stage.THINKING, N_("Thinking of it")),
    (Stage.PREPARING, N_("Getting ready")),
    (Stage.DOING, N_("Doing it")),
    (Stage.KEEPING, N_("Keeping it up")),
    (Stage.BACK, N_("Back in the old way for now")),
)


@dataclass(frozen=True, slots=True)
class StageForm:
    """What the two of you call it, and on which day."""

    stage: str = ask(
        N_("Where do they stand with the change they want?"),
        Kind.CHOICE,
        options=STAGES,
        hint=N_("A word for now, never a score. Going back is part of it."),
    )
    on: date | None = offer(N_("Day"), Kind.DATE, hint=N_("Left open: today."))


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage and its day."""

    on: date
    stage: str


@use_case(may=May.COUNSEL)
def record_stage(work: Work, case_id: UUID, form: StageForm) -> None:
    """Keep where the young person stands; a day to come is refused."""
    case = work.find(Case, case_id)
    on = form.on or work.today
    if on > work.today:
        raise InvalidForm({"on": Problem(N_("This day has not come yet."))})
    row = ChangeStage(
        case_id=case.id, student_id=case.student_id, on=on, recorded_at=work.now
    )  # fmt: skip
    row.stage = form.stage
    work.db.add(row)
    work.about(row)


@use_case(may=May.COUNSEL, access=Access.READ)
def stages(work: Work, case_id: UUID) -> tuple[StageRow, ...]:
    """Return the stages of a case, the oldest first."""
    work.find(Case, case_id)
    query = select(ChangeStage).where(ChangeStage.case_id == case_id)
    rows = work.db.scalars(query.order_by(ChangeStage.on, ChangeStage.recorded_at)).all()
    texts = reveal_kept(rows, "stage", "")
    return tuple(StageRow(row.on, said) for row, said in zip(rows, texts, strict=True) if said)
