"""How many more a place can take: told by the place itself, or by the coordinator for it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from wellbeing.errors import NotFound
from wellbeing.forms import InvalidForm, Problem, ask
from wellbeing.gate import Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Capacity, Organisation
from wellbeing.policy import May, Role


@dataclass(frozen=True, slots=True)
class CapacityForm:
    """Free places today."""

    free: str = ask(N_("How many places are free today?"), limit=3)


@use_case(may=May.TELL_CAPACITY)
def tell_capacity(work: Work, place_id: UUID, form: CapacityForm) -> None:
    """Keep how many places are free; who asks next sees it with its day."""
    place = work.find(Organisation, place_id)
    if not work.actor.has(Role.COORDINATOR) and place_id not in work.actor.organisation_ids:
        raise NotFound()
    if not (form.free.isascii() and form.free.isdigit()):
        raise InvalidForm({"free": Problem(N_("Please type a whole number, for example 3."))})
    row = work.db.scalars(select(Capacity).where(Capacity.place_id == place_id)).first()
    if row is None:
        row = Capacity(place_id=place_id)
        work.db.add(row)
    row.free, row.told_at = int(form.free), work.now
    work.about(place)
