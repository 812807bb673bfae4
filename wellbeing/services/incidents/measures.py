"""Measures: the law proposes, a person confirms with a reason; nothing is decided by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, make_dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from wellbeing.errors import InvalidTransition, NotFound
from wellbeing.forms import InvalidForm, Kind, Problem, ask, offering
from wellbeing.gate import Work, use_case
from wellbeing.i18n import N_
from wellbeing.incident_flow import IncidentState
from wellbeing.incident_sides import Side, law_of, offer_of, people
from wellbeing.models import Incident, IncidentPerson, MeasureDecision, PartRole
from wellbeing.policy import May
from wellbeing.rules import BEHAVIOUR_LABELS, MEASURE_LABELS, Offer
from wellbeing.rules.law import Law

NOT_OFFERED = N_("The law of that day does not offer this to {name}, aged {age}: {measures}.")
AGE_UNKNOWN = N_(
    "The age of {name} is not known, so the most careful rules count. They do not offer: "
    "{measures}."
)


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
    """Return the form with the choices that the law of that day leaves, the proposal first.

    Where it leaves no measure, as for an adult, none is asked for.
    """
    listed = (*found.measures, *found.penalties)
    proposed = (found.proposed.key, *(one for one in codes if one != found.proposed.key))
    form = offering(
        MeasuresForm,
        code=tuple((code, BEHAVIOUR_LABELS[code]) for code in proposed),
        measures=tuple((one.key, MEASURE_LABELS[one.key]) for one in listed),
    )
    if listed:
        return form
    none = ("measures", tuple[str, ...], field(default=()))
    return make_dataclass(form.__name__, [none], bases=(form,), frozen=True)


@use_case(may=May.RUN_INCIDENTS)
def confirm_measures(work: Work, person_id: UUID, form: MeasuresForm) -> None:
    """Confirm code and measures for one responsible person, with a reason.

    What the law of that day does not offer at that person's age is refused with its article.
    """
    person = work.find(IncidentPerson, person_id)
    incident = work.find(Incident, person.incident_id)
    if person.role != PartRole.RESPONSIBLE:
        raise NotFound()
    if incident.state in (IncidentState.CLOSED, IncidentState.FULFILLED):
        raise InvalidTransition()
    law = law_of(work, incident)
    if not law.has("behaviour", form.code):
        raise InvalidForm({"code": Problem(N_("Please choose one of the answers offered."))})
    side = next(one for one in people(work, incident) if one.row.id == person.id)
    found = offer_of(work, incident, side, form.code)
    allowed = {one.key for one in (*found.measures, *found.penalties)}
    foreign = [one for one in form.measures if one not in allowed]
    if foreign:
        raise InvalidForm({"measures": _not_offered(law, side, foreign)})
    _decide(work, incident, person, form)


def _not_offered(law: Law, side: Side, foreign: Sequence[str]) -> Problem:
    listed = ", ".join(_with_article(law, one) for one in foreign)
    if side.age is None:
        return Problem(AGE_UNKNOWN, {"name": side.name, "measures": listed})
    return Problem(NOT_OFFERED, {"name": side.name, "age": side.age, "measures": listed})


def _with_article(law: Law, key: str) -> str:
    if not law.has("measures", key):
        return key
    rule = law.rule("measures", key)
    return f"{key} ({' '.join(one for one in (rule.source.text, rule.article) if one)})"


def _decide(work: Work, incident: Incident, person: IncidentPerson, form: MeasuresForm) -> None:
    query = select(MeasureDecision).where(MeasureDecision.person_id == person.id)
    row = work.db.scalars(query).first()
    if row is None:
        row = MeasureDecision(incident_id=incident.id, person_id=person.id)
        work.db.add(row)
    row.code, row.measures, row.reason = form.code, list(form.measures), form.reason
    if work.actor.user_id is not None:  # the last who decided, whoever began it
        row.decided_by = work.actor.user_id
    person.decided_at, person.decide_again_at = work.now, None
    work.about(incident)
