"""One filled form answer by answer, for the counsellors of a case: numbers, no wording."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from wellbeing.case_lines import ABOUT_GOALS, CHECK_IN
from wellbeing.crypto import reveal_kept
from wellbeing.errors import NotFound
from wellbeing.gate import Access, Work, use_case
from wellbeing.measures import Instrument, all_instruments, asks_to_speak
from wellbeing.models import Case, Measurement
from wellbeing.policy import May


@dataclass(frozen=True, slots=True)
class Answer:
    """One item by its number on the form; None where it was left open."""

    item: int
    value: float | None
    # Whether the instrument asks for a talk about it the same day.
    talk: bool


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form that somebody filled in; `forms` are all of the case, the newest first."""

    instrument: str
    form_version: str
    informant: str
    taken_on: date
    total: float | None
    answers: tuple[Answer, ...]
    forms: tuple[tuple[str, date], ...]


@use_case(may=May.COUNSEL, access=Access.READ)
def filled_form(work: Work, case_id: UUID, back: int = 0) -> FilledForm | None:
    """Return the newest form with single answers, or the one so many before; None without any.

    Our own check-in has its picture and is not among them. One form is opened, no other.
    """
    case = work.find(Case, case_id)
    rows = _filled(work, case.id)
    if not rows and not back:
        return None
    if not 0 <= back < len(rows):
        raise NotFound()
    row = rows[back]
    work.about(row)
    return FilledForm(
        instrument=row.instrument,
        form_version=row.form_version,
        informant=row.informant,
        taken_on=row.taken_on,
        total=reveal_kept([row], "score", {})[0].get("total"),
        answers=_answers(row.instrument, reveal_kept([row], "answers", {})[0]),
        forms=tuple((one.instrument, one.taken_on) for one in rows),
    )


def _filled(work: Work, case_id: UUID) -> list[Measurement]:
    ours = (CHECK_IN, *ABOUT_GOALS)
    query = select(Measurement).where(
        Measurement.case_id == case_id, Measurement.instrument.not_in(ours)
    )
    order = Measurement.taken_on.desc(), Measurement.recorded_at.desc()
    return [one for one in work.db.scalars(query.order_by(*order)) if not one.answers.empty]


def _answers(key: str, kept: Mapping[str, Any]) -> tuple[Answer, ...]:
    given: Sequence[float | None] = kept.get("items", ())
    known = all_instruments().get(key)
    return tuple(
        Answer(n, one, known is not None and _talk(known, n, one)) for n, one in enumerate(given, 1)
    )


def _talk(instrument: Instrument, item: int, value: float | None) -> bool:
    return asks_to_speak(instrument, [*[None] * (item - 1), value])
