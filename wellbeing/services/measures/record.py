"""Record one measurement: scored by its instrument, sealed by who may read what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from wellbeing.errors import NotFound
from wellbeing.gate import Work, use_case
from wellbeing.i18n import N_
from wellbeing.measured import check_ins
from wellbeing.measures import (
    Direction,
    Instrument,
    MeasureError,
    Score,
    progress,
    score,
    shipped_instruments,
)
from wellbeing.models import (
    Case,
    CounsellingSession,
    Informant,
    Measurement,
    PlanGoal,
    ProgressSignal,
)
from wellbeing.policy import May

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


@use_case(may=May.MEASURE)
def record(work: Work, case_id: UUID, form: RecordForm) -> UUID:
    """Record a measurement of a case of one's own; what its instrument refuses is MeasureError."""
    case = work.db.get(Case, case_id)
    if case is None:
        raise NotFound()
    instrument = _instrument(form)
    _require_about(work, case, form)
    taken_on = form.taken_on or work.today
    if taken_on > work.today:
        raise MeasureError(N_("The day lies in the future. Please check it."))
    made = _measurement(work, case, form, instrument, taken_on)
    work.db.add(made)
    work.db.flush()
    work.about(made)
    if instrument.key == CHECK_IN:
        _signal(work, case)
    return made.id


def _instrument(form: RecordForm) -> Instrument:
    found = shipped_instruments().get(form.instrument)
    if found is None or not (found.enabled or found.totals_only):
        raise MeasureError(N_("This instrument is not switched on here."))
    if form.informant not in list(Informant):
        raise MeasureError(N_("Please say who filled it in."))
    return found


def _require_about(work: Work, case: Case, form: RecordForm) -> None:
    """Raise where the goal or the session is not one of this case."""
    if form.about_id is None:
        if form.instrument in ABOUT_GOALS:
            raise MeasureError(N_("Please choose the goal."))
        return
    found: PlanGoal | CounsellingSession | None
    if form.instrument in ABOUT_GOALS:
        found = work.db.get(PlanGoal, form.about_id)
    else:
        found = work.db.get(CounsellingSession, form.about_id)
    if found is None or found.case_id != case.id:
        raise NotFound()


def _scored(form: RecordForm, instrument: Instrument) -> Score:
    given = form.answers if form.total is None else form.total
    return score(instrument, given, informant=_band_informant(form.informant))


def _band_informant(informant: str) -> str:
    return "self" if informant == Informant.YOUNG_PERSON else informant


def _measurement(
    work: Work, case: Case, form: RecordForm, instrument: Instrument, taken_on: date
) -> Measurement:
    scored = _scored(form, instrument)
    for_family = form.instrument in ABOUT_GOALS or form.shared == "yes"
    made = Measurement(
        case_id=case.id, student_id=case.student_id, instrument=instrument.key,
        form_version=instrument.form_version, informant=form.informant, about_id=form.about_id,
        taken_on=taken_on, recorded_at=work.now, for_family=for_family,
        recorded_by=work.actor.user_id,
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


def _signal(work: Work, case: Case) -> None:
    """Keep the one word up to date that whoever reported may know."""
    line = check_ins(work, case, CHECK_IN, Informant.YOUNG_PERSON.value)
    word = Direction.TOO_EARLY
    if line:
        word = progress([one.value for one in line], shipped_instruments()[CHECK_IN]).direction
    query = select(ProgressSignal).where(ProgressSignal.case_id == case.id)
    found = work.db.scalars(query).first()
    if found is None:
        found = ProgressSignal(case_id=case.id, student_id=case.student_id)
        work.db.add(found)
    found.word, found.changed_at = word.value, work.now
