"""From rows to lines: one per instrument, informant and goal; gaps where a talk had no score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import reveal_many
from wellbeing.measures import (
    ChangeCategory,
    Direction,
    Instrument,
    all_instruments,
    asks_to_speak,
    goal_attainment_t,
    progress,
    score,
)
from wellbeing.models import (
    Case,
    CounsellingSession,
    Informant,
    Measurement,
    ProgressSignal,
)
from wellbeing.work import Work
from wellbeing.workflow import SessionState

# The attainment that was expected, in T.
AS_EXPECTED = 50
CHECK_IN, GOAL, ATTAINMENT = "wci5", "goal_rating", "goal_attainment"
ABOUT_GOALS = frozenset({GOAL, ATTAINMENT})


@dataclass(frozen=True, slots=True)
class RecordForm:
    """One filled form: the answers one by one, or the total of a form on paper.

    `shared` tells that the young person agreed to show this total to the family; goals are the
    family's anyway, as the plan is. `weight` counts for goal attainment alone.
    """

    instrument: str
    answers: tuple[float | None, ...] = ()
    total: float | None = None
    informant: str = Informant.YOUNG_PERSON.value
    about_id: UUID | None = None
    taken_on: date | None = None
    shared: str = "no"
    weight: float = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """One score of one day; None where a session took place without one."""

    on: date
    value: float | None
    weight: float = 1
    band: str = ""
    prorated: bool = False
    about_id: UUID | None = None


Line = tuple[str, str, str, UUID | None]


def readings_of(work: Work, case: Case, column: str) -> dict[Line, list[Reading]]:
    """Return the readings of a case by line, the oldest first; `column` is what may be opened."""
    query = select(Measurement).where(Measurement.case_id == case.id)
    rows = work.db.scalars(query.order_by(Measurement.taken_on, Measurement.recorded_at)).all()
    found: dict[Line, list[Reading]] = defaultdict(list)
    for row, opened in zip(rows, reveal_many(rows, column), strict=True):
        found[_line(row)].append(_reading(row, opened or {}))
    return dict(found)


def _line(row: Measurement) -> Line:
    # Sessions of one informant are one line; each goal is a line of its own.
    goal = row.about_id if row.instrument.startswith("goal_") else None
    return row.instrument, row.form_version, row.informant, goal


def _reading(row: Measurement, opened: dict[str, Any]) -> Reading:
    return Reading(
        on=row.taken_on,
        value=opened.get("total"),
        weight=opened.get("weight", 1),
        band=opened.get("band", ""),
        prorated=opened.get("prorated", False),
        about_id=row.about_id,
    )


def measured(
    work: Work, instrument: Instrument, form: RecordForm, *, case_id: UUID, student_id: UUID
) -> Measurement:
    """Return a filled form, scored and sealed by who may read what; the caller adds it.

    The total of a form on paper stands before the answers one by one. Raises MeasureError.
    """
    own = form.informant == Informant.YOUNG_PERSON
    given = form.answers if form.total is None else form.total
    scored = score(instrument, given, informant="self" if own else form.informant)
    for_family = form.instrument in ABOUT_GOALS or form.shared == "yes"
    made = Measurement(
        case_id=case_id, student_id=student_id, instrument=instrument.key,
        form_version=instrument.form_version, informant=form.informant, about_id=form.about_id,
        taken_on=form.taken_on or work.today, recorded_at=work.now, for_family=for_family,
        recorded_by=work.actor.user_id,
        speak_on=work.today if asks_to_speak(instrument, form.answers) else None,
    )  # fmt: skip
    if form.answers:
        made.answers = {"items": list(form.answers)}
    made.score = {
        "total": scored.total, "subscales": dict(scored.subscales), "band": scored.band,
        "prorated": scored.prorated, "weight": form.weight,
    }  # fmt: skip
    if for_family:
        made.family_score = {"total": scored.total}
    return made


def talks_of(work: Work, case_id: UUID) -> list[CounsellingSession]:
    """Return the talks of a case, the oldest first, whatever became of them."""
    query = select(CounsellingSession).where(CounsellingSession.case_id == case_id)
    return list(work.db.scalars(query.order_by(CounsellingSession.starts_at)))


def day_of(work: Work, talk: CounsellingSession) -> date:
    """Return the day of a talk on the site's wall clock."""
    return talk.starts_at.astimezone(work.runtime.pack.time_zone).date()


def with_gaps(
    work: Work, readings: Sequence[Reading], talks: Iterable[CounsellingSession]
) -> tuple[Reading, ...]:
    """Return the line with a gap for every talk that was held and left no score."""
    known, days = {one.about_id for one in readings}, {one.on for one in readings}
    gaps = [
        Reading(on=day_of(work, talk), value=None, about_id=talk.id)
        for talk in talks
        if talk.state == SessionState.HELD
        and talk.id not in known
        and day_of(work, talk) not in days
    ]
    return tuple(sorted([*readings, *gaps], key=lambda one: one.on))


def check_ins(work: Work, case: Case, instrument: str, informant: str) -> tuple[Reading, ...]:
    """Return one informant's check-ins with the gaps of the talks between them."""
    lines = readings_of(work, case, "score")
    mine = [r for line, rs in lines.items() if line[0] == instrument and line[2] == informant
            for r in rs]  # fmt: skip
    return with_gaps(work, mine, talks_of(work, case.id))


def has_improved(work: Work, case: Case) -> bool:
    """Tell whether goals are attained (T of 50 or more) or the young person has recovered.

    Recovered is a reliable improvement that ends above the cut-off; the newest review counts.
    """
    found = readings_of(work, case, "score")
    levels = [one for line, some in found.items() if line[0] == ATTAINMENT for one in some]
    day = max((one.on for one in levels), default=None)
    last = [one for one in levels if one.on == day and one.value is not None]
    if last and goal_attainment_t([r.value for r in last], [r.weight for r in last]) >= AS_EXPECTED:
        return True
    own = [one.value for line, some in found.items() for one in some
           if line[0] == CHECK_IN and line[2] == Informant.YOUNG_PERSON]  # fmt: skip
    if not any(one is not None for one in own):
        return False
    return progress(own, all_instruments()[CHECK_IN]).change.category is ChangeCategory.RECOVERED


def keep_last_word(work: Work, case: Case, text: str) -> None:
    """Keep the one line that whoever reported reads when the help has ended."""
    refresh_word(work, case)
    work.db.flush()
    signals = select(ProgressSignal).where(ProgressSignal.case_id == case.id)
    work.db.scalars(signals).one().last_word = text


def refresh_word(work: Work, case: Case) -> None:
    """Keep the one word up to date that whoever reported may know."""
    line = check_ins(work, case, CHECK_IN, Informant.YOUNG_PERSON.value)
    word = Direction.TOO_EARLY
    if any(one.value is not None for one in line):
        word = progress([one.value for one in line], all_instruments()[CHECK_IN]).direction
    query = select(ProgressSignal).where(ProgressSignal.case_id == case.id)
    found = work.db.scalars(query).first()
    if found is None:
        found = ProgressSignal(case_id=case.id, student_id=case.student_id)
        work.db.add(found)
    found.word, found.changed_at = word.value, work.now
