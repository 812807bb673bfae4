"""What a handing over rests on: a consent for this place and these fields, or a named duty."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from wellbeing import basis
from wellbeing.errors import Forbidden
from wellbeing.forms import Kind, ask
from wellbeing.gate import Work, use_case
from wellbeing.grounds import KIND_LABELS, BasisKind
from wellbeing.handing.acts import load, sharing_of, sides
from wellbeing.handoff_flow import Side
from wellbeing.i18n import N_
from wellbeing.models import Handoff, Organisation
from wellbeing.policy import May

_DUTIES = (BasisKind.STATUTORY_DUTY, BasisKind.EMERGENCY, BasisKind.SAFEGUARDING)


@dataclass(frozen=True, slots=True)
class DutyForm:
    """The duty that stands in place of a consent, and why."""

    kind: str = ask(
        N_("What does it rest on?"),
        Kind.CHOICE,
        options=tuple((one, KIND_LABELS[one]) for one in _DUTIES),
    )
    why: str = ask(N_("Why is it right here?"), Kind.TEXT, limit=400)


@use_case(may=May.HAND_OVER)
def ask_to_share(work: Work, handoff_id: UUID) -> int:
    """Ask everybody who decides at this age about this place; return how many were asked."""
    row = _own(work, handoff_id)
    return len(basis.ask_consent(work, sharing_of(row), _name(work, row)))


@use_case(may=May.HAND_OVER)
def name_duty(work: Work, handoff_id: UUID, form: DutyForm) -> None:
    """Name a duty by law, an emergency or protection for this place and these fields."""
    row = _own(work, handoff_id)
    sharing = sharing_of(row)
    basis.name_duty(work, sharing, BasisKind(form.kind), _name(work, row), form.why)
    basis.settle(work, sharing)


def _own(work: Work, handoff_id: UUID) -> Handoff:
    row = load(work, handoff_id)
    if Side.SENDER not in sides(work, row):
        raise Forbidden()
    return row


def _name(work: Work, row: Handoff) -> str:
    return work.find(Organisation, row.place_id).name
