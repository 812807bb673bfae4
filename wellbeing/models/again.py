"""Whether somebody did something like it before, corrected: what stood, what stands, and why."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from wellbeing.crypto import Compartment, SealedRecord, sealed
from wellbeing.models.base import Base
from wellbeing.models.incident_scope import of_known_incidents
from wellbeing.policy import Actor

_POLICE = Compartment.RESPONSIBILITY


class AgainCorrection(SealedRecord, Base):
    """One correction of a responsible person's acts within the law's time; only ever added."""

    __tablename__ = "again_correction"
    __subject__ = "incident_id"
    __owner__ = "corrected_by"
    __authenticated__ = ("incident_id", "person_id", "corrected_by", "at", "was", "became")

    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("incident_person.id"), index=True)
    corrected_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]
    was: Mapped[int] = mapped_column(SmallInteger)
    became: Mapped[int] = mapped_column(SmallInteger)
    reason = sealed(str, compartment=_POLICE, max_bytes=1_920)
    # What had been decided on the count that was wrong: code, measures and their reason.
    decision = sealed(dict, compartment=_POLICE, max_bytes=20_480)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Whoever runs the incident."""
        return of_known_incidents(cls.incident_id, actor, family=False, helpers=())
