"""What the site tells of a handing over to those who may not open it: where it stands, no more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing.models import Handoff
from wellbeing.site_acts import site_session
from wellbeing.work import Work


def newest_at(
    work: Work, case_id: UUID, places: frozenset[UUID], before: datetime | None
) -> dict[UUID, Handoff]:
    """Return the newest request of a case to each of these places; the rows hold no text.

    With a moment, only what was asked before it: a place may be known, and be asked again about
    what somebody is not to be told.
    """
    about = Handoff.case_id == case_id, Handoff.place_id.in_(places)
    query = select(Handoff).where(*about, Handoff.requested_at.is_not(None))
    if before is not None:
        query = query.where(Handoff.requested_at < before)
    rows = site_session(work).scalars(query.order_by(Handoff.requested_at)) if places else ()
    return {one.place_id: one for one in rows}
