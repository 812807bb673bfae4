"""Record one measurement: scored by its instrument, sealed by who may read what."""

from __future__ import annotations

import dataclasses
from uuid import UUID

from wellbeing.case_lines import ABOUT_GOALS, CHECK_IN, RecordForm, measured, refresh_word
from wellbeing.errors import NotFound
from wellbeing.gate import Work, use_case
from wellbeing.i18n import N_
from wellbeing.measures import (
    Instrument,
    MeasureError,
    all_instruments,
)
from wellbeing.models import (
    Case,
    CounsellingSession,
    Informant,
    PlanGoal,
)
from wellbeing.policy import May


@use_case(may=May.MEASURE)
def record(work: Work, case_id: UUID, form: RecordForm) -> UUID:
    """Record a measurement of a case of one's own; what its instrument refuses is MeasureError."""
    case = work.find(Case, case_id)
    instrument = _instrument(form)
    form = dataclasses.replace(form, about_id=_about(work, case, form))
    if form.taken_on and form.taken_on > work.today:
        raise MeasureError(N_("The day lies in the future. Please check it."))
    made = measured(work, instrument, form, case_id=case.id, student_id=case.student_id)
    work.db.add(made)
    work.db.flush()
    work.about(made)
    if instrument.key == CHECK_IN:
        refresh_word(work, case)
    return made.id


def _instrument(form: RecordForm) -> Instrument:
    found = all_instruments().get(form.instrument)
    if found is None or not (found.enabled or found.totals_only):
        raise MeasureError(N_("This instrument is not switched on here."))
    if form.informant not in list(Informant):
        raise MeasureError(N_("Please say who filled it in."))
    return found


def _about(work: Work, case: Case, form: RecordForm) -> UUID | None:
    """Return what is measured; a goal is one in all its versions, another case's is refused."""
    if form.about_id is None:
        if form.instrument in ABOUT_GOALS:
            raise MeasureError(N_("Please choose the goal."))
        return None
    found: PlanGoal | CounsellingSession | None
    if form.instrument in ABOUT_GOALS:
        found = work.db.get(PlanGoal, form.about_id)
    else:
        found = work.db.get(CounsellingSession, form.about_id)
    if found is None or found.case_id != case.id:
        raise NotFound()
    return found.goal_id if isinstance(found, PlanGoal) else found.id
