"""An incident when one young person in it is erased: nothing of or about them is left in it.

An incident has keys of its own, because two families are in it: destroying them would take what is
the other side's as well. So what is written of or about the one is written over, row by row, and
the incident's keys are renewed: the other side's own words, promises and signatures stay, and what
was written over opens in no backup.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from wellbeing.crypto import WHOLE, Keyring, Written, blank, sealed_columns
from wellbeing.models import (
    AgainCorrection,
    Incident,
    IncidentPerson,
    MeasureDecision,
    PartRole,
    PaymentProof,
    RepairItem,
    RepairSignature,
)

_SIDES = (PartRole.RESPONSIBLE, PartRole.AFFECTED)
# An incident and one of its compartments.
Owner = tuple[UUID, str]


def forget_parts(
    connection: Connection, keyring: Keyring, student_id: UUID, compartment: str, written: Written
) -> set[Owner]:
    """Empty every text of and about a young person in incidents; return under whose keys it was.

    `compartment` is the one that is erased, or WHOLE. What is told of an incident is about both
    sides alike and goes; where somebody only came along it is not about them, and stays.
    """
    session = Session(connection)
    mine = IncidentPerson.student_id == student_id
    parts = session.scalars(select(IncidentPerson).where(mine)).all()
    ids = [one.id for one in parts]
    sides = {one.incident_id for one in parts if one.role in _SIDES}
    owners: set[Owner] = set()
    for model, condition in (
        (IncidentPerson, IncidentPerson.id.in_(ids)),
        (MeasureDecision, MeasureDecision.person_id.in_(ids)),
        (AgainCorrection, AgainCorrection.person_id.in_(ids)),
        (RepairItem, RepairItem.person_id.in_(ids)),
        (PaymentProof, PaymentProof.person_id.in_(ids)),
        (RepairSignature, RepairSignature.person_id.in_(ids)),
        (Incident, Incident.id.in_(sides)),
    ):
        for row in session.scalars(select(model).where(condition)):
            owners |= _empty(row, compartment, keyring, written)
    # What was seen of a payment is about who pays it; that it has not come is the other's word.
    paid = PaymentProof.item_id.in_(select(RepairItem.id).where(RepairItem.person_id.in_(ids)))
    for proof in session.scalars(select(PaymentProof).where(paid)):
        owners |= _empty(proof, compartment, keyring, written, but=("objection",))
    session.flush()
    session.close()
    return owners


def _empty(
    row: Any, compartment: str, keyring: Keyring, written: Written, but: Collection[str] = ()
) -> set[Owner]:
    gone = [
        spec for spec in sealed_columns(type(row)).values()
        if compartment in (WHOLE, spec.compartment) and getattr(row, spec.column) is not None
        and spec.name not in but
    ]  # fmt: skip
    if gone:
        blank(row, [spec.column for spec in gone], keyring, written)
    owner: UUID = getattr(row, row.__subject__)
    return {(owner, spec.compartment.value) for spec in gone}
