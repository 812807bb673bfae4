"""Acts on a case that several use cases share, done by the site where the actor sees too little."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import or_, select

from wellbeing.models import CaseMember, CounsellingSession, Plan
from wellbeing.policy import Role
from wellbeing.site_acts import site_session
from wellbeing.work import Work
from wellbeing.workflow import PlanState, SessionState


def give_case(work: Work, case_id: UUID, counsellor_id: UUID) -> None:
    """Put a case into a counsellor's hands from now on; what is not finished goes with it.

    Appointments that are booked, and talks whose note nobody signed, are the new counsellor's:
    else nobody could ever finish them.
    """
    session = site_session(work)
    now_on = CaseMember.case_id == case_id, CaseMember.until.is_(None)
    for member in session.scalars(select(CaseMember).where(*now_on)):
        if member.role == Role.COUNSELLOR:
            member.until = work.now
    session.add(
        CaseMember(
            case_id=case_id, user_id=counsellor_id, role=Role.COUNSELLOR.value, since=work.now
        )
    )
    talk = CounsellingSession
    unsigned = (talk.state == SessionState.HELD) & talk.noted_at.is_(None)
    unfinished = or_(talk.state == SessionState.BOOKED, unsigned)
    for one in session.scalars(select(talk).where(talk.case_id == case_id, unfinished)):
        one.counsellor_id = counsellor_id
    session.flush()


def plans_in_force(work: Work, ids: Collection[UUID]) -> set[UUID]:
    """Return which of these versions are in force: a helper knows that much of a plan, no more."""
    live = Plan.id.in_(ids), Plan.state == PlanState.IN_FORCE
    return set(site_session(work).scalars(select(Plan.id).where(*live))) if ids else set()
