"""Measures: the law proposes, a person confirms with a reason; nothing is decided by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wellbeing.errors import InvalidTransition
from wellbeing.forms import InvalidForm, Kind, Problem, ask, offering
from wellbeing.gate import Work, use_case
from wellbeing.i18n import N_
from wellbeing.incident_flow import IncidentState
from wellbeing.incident_sides import deed_of, law_of, people
from wellbeing.models import Incident
from wellbeing.policy import May
from wellbeing.rules import BEHAVIOUR_LABELS, MEASURE_LABELS, Offer
from wellbeing.rules import offer as offer_by_law

NOT_OFFERED = N_("The law of that day does not offer this at this age: {measures}.")


@dataclass(frozen=True, slots=True)
class MeasuresForm:
    """What a person makes of the proposal, and why."""

    code: str = ask(
        N_("Which kind of behaviour was it?"), Kind.CHOICE, options=tuple(BEHAVIOUR_LABELS.items()),
        hint=N_("The first is a proposal. You decide."),
    )  # fmt: skip
    reason: str = ask(
        N_("Why do you see it so?"), Kind.TEXT, limit=800,
        hint=N_("For serious behaviour: what makes it gravely harmful to others?"),
    )  # fmt: skip
    measures: tuple[str, ...] = ask(
        N_("Which measures?"), Kind.SEVERAL, options=tuple(MEASURE_LABELS.items())
    )


def measures_form(found: Offer, codes: tuple[str, ...]) -> type[Any]:
    """Return the form with the choices that the law of that day leaves, the proposal first."""
    listed = (*found.measures, *found.penalties)
    proposed = (found.proposed.key, *(one for one in codes if one != found.proposed.key))
    return offering(
        MeasuresForm,
        code=tuple((code, BEHAVIOUR_LABELS[code]) for code in proposed),
        measures=tuple((one.key, MEASURE_LABELS[one.key]) for one in listed),
    )


@use_case(may=May.RUN_INCIDENTS)
def confirm_measures(work: Work, incident_id: UUID, form: MeasuresForm) -> None:
    """Confirm code and measures with a reason; what the law does not offer is refused."""
    incident = work.find(Incident, incident_id)
    if incident.state in (IncidentState.CLOSED, IncidentState.FULFILLED):
        raise InvalidTransition()
    law = law_of(work, incident)
    if not law.has("behaviour", form.code):
        raise InvalidForm({"code": Problem(N_("Please choose one of the answers offered."))})
    found = offer_by_law(law, deed_of(work, incident, people(work, incident)), form.code)
    allowed = {one.key for one in (*found.measures, *found.penalties)}
    foreign = [one for one in form.measures if one not in allowed]
    if foreign:
        problem = Problem(NOT_OFFERED, {"measures": ", ".join(foreign)})
        raise InvalidForm({"measures": problem})
    incident.code, incident.measures = form.code, list(form.measures)
    incident.reason = form.reason
    work.about(incident)
