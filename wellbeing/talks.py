"""One's own talks, and what the young person said about talking."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from wellbeing.errors import Forbidden
from wellbeing.models import CounsellingSession
from wellbeing.work import Work

# What lets talks go on: a plain yes, or a yes for now.
TALKS = ("yes", "for_now")


def talk_consent(work: Work, case_id: UUID) -> str:
    """Return what the young person last said about talking; "" where nobody has asked yet."""
    asked = CounsellingSession.case_id == case_id, CounsellingSession.talk_consent != ""
    query = select(CounsellingSession).where(*asked).order_by(CounsellingSession.starts_at.desc())
    before = work.db.scalars(query.limit(1)).first()
    return before.talk_consent if before else ""


def own_talk(work: Work, session_id: UUID) -> CounsellingSession:
    """Return a talk of the actor's or of whom they stand in for; others' are Forbidden."""
    session = work.find(CounsellingSession, session_id)
    if session.counsellor_id not in work.actor.selves:
        raise Forbidden()
    work.about(session)
    return session
