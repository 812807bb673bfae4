"""One case: where are we, what is next, who is with it, what happened."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from wellbeing.case_facts import facts_of
from wellbeing.case_label import label_of
from wellbeing.chronology import happened
from wellbeing.crypto import reveal_many
from wellbeing.facts import CaseFacts
from wellbeing.gate import Access, Work, use_case
from wellbeing.guide import Step, for_user, next_steps
from wellbeing.models import (
    Case,
    CaseMember,
    Closing,
    CounsellingSession,
    FollowUp,
    FollowUpAsk,
    Handoff,
    Organisation,
    Plan,
    Referral,
    Student,
    Transition,
    User,
)
from wellbeing.policy import May, Role
from wellbeing.reading_only import reads_only_as
from wellbeing.rules import age_on
from wellbeing.services.cases.history import timeline
from wellbeing.services.cases.views import (
    CaseReferral,
    CaseView,
    ClosingView,
    FollowUpRow,
    Member,
    Rhythm,
    SessionRow,
    TapsRow,
)
from wellbeing.withheld import open_text
from wellbeing.workflow import CaseState, PlanState, SessionState


@use_case(may=May.SEE_CASE, access=Access.READ)
def open_case(work: Work, case_id: UUID) -> CaseView:
    """Return one case; one that is not the actor's is NotFound."""
    case = work.find(Case, case_id)
    student = work.find(Student, case.student_id)
    family = work.actor.has(Role.PARENT)
    reads_as = reads_only_as(work, case.id)
    birth = None if student.birth_date.empty else student.birth_date.reveal()
    school = work.db.get(Organisation, student.school_id) if student.school_id else None
    referrals = () if family else _referrals(work, case)
    sessions = _sessions(work, case.id, family=family)
    plans = tuple(work.db.scalars(select(Plan).where(Plan.case_id == case.id)))
    follow_ups = _follow_ups(work, case.id, family=family)
    known = facts_of(work, [case])[0]
    closings = tuple(work.db.scalars(select(Closing).where(Closing.case_id == case.id)))
    return CaseView(
        id=case.id,
        number=case.number,
        state=case.state,
        label=_label(work, known, referrals),
        student_id=student.id,
        student=student.name.reveal(),
        birth_date=birth,
        age=age_on(birth, work.today) if birth else None,
        school=school.name if school else "",
        class_name="" if student.class_name.empty else student.class_name.reveal(),
        urgency="" if family else case.urgency,
        opened_at=case.opened_at,
        contact_due_at=None if family else case.contact_due_at,
        standing=work.standing(case.clock_started_at, case.contact_due_at),
        team=_team(work, case.id),
        referrals=referrals,
        timeline=timeline(
            case,
            referrals,
            _transitions(work, case, referrals),
            (sessions, plans, follow_ups, tuple(happened(work, case))),
            work.now,
        ),
        may_invite=work.actor.may(May.INVITE_PARENT) and not reads_as,
        reads_as=reads_as,
        path=_path(case, sessions, plans, follow_ups, sees_plan=work.actor.may(May.SEE_PLAN)),
        steps=_steps(work, known),
        sessions=sessions,
        follow_ups=follow_ups,
        closing=_closing(work, closings),
        reopened=sum(one.reopened for one in closings),
        rhythm=None if family else _rhythm(work, case, sessions, follow_ups),
    )


def _transitions(work: Work, case: Case, referrals: Sequence[CaseReferral]) -> Sequence[Transition]:
    ids = [case.id, *(one.id for one in referrals)]
    handed = select(Handoff.id).where(Handoff.case_id == case.id)
    about = Transition.object_id.in_(ids) | Transition.object_id.in_(handed)
    return work.db.scalars(select(Transition).where(about)).all()


def _steps(work: Work, known: CaseFacts) -> tuple[Step, ...]:
    """Return what is next: all of it to those who run the case, their own to everybody else."""
    found = next_steps(known, work.runtime.pack, work.now)
    if work.actor.may(May.RUN_CASE) or work.actor.user_id is None:
        return found
    return for_user(found, work.actor.user_id)


def _label(work: Work, known: CaseFacts, referrals: Sequence[CaseReferral]) -> str:
    """Return what the case is in the middle of; who sees a part of it is told its bare state."""
    if not work.actor.may(May.RUN_CASE):
        return known.state
    waits = any(not one.told for one in referrals)
    return label_of(known, work.runtime.pack, work.now, reporter_waits=waits).value


def _sessions(work: Work, case_id: UUID, *, family: bool) -> tuple[SessionRow, ...]:
    query = select(CounsellingSession).where(CounsellingSession.case_id == case_id)
    rows = work.db.scalars(query.order_by(CounsellingSession.starts_at)).all()
    texts = [""] * len(rows) if family else reveal_many(rows, "others_need")
    return tuple(
        SessionRow(
            row.id, row.starts_at, row.ends_at, row.state,
            row.noted_at is not None and not family, text or "",
        )
        for row, text in zip(rows, texts, strict=True)
    )  # fmt: skip


def _follow_ups(work: Work, case_id: UUID, *, family: bool) -> tuple[FollowUpRow, ...]:
    query = select(FollowUp).where(FollowUp.case_id == case_id).order_by(FollowUp.due_on)
    rows = work.db.scalars(query).all()
    texts = [""] * len(rows) if family else reveal_many(rows, "text")
    taps = {} if family else _taps(work, case_id)
    return tuple(
        FollowUpRow(
            row.id, row.due_on, row.state, row.outcome, row.done_at, text or "", row.way,
            tuple(taps.get(row.id, ())),
        )
        for row, text in zip(rows, texts, strict=True)
    )  # fmt: skip


def _taps(work: Work, case_id: UUID) -> dict[UUID, list[TapsRow]]:
    answered = FollowUpAsk.case_id == case_id, FollowUpAsk.answered_at.is_not(None)
    rows = work.db.scalars(select(FollowUpAsk).where(*answered)).all()
    found: dict[UUID, list[TapsRow]] = {}
    for row, said in zip(rows, reveal_many(rows, "reply"), strict=True):
        if row.answered_at is not None and said:
            tapped = TapsRow(row.party, row.answered_at, said["how"], bool(said["talk"]))
            found.setdefault(row.follow_up_id, []).append(tapped)
    return found


def _rhythm(
    work: Work, case: Case, sessions: Sequence[SessionRow], follow_ups: Sequence[FollowUpRow]
) -> Rhythm | None:
    """Return the contacts that are missing, computed from what took place."""
    held = [one.starts_at for one in sessions if one.state == SessionState.HELD]
    if case.state != CaseState.OPEN or not held:
        return None
    zone, rules = work.runtime.pack.time_zone, work.runtime.pack.care.cadence
    moments = [*held, *(one.done_at for one in follow_ups if one.done_at)]
    days = [at.astimezone(zone).date() for at in moments]
    rule = rules.get(case.urgency, rules["u4"])
    begun = max(case.clock_started_at.astimezone(zone).date(), min(days))
    windows = rule.windows(days, begun, work.today)
    missing = tuple((one.first, one.last) for one in windows if one.missing)
    return Rhythm(rule.contacts, rule.days, len(windows) - len(missing), missing)


def _closing(work: Work, closings: Sequence[Closing]) -> ClosingView | None:
    last = max(closings, key=lambda one: one.closed_at, default=None)
    if last is None or last.reopened:
        return None
    family = work.actor.has(Role.PARENT)
    text = open_text(work, last, "for_family") if family else last.for_team.reveal() or ""
    runs = work.actor.may(May.RUN_CASE)
    told = tuple(last.told or ()) if runs else ()
    why = (last.exception.reveal() or "") if runs else ""
    return ClosingView(last.id, last.closed_at, last.reason, text, told, why)


_PATH = ("referred", "taken_on", "first_talk", "plan", "talks", "closed", "follow_up")


def _path(
    case: Case,
    sessions: Sequence[SessionRow],
    plans: Sequence[Plan],
    follow_ups: Sequence[FollowUpRow],
    *,
    sees_plan: bool,
) -> tuple[tuple[str, str], ...]:
    """Return where the case is: derived from what happened, never stored."""
    # Who may not see plans sees none: then the plan is no stop on their way.
    closed = case.state == CaseState.CLOSED
    # A plan that ended before the case was opened again is no stop on the way of now.
    agreed = any(one.in_force_at and (closed or one.state == PlanState.IN_FORCE) for one in plans)
    after = closed and bool(follow_ups) and all(one.state != "open" for one in follow_ups)
    held = any(one.state == SessionState.HELD for one in sessions)
    done = (True, True, held, agreed, closed, closed, after)
    way = dict(zip(_PATH, done, strict=True))
    if not sees_plan or (closed and not agreed):
        del way["plan"]
    now = next((name for name, is_done in way.items() if not is_done), "")
    return tuple(
        (name, "done" if is_done else "now" if name == now else "later")
        for name, is_done in way.items()
    )


def _team(work: Work, case_id: UUID) -> tuple[Member, ...]:
    query = select(CaseMember, User).join(User, User.id == CaseMember.user_id)
    rows = work.db.execute(query.where(CaseMember.case_id == case_id).order_by(CaseMember.since))
    return tuple(Member(u.name.reveal(), m.role, m.since, m.until) for m, u in rows)


def _referrals(work: Work, case: Case) -> tuple[CaseReferral, ...]:
    query = select(Referral).where(Referral.case_id == case.id).order_by(Referral.submitted_at)
    return tuple(
        CaseReferral(
            one.id, one.number, one.referrer_role, one.submitted_at, one.state == "told_back"
        )
        for one in work.db.scalars(query)
    )
