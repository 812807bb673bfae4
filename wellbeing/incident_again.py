"""How it was corrected whether a responsible person did something like it before."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing.models import AgainCorrection, Incident
from wellbeing.names import user_names
from wellbeing.work import Work


@dataclass(frozen=True, slots=True)
class Correction:
    """What stood, what stands since, who said so when and why, what had been decided till then."""

    at: datetime
    by: str
    was: int
    became: int
    reason: str
    measures: tuple[str, ...]


def corrections_of(work: Work, incident: Incident) -> dict[UUID, tuple[Correction, ...]]:
    """Return the corrections of each part, the latest first."""
    query = select(AgainCorrection).where(AgainCorrection.incident_id == incident.id)
    rows = work.db.scalars(query.order_by(AgainCorrection.at.desc())).all()
    names = user_names(work, {row.corrected_by for row in rows})
    found = defaultdict[UUID, list[Correction]](list)
    for row in rows:
        decision = row.decision.reveal() or {}
        found[row.person_id].append(
            Correction(
                row.at, names.get(row.corrected_by, ""), row.was, row.became,
                row.reason.reveal() or "", tuple(decision.get("measures", ())),
            )
        )  # fmt: skip
    return {part: tuple(made) for part, made in found.items()}
