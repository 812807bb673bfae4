"""Acts on a case that several use cases share, done by the site where the actor sees too little."""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations
from uuid import UUID

from sqlalchemy import or_, select

from wellbeing.errors import InvalidTransition
from wellbeing.i18n import N_
from wellbeing.models import (
    Case,
    CaseMember,
    CounsellingSession,
    Entrusted,
    Membership,
    Plan,
    Tie,
    Transfer,
    User,
)
from wellbeing.policy import Role
from wellbeing.site_acts import site_session
from wellbeing.work import Work
from wellbeing.workflow import PlanState, SessionState, TransferState


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


def who_must_agree(work: Work, case_id: UUID) -> set[UUID]:
    """Return the counsellors of a case who serve and are here: it leaves none of them unasked.

    Whoever has no account that works, or is away with somebody standing in, cannot be asked.
    """
    member = CaseMember.case_id == case_id, CaseMember.until.is_(None)
    serves = Membership.role == Role.COUNSELLOR, Membership.until.is_(None), User.active
    query = (
        select(CaseMember.user_id)
        .join(Membership, Membership.user_id == CaseMember.user_id)
        .join(User, User.id == CaseMember.user_id)
    )
    here = query.where(*member, CaseMember.role == Role.COUNSELLOR, *serves)
    live = Entrusted.tie == Tie.DEPUTY, Entrusted.ended_at.is_(None)
    now = Entrusted.since <= work.now, or_(Entrusted.until.is_(None), Entrusted.until > work.now)
    away = select(Entrusted.for_user_id).where(*live, *now)
    session = site_session(work)
    return set(session.scalars(here)) - set(session.scalars(away))


def ask_for_case(work: Work, case: Case, to_id: UUID | None, reason: str) -> Transfer:
    """Ask a colleague to take a case on; it stays where it is until they say yes.

    One colleague is asked at a time, and notes that are not signed are signed first.
    """
    waiting = Transfer.case_id == case.id, Transfer.state == TransferState.ASKED
    if work.db.scalars(select(Transfer.id).where(*waiting)).first():
        raise InvalidTransition(N_("A colleague is asked already. Take that back first."))
    talk = CounsellingSession
    unsigned = talk.state == SessionState.HELD, talk.noted_at.is_(None)
    if work.db.scalars(select(talk.id).where(talk.case_id == case.id, *unsigned)).first():
        raise InvalidTransition(N_("Please sign your notes first: nobody else can."))
    older = Transfer.case_id == case.id, Transfer.state == TransferState.DECLINED
    for one in work.db.scalars(select(Transfer).where(*older, Transfer.seen_at.is_(None))):
        one.seen_at = work.now
    row = Transfer(
        case_id=case.id, student_id=case.student_id, to_id=to_id,
        state=TransferState.ASKED.value, asked_at=work.now,
    )  # fmt: skip
    row.reason = reason
    work.db.add(row)
    return row


def clashes(work: Work, case_id: UUID, counsellor_id: UUID) -> tuple[str, ...]:
    """Return when a counsellor would have to be in two talks at once, had they this case too."""
    zone, talk = work.runtime.pack.time_zone, CounsellingSession
    coming = talk.state == SessionState.BOOKED, talk.ends_at > work.now
    theirs = or_(talk.case_id == case_id, talk.counsellor_id == counsellor_id)
    query = select(talk).where(*coming, theirs).order_by(talk.starts_at)
    rows = site_session(work).scalars(query).all()
    meeting = (
        b for a, b in combinations(rows, 2)
        if a.ends_at > b.starts_at and (a.case_id == case_id) is not (b.case_id == case_id)
    )  # fmt: skip
    return tuple(f"{one.starts_at.astimezone(zone):%Y-%m-%d %H:%M}" for one in meeting)


def plans_in_force(work: Work, ids: Collection[UUID]) -> set[UUID]:
    """Return which of these versions are in force: a helper knows that much of a plan, no more."""
    live = Plan.id.in_(ids), Plan.state == PlanState.IN_FORCE
    return set(site_session(work).scalars(select(Plan.id).where(*live))) if ids else set()
