"""What the site tells of a handing over to those who may not open it: where it stands, no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing.grounds import CONSENTS, Purpose
from wellbeing.models import Handoff, LawfulBasis
from wellbeing.site_acts import site_session
from wellbeing.work import Work


def newest_at(
    work: Work, case_id: UUID, agreed: Set[UUID | None], told: Set[UUID], before: datetime | None
) -> dict[UUID, Handoff]:
    """Return by place the newest request of a case that somebody may know; it holds no text.

    `agreed` are the places to which they said yes, `told` the duties of which they were told: a
    place may be known, and be asked again on a duty of which they are not. With a moment, only
    what was asked before it counts.
    """
    sent = Handoff.case_id == case_id, Handoff.requested_at.is_not(None)
    query = select(Handoff).where(*sent)
    if before is not None:
        query = query.where(Handoff.requested_at < before)
    rows = site_session(work).scalars(query.order_by(Handoff.requested_at)).all()
    duties = _duties(work, case_id) if rows else {}
    return {
        one.place_id: one for one in rows
        if (one.place_id in agreed if one.basis in CONSENTS else _rests_on(one, duties) in told)
    }  # fmt: skip


def _duties(work: Work, case_id: UUID) -> dict[UUID | None, list[LawfulBasis]]:
    """Return the named duties of a case by place, the oldest first."""
    about = LawfulBasis.case_id == case_id, LawfulBasis.purpose == Purpose.HANDOFF.value
    query = select(LawfulBasis).where(*about, LawfulBasis.kind.not_in(CONSENTS))
    found: dict[UUID | None, list[LawfulBasis]] = {}
    for one in site_session(work).scalars(query.order_by(LawfulBasis.at)):
        found.setdefault(one.recipient_id, []).append(one)
    return found


def _rests_on(row: Handoff, duties: Mapping[UUID | None, Sequence[LawfulBasis]]) -> UUID | None:
    """Return the duty that was named last before a request was sent."""
    asked = row.requested_at
    named = [one.id for one in duties.get(row.place_id, ()) if asked is None or one.at <= asked]
    return named[-1] if named else None
