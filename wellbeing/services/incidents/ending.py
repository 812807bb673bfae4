"""The end of an incident: nothing open, a word to it, and the record is sealed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from wellbeing.errors import InvalidTransition
from wellbeing.forms import Kind, offer
from wellbeing.gate import Work, use_case
from wellbeing.i18n import N_
from wellbeing.incident_facts import items_of
from wellbeing.incident_flow import INCIDENT, IncidentAction
from wellbeing.incident_sides import law_of
from wellbeing.models import Incident
from wellbeing.policy import May
from wellbeing.workflow import TaskState


@dataclass(frozen=True, slots=True)
class EndForm:
    """A last word."""

    ending: str = offer(N_("What became of it?"), Kind.TEXT, limit=800)


@use_case(may=May.RUN_INCIDENTS)
def close_incident(work: Work, incident_id: UUID, form: EndForm) -> None:
    """Close an incident in which nothing is open; where the law says so, it is sealed."""
    incident = work.find(Incident, incident_id)
    if any(one.state == TaskState.OPEN for one in items_of(work, [incident.id])):
        raise InvalidTransition(N_("A promise, a payment or a look at the agreement is open."))
    work.transition(incident, INCIDENT, IncidentAction.CLOSE, "nothing_open")
    if form.ending:
        incident.ending = form.ending
    incident.closed_at = work.now
    incident.is_sealed = law_of(work, incident).has("sealing", "records")
    work.about(incident)
