"""Correct whether it happened before: with a reason, and what was decided on it comes back."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from wellbeing.errors import InvalidTransition, NotFound
from wellbeing.forms import InvalidForm, Kind, Problem, ask
from wellbeing.gate import Work, use_case
from wellbeing.i18n import N_
from wellbeing.incident_flow import IncidentState
from wellbeing.incident_sides import again_of, decided, people
from wellbeing.models import AgainCorrection, Incident, IncidentPerson, PartRole
from wellbeing.policy import May

AGAIN = (("no", N_("No, this is the first time")), ("yes", N_("Yes")))
_SAME = N_("This is what stands here already.")


@dataclass(frozen=True, slots=True)
class AgainForm:
    """What is right, and how it is known."""

    again: str = ask(N_("Which is right?"), Kind.CHOICE, options=AGAIN)
    reason: str = ask(
        N_("How do you know it?"), Kind.TEXT, limit=400,
        hint=N_("Say where you saw it, or who told you. What stood before stays to be read."),
    )  # fmt: skip


def counted(again: str) -> int:
    """Return how many acts an answer stands for, this one included."""
    return 2 if again == "yes" else 1


@use_case(may=May.RUN_INCIDENTS)
def correct_again(work: Work, person_id: UUID, form: AgainForm) -> None:
    """Write down what is right; what was decided on the wrong count is to be decided again.

    The count that stands is InvalidForm; an incident that is fulfilled or closed is left as it is.
    """
    person = work.find(IncidentPerson, person_id)
    incident = work.find(Incident, person.incident_id)
    if person.role != PartRole.RESPONSIBLE:
        raise NotFound()
    if incident.state in (IncidentState.CLOSED, IncidentState.FULFILLED):
        raise InvalidTransition()
    was, became = again_of(incident, person), counted(form.again)
    if (was > 1) == (became > 1):
        raise InvalidForm({"again": Problem(_SAME)})
    row = AgainCorrection(
        incident_id=incident.id, person_id=person.id, at=work.now, was=was, became=became
    )
    row.reason, row.decision = form.reason, _withdrawn(work, incident, person)
    work.db.add(row)
    person.again = became
    work.about(incident)


def _withdrawn(work: Work, incident: Incident, person: IncidentPerson) -> dict[str, object]:
    """Let what was decided for this person be decided again, and return what it was."""
    found = decided(work, incident, people(work, incident)).get(person.id)
    if found is None:
        return {}
    person.decided_at, person.decide_again_at = None, work.now
    return {
        "code": found.code, "measures": list(found.measures),
        "reason": found.reason.reveal() or "",
    }  # fmt: skip
