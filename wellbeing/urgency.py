"""How fast we act: a person chooses the level, and it is kept with its reasons; one guarded way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from wellbeing.errors import InvalidTransition
from wellbeing.i18n import N_
from wellbeing.models import Case, SafetyEntry, SafetyKind, UrgencyChange
from wellbeing.policy import Role
from wellbeing.rules import contact_due
from wellbeing.work import Work

_LEAD_STEPS_DOWN = ("u0", "u1")
_NOT_REVIEWED = N_(
    "A slower level needs a recorded review first. Please record it, then change the level."
)
_COORDINATOR = N_("Only the coordinator steps down from here. Please ask them.")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A level that a person chose, what it is chosen from, and why."""

    level: str
    reasons: Sequence[str]
    why: str


def change(work: Work, case: Case, to: Chosen) -> None:
    """Act faster at once; act slower only after a recorded review, from U0 and U1 the lead.

    Nothing else writes the level of a case that is there. A faster level begins its clock anew.
    """
    was = case.urgency
    if to.level > was:
        _require_review(work, case)
        if was in _LEAD_STEPS_DOWN and not work.actor.has(Role.COORDINATOR):
            raise InvalidTransition(_COORDINATOR)
    keep(work, case, was, to)
    case.urgency = to.level
    if to.level < was:
        case.clock_started_at = work.now
        case.contact_due_at = contact_due(work.runtime.pack, to.level, work.now)
    work.detail = f"{was}>{to.level}"


def keep(work: Work, case: Case, was: str, to: Chosen) -> None:
    """Keep that a level was chosen, from what and why; `was` is "" at the beginning."""
    row = UrgencyChange(
        case_id=case.id, student_id=case.student_id, at=work.now, was=was, level=to.level,
        reasons=list(to.reasons),
    )  # fmt: skip
    row.why = to.why
    work.db.add(row)


def _require_review(work: Work, case: Case) -> None:
    """Raise InvalidTransition where nobody has reviewed the case since the level was chosen."""
    last = select(UrgencyChange.at).where(UrgencyChange.case_id == case.id)
    since = work.db.scalars(last.order_by(UrgencyChange.at.desc()).limit(1)).first()
    about = SafetyEntry.case_id == case.id, SafetyEntry.kind == SafetyKind.REVIEW
    query = select(SafetyEntry.id).where(*about)
    if since is not None:
        query = query.where(SafetyEntry.at > since)
    if work.db.scalars(query.limit(1)).first() is None:
        raise InvalidTransition(_NOT_REVIEWED)
