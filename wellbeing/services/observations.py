"""A teacher's two-minute observation of a student whose team they are on."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import reveal_many
from wellbeing.forms import ZERO_TO_TEN, InvalidForm, Kind, Problem, ask, offer
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Case, Observation
from wellbeing.policy import May


@dataclass(frozen=True, slots=True)
class ObserveForm:
    """What a teacher sees in two minutes; the student's own marks, never a rank."""

    concentration: str = ask(N_("How well can they concentrate?"), Kind.CHOICE, options=ZERO_TO_TEN)
    belonging: str = ask(
        N_("How much do they belong to the class?"), Kind.CHOICE, options=ZERO_TO_TEN
    )
    attendance: str = ask(N_("Lessons attended in the last two weeks, in percent"), limit=3)
    mark: str = offer(
        N_("Their own last mark, 0 to 100"), limit=5, hint=N_("Compared with themselves only.")
    )


@use_case(may=May.OBSERVE)
def observe(work: Work, case_id: UUID, form: ObserveForm) -> None:
    """Record what a teacher of the team sees at school."""
    case = work.find(Case, case_id)
    problems = {}
    for name in ("attendance", "mark"):
        text = getattr(form, name)
        if text and not _within_hundred(text):
            problems[name] = Problem(N_("Please type a number from 0 to 100."))
    if problems:
        raise InvalidForm(problems)
    row = Observation(case_id=case.id, student_id=case.student_id, on=work.today)
    row.answers = {name: float(value) for name, value in dataclasses.asdict(form).items() if value}
    work.db.add(row)
    work.about(row)


@dataclass(frozen=True, slots=True)
class ObservationView:
    """What somebody saw at school on one day; the student beside themselves, never a rank."""

    on: date
    concentration: float | None
    belonging: float | None
    attendance: float | None
    mark: float | None


@use_case(may=May.SEE_CASE, access=Access.READ)
def observations(work: Work, case_id: UUID) -> tuple[ObservationView, ...]:
    """Return what was seen at school, the newest first: a teacher's own, to the team all."""
    query = select(Observation).where(Observation.case_id == case_id)
    rows = work.db.scalars(query.order_by(Observation.on.desc())).all()
    names = [one.name for one in dataclasses.fields(ObserveForm)]
    return tuple(
        ObservationView(row.on, *((said or {}).get(name) for name in names))
        for row, said in zip(rows, reveal_many(rows, "answers"), strict=True)
    )


def _within_hundred(text: Any) -> bool:
    try:
        return 0 <= float(text) <= 100
    except ValueError:
        return False
