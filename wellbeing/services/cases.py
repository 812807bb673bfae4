"""Cases: the first page of one young person's help: facts, people, timeline, next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import reveal_many
from wellbeing.errors import NotFound
from wellbeing.gate import Access, Work, use_case
from wellbeing.models import (
    Case,
    CaseMember,
    Organisation,
    Referral,
    Student,
    Transition,
    User,
)
from wellbeing.policy import May, Role
from wellbeing.rules import Standing, age_on

_MOST = 50


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of a case list."""

    id: UUID
    number: str
    student: str
    urgency: str
    opened_at: datetime
    contact_due_at: datetime | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on the case team."""

    name: str
    role: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the timeline."""

    at: datetime
    machine: str
    action: str
    number: str


@dataclass(frozen=True, slots=True)
class CaseReferral:
    """A referral that led to the case."""

    id: UUID
    number: str
    source: str
    sent_at: datetime
    told: bool


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as the reader may see it; a guardian gets no referrals and no urgency."""

    id: UUID
    number: str
    state: str
    student_id: UUID
    student: str
    birth_date: date | None
    age: int | None
    school: str
    class_name: str
    urgency: str
    opened_at: datetime
    contact_due_at: datetime | None
    standing: Standing
    team: tuple[Member, ...]
    referrals: tuple[CaseReferral, ...]
    timeline: tuple[Event, ...]
    may_invite: bool


@use_case(may=May.SEE_CASE, access=Access.READ)
def cases(work: Work) -> tuple[CaseRow, ...]:
    """Return the cases that the actor may see, the oldest clock first."""
    query = select(Case).order_by(Case.contact_due_at, Case.id).limit(_MOST)
    rows = work.db.scalars(query).all()
    ids = {row.student_id for row in rows}
    students = work.db.scalars(select(Student).where(Student.id.in_(ids))).all()
    names = dict(zip((s.id for s in students), reveal_many(students, "name"), strict=True))
    family = work.actor.has(Role.PARENT)
    return tuple(
        CaseRow(
            row.id, row.number, names.get(row.student_id) or "", "" if family else row.urgency,
            row.opened_at, None if family else row.contact_due_at, _standing(work, row),
        )
        for row in rows
    )  # fmt: skip


@use_case(may=May.SEE_CASE, access=Access.READ)
def open_case(work: Work, case_id: UUID) -> CaseView:
    """Return one case; one that is not the actor's is NotFound."""
    case = work.db.get(Case, case_id)
    student = work.db.get(Student, case.student_id) if case else None
    if case is None or student is None:
        raise NotFound()
    family = work.actor.has(Role.PARENT)
    birth = None if student.birth_date.empty else student.birth_date.reveal()
    school = work.db.get(Organisation, student.school_id) if student.school_id else None
    referrals = () if family else _referrals(work, case)
    return CaseView(
        id=case.id,
        number=case.number,
        state=case.state,
        student_id=student.id,
        student=student.name.reveal(),
        birth_date=birth,
        age=age_on(birth, work.today) if birth else None,
        school=school.name if school else "",
        class_name="" if student.class_name.empty else student.class_name.reveal(),
        urgency="" if family else case.urgency,
        opened_at=case.opened_at,
        contact_due_at=None if family else case.contact_due_at,
        standing=_standing(work, case),
        team=_team(work, case.id),
        referrals=referrals,
        timeline=_timeline(work, case, referrals),
        may_invite=work.actor.may(May.INVITE_PARENT),
    )


def _standing(work: Work, case: Case) -> Standing:
    return work.standing(case.clock_started_at, case.contact_due_at)


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


def _timeline(work: Work, case: Case, referrals: tuple[CaseReferral, ...]) -> tuple[Event, ...]:
    numbers = {one.id: one.number for one in referrals} | {case.id: case.number}
    steps = select(Transition).where(Transition.object_id.in_(numbers))
    events = [
        Event(one.at, one.machine, one.action, numbers[one.object_id])
        for one in work.db.scalars(steps)
    ]
    events += [Event(one.sent_at, "referral", "sent", one.number) for one in referrals]
    events.append(Event(case.opened_at, "case", "opened", case.number))
    return tuple(sorted(events, key=lambda event: event.at, reverse=True))
