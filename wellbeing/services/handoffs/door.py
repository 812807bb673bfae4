"""The door of an outside place: a link that leads to one handing over, and to nothing else."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from wellbeing import throttle
from wellbeing.errors import WellbeingError
from wellbeing.gate import Work, use_case
from wellbeing.identity import LINK_ENDED, token_digest
from wellbeing.models import HandoffLink
from wellbeing.policy import May


class LinkRefused(WellbeingError):
    """The code fits no live link; ended, replaced and unknown ones are the same."""

    default = LINK_ENDED
    commits = True  # the attempt is counted although it is refused


@use_case(may=May.VISIT)
def enter(work: Work, code: str) -> UUID:
    """Return which handing over a code leads to; wrong codes are counted and slowed down."""
    digest = token_digest(code)
    counted = throttle.buckets(work, b"share", digest)
    throttle.require_calm(work, counted)
    live = HandoffLink.code_digest == digest, HandoffLink.ended_at.is_(None)
    query = select(HandoffLink).where(*live, HandoffLink.ends_at > work.now)
    found = work.db.scalars(query).first()
    if found is None:
        throttle.count(work, counted)
        raise LinkRefused()
    work.about(found)
    return found.handoff_id
