"""Acts on a case that several use cases share, done by the site where the actor sees too little."""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations
from uuid import UUID

from sqlalchemy import or_, select

from wellbeing.case_reasons import keep_reason
from wellbeing.errors import InvalidTransition
from wellbeing.i18n import N_
from wellbeing.models import (
    Case,
    CaseMember,
    Closing,
    CounsellingSession,
    Entrusted,
    FollowUp,
    Membership,
    Plan,
    ProgressSignal,
    ReasonKind,
    Tie,
    Transfer,
    User,
)
from wellbeing.policy import Role
from wellbeing.site_acts import site_session
from wellbeing.work import Work
from wellbeing.workflow import (
    CASE,
    PLAN,
    TASK,
    CaseAction,
    PlanAction,
    PlanState,
    SessionState,
    TaskAction,
    TaskState,
    TransferState,
)


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
    return _plans_in(work, ids, PlanState.IN_FORCE)


def plans_ended(work: Work, ids: Collection[UUID]) -> set[UUID]:
    """Return which of these versions ended with their case; a helper knows that, too."""
    return _plans_in(work, ids, PlanState.ENDED)


def _plans_in(work: Work, ids: Collection[UUID], state: PlanState) -> set[UUID]:
    these = Plan.id.in_(ids), Plan.state == state
    return set(site_session(work).scalars(select(Plan.id).where(*these))) if ids else set()


def end_plans(work: Work, case: Case) -> None:
    """End what is in force of a case: its plan ends with the help, and is read as history."""
    live = Plan.case_id == case.id, Plan.state == PlanState.IN_FORCE
    for one in work.db.scalars(select(Plan).where(*live)).all():
        work.transition(one, PLAN, PlanAction.END)


def reopen_case(work: Work, case: Case, reason: str) -> None:
    """Open a closed case again; its last closing stays and is marked as one that did not hold.

    No plan of before is alive again; of a case that was closed before plans ended it ends now.
    """
    keep_reason(work, case, ReasonKind.REOPENED, reason)
    end_plans(work, case)
    work.transition(case, CASE, CaseAction.REOPEN, "reason")
    case.clock_started_at = work.now
    endings = select(Closing).where(Closing.case_id == case.id, ~Closing.reopened)
    for ending in work.db.scalars(endings):
        ending.reopened = True
    signals = select(ProgressSignal).where(ProgressSignal.case_id == case.id)
    for signal in work.db.scalars(signals):
        signal.last_word = ""
    promised = FollowUp.case_id == case.id, FollowUp.state == TaskState.OPEN
    for one in work.db.scalars(select(FollowUp).where(*promised)):
        work.transition(one, TASK, TaskAction.CANCEL)
