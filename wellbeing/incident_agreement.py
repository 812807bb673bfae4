"""What an agreement rests on: its signatures, its promises, and the days to look at it again."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select

from wellbeing.incident_flow import (
    CHECK,
    INCIDENT,
    PROMISE,
    IncidentAction,
    IncidentState,
    LookState,
)
from wellbeing.models import Incident, RepairItem, RepairSignature
from wellbeing.site_acts import site_session
from wellbeing.work import Work
from wellbeing.workflow import TaskState


def anybody_signed(work: Work, incident: Incident) -> bool:
    """Tell whether the agreement bears a signature, whoever's it is."""
    signed = select(RepairSignature.id).where(RepairSignature.incident_id == incident.id)
    return site_session(work).scalars(signed.limit(1)).first() is not None


def void_agreement(work: Work, incident: Incident) -> None:
    """Leave nothing of what was promised and signed before it was agreed; what is owed stays."""
    session = site_session(work)  # whoever stops it may not reach the other side's signature
    signed = select(RepairSignature).where(RepairSignature.incident_id == incident.id)
    own = RepairItem.incident_id == incident.id, RepairItem.kind == PROMISE
    for one in (*session.scalars(signed), *session.scalars(select(RepairItem).where(*own))):
        session.delete(one)
    session.flush()


def promise_look(work: Work, incident: Incident, due: date) -> None:
    """Promise a look at the agreement on a day."""
    work.db.add(
        RepairItem(
            incident_id=incident.id, kind=CHECK, amount=0, made_at=work.now, due_on=due,
            state=LookState.OPEN.value,
        )
    )  # fmt: skip


def open_item(work: Work, item_id: UUID) -> tuple[RepairItem, Incident]:
    """Return a line of an agreement with its incident, as far as the actor may know it."""
    item = work.find(RepairItem, item_id)
    incident = work.find(Incident, item.incident_id)
    work.about(incident)
    return item, incident


def fulfil(work: Work, incident: Incident) -> None:
    """Bring an agreement to its good end where nothing promised or owed is left."""
    own = RepairItem.incident_id == incident.id, RepairItem.kind != CHECK
    query = select(RepairItem.id).where(*own, RepairItem.state != TaskState.DONE).limit(1)
    waits = work.db.scalars(query).first() is not None
    if not waits and incident.state == IncidentState.AGREED:
        work.transition(incident, INCIDENT, IncidentAction.FULFIL, "all_kept")
        incident.ended_at = work.now
