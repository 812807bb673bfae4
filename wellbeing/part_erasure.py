"""An incident when one young person in it is erased: nothing of or about them is left in it.

An incident has a key of its own, because two families are in it: destroying it would take what is
the other side's as well. So what is written of or about the one is written over, row by row, and
the other side's own words, promises and signatures stay.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import WHOLE, sealed_columns
from wellbeing.models import Incident, IncidentPerson, PartRole, RepairItem, RepairSignature
from wellbeing.site_acts import site_session
from wellbeing.work import Work

_SIDES = (PartRole.RESPONSIBLE, PartRole.AFFECTED)


def forget_parts(work: Work, student_id: UUID, compartment: str) -> int:
    """Empty every text of and about a young person in incidents; return in how many there were.

    `compartment` is the one that is erased, or WHOLE. What is told of an incident is about both
    sides alike and goes; where somebody only came along it is not about them, and stays.
    """
    session = site_session(work)
    mine = IncidentPerson.student_id == student_id
    parts = session.scalars(select(IncidentPerson).where(mine)).all()
    ids = [one.id for one in parts]
    sides = {one.incident_id for one in parts if one.role in _SIDES}
    for model, condition in (
        (IncidentPerson, IncidentPerson.id.in_(ids)),
        (RepairItem, RepairItem.person_id.in_(ids)),
        (RepairSignature, RepairSignature.person_id.in_(ids)),
        (Incident, Incident.id.in_(sides)),
    ):
        for row in session.scalars(select(model).where(condition)):
            _empty(row, compartment)
    session.flush()
    return len({one.incident_id for one in parts})


def _empty(row: object, compartment: str) -> None:
    for name, spec in sealed_columns(type(row)).items():
        if compartment in (WHOLE, spec.compartment):
            setattr(row, name, None)
