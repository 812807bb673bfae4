"""The safety plan: six parts in the young person's words, a new version each time."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import select

from wellbeing.errors import InvalidTransition
from wellbeing.forms import Kind, ask, offer
from wellbeing.gate import Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Case, SafetyPlan
from wellbeing.policy import May

# Our own headings; the published form's words are under copyright.
PARTS = {
    "signs": N_("How I notice that it is getting hard"),
    "own": N_("What I can do myself"),
    "places": N_("Where I can go, and who takes my mind off it"),
    "people": N_("Whom I ask for help"),
    "services": N_("Helpers and numbers, day and night"),
    "surroundings": N_("How it gets safer around me"),
}


@dataclass(frozen=True, slots=True)
class SafetyPlanForm:
    """Six parts, written together with the young person; it is no contract."""

    signs: str = ask(PARTS["signs"], Kind.TEXT, limit=400)
    own: str = offer(PARTS["own"], Kind.TEXT, limit=400)
    places: str = offer(PARTS["places"], Kind.TEXT, limit=400)
    people: str = ask(PARTS["people"], Kind.TEXT, limit=400)
    services: str = offer(PARTS["services"], Kind.TEXT, limit=400)
    surroundings: str = offer(PARTS["surroundings"], Kind.TEXT, limit=400)


@use_case(may=May.COUNSEL)
def write_safety_plan(work: Work, case_id: UUID, form: SafetyPlanForm) -> int:
    """Write the next version and return its number; older ones stay as they are."""
    case = work.find(Case, case_id)
    last = _last(work, case.id)
    row = SafetyPlan(
        case_id=case.id, student_id=case.student_id, version=last.version + 1 if last else 1,
        at=work.now, looked_at=work.now,
    )  # fmt: skip
    row.parts = asdict(form)
    work.db.add(row)
    work.about(case)
    return row.version


@use_case(may=May.COUNSEL)
def look_at_plan(work: Work, case_id: UUID) -> None:
    """Say that the plan was looked at together and still fits."""
    row = _last(work, case_id)
    if row is None:
        raise InvalidTransition(N_("There is no safety plan yet. Please write it first."))
    row.looked_at = work.now
    work.about(row)


def _last(work: Work, case_id: UUID) -> SafetyPlan | None:
    query = select(SafetyPlan).where(SafetyPlan.case_id == case_id)
    return work.db.scalars(query.order_by(SafetyPlan.version.desc()).limit(1)).first()
