"""A proof that a payment came, seen where the side that receives it did not answer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.models.incident_scope import of_own_side
from wellbeing.policy import Actor

_POLICE, _FAMILY, _LINE = Compartment.RESPONSIBILITY, Compartment.FAMILY, 1_920


class PaymentProof(SealedRecord, Base):
    """What was seen of a payment, and whether those who receive it object; only the last counts."""

    __tablename__ = "payment_proof"
    __subject__ = "incident_id"
    __owner__ = "recorded_by"
    __authenticated__ = (
        "incident_id", "item_id", "person_id", "recorded_by", "recorded_at",
        "objected_at", "objected_by",
    )  # fmt: skip

    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"), index=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("repair_item.id"), index=True)
    # The side that receives the payment: nobody of the other side knows of the row.
    person_id: Mapped[UUID] = mapped_column(ForeignKey("incident_person.id"), index=True)
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]
    objected_at: Mapped[datetime | None]
    objected_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    # It names the side that pays, so that no family's session opens it.
    seen = sealed(str, compartment=_POLICE, max_bytes=_LINE)
    objection = sealed(str, compartment=_FAMILY, max_bytes=_LINE)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Whoever runs the incident, and the family of the side that receives the payment."""
        return of_own_side(cls, actor)
