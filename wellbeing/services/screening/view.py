"""One referral as the coordinator sees it: every word, and what else is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import equals
from wellbeing.desks import Load, loads
from wellbeing.errors import NotFound
from wellbeing.gate import Access, Work, use_case
from wellbeing.models import (
    Addendum,
    AskBack,
    Case,
    Organisation,
    Referral,
    Reply,
    Student,
    User,
)
from wellbeing.policy import May
from wellbeing.rules import Standing, age_on
from wellbeing.workflow import REFERRAL, CaseState, ReferralState


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question to the referrer and its answer."""

    asked_at: datetime
    question: str
    answered_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class OtherReport:
    """Another report of the same young person: the quiet signal."""

    id: UUID
    number: str
    source: str
    sent_at: datetime
    state: str
    outcome: str
    days_apart: int
    certain: bool


@dataclass(frozen=True, slots=True)
class ScreeningView:
    """Everything that the coordinator needs to decide."""

    id: UUID
    rev: int
    number: str
    state: ReferralState
    actions: frozenset[str]
    student_id: UUID
    student: str
    birth_date: date | None
    age: int | None
    class_name: str
    school: str
    referrer: str
    source: str
    place: str
    sent_at: datetime
    due_at: datetime | None
    standing: Standing
    urgent: bool
    urgency: str
    reasons: tuple[str, ...]
    outcome: str
    decision_reason: str
    family_safe: str
    lawful_basis: str
    reply_route: str
    texts: dict[str, str]
    added: tuple[tuple[datetime, str], ...]
    exchanges: tuple[Exchange, ...]
    others: tuple[OtherReport, ...]
    open_case: tuple[UUID, str] | None
    case_id: UUID | None
    told_at: datetime | None
    desks: tuple[Load, ...]

    @property
    def counsellors(self) -> tuple[tuple[UUID, str], ...]:
        """Whom a new case can be given to."""
        return tuple((one.id, one.name) for one in self.desks)


TEXTS = (
    "facts", "whose_words", "seen_when", "seen_where", "worries", "going_well", "tried",
    "own_view", "family", "basis_note", "reply_contact",
)  # fmt: skip


@use_case(may=May.SCREEN, access=Access.READ)
def open_screening(work: Work, referral_id: UUID) -> ScreeningView:
    """Return one referral for screening."""
    referral = work.db.get(Referral, referral_id)
    student = work.db.get(Student, referral.student_id) if referral else None
    if referral is None or student is None:
        raise NotFound()
    birth = student.birth_date.reveal() if not student.birth_date.empty else None
    places = _places(work, {student.school_id, referral.organisation_id})
    people = _people(work, {referral.referrer_id})
    reply = work.db.scalars(select(Reply).where(Reply.referral_id == referral.id)).first()
    return ScreeningView(
        id=referral.id,
        rev=referral.rev,
        number=referral.number,
        state=ReferralState(referral.state),
        actions=frozenset(a.value for a in REFERRAL.actions(referral.state)),
        student_id=student.id,
        student=student.name.reveal(),
        birth_date=birth,
        age=age_on(birth, work.today) if birth else None,
        class_name=opened(student, "class_name"),
        school=places.get(student.school_id, ""),
        referrer=people.get(referral.referrer_id, ""),
        source=referral.referrer_role,
        place=places.get(referral.organisation_id, ""),
        sent_at=referral.submitted_at,
        due_at=referral.next_due_at,
        standing=work.standing(referral.clock_started_at, referral.next_due_at),
        urgent=referral.urgent,
        urgency=referral.urgency or "",
        reasons=tuple(referral.reasons),
        outcome=referral.outcome or "",
        decision_reason=opened(referral, "decision_reason"),
        family_safe=referral.family_safe,
        lawful_basis=referral.lawful_basis,
        reply_route=referral.reply_route,
        texts={name: opened(referral, name) for name in TEXTS},
        added=_added(work, referral),
        exchanges=_exchanges(work, referral),
        others=_others(work, referral, student),
        open_case=_open_case(work, student.id),
        case_id=referral.case_id,
        told_at=reply.told_at if reply else None,
        desks=loads(work),
    )


def opened(row: object, name: str) -> str:
    """Return a sealed text, or "" where there is none."""
    held = getattr(row, name)
    return "" if held.empty else str(held.reveal())


def _places(work: Work, ids: set[UUID | None]) -> dict[UUID | None, str]:
    query = select(Organisation).where(Organisation.id.in_([i for i in ids if i]))
    return {one.id: one.name for one in work.db.scalars(query)}


def _people(work: Work, ids: set[UUID]) -> dict[UUID, str]:
    query = select(User).where(User.id.in_(ids))
    return {one.id: one.name.reveal() for one in work.db.scalars(query)}


def _added(work: Work, referral: Referral) -> tuple[tuple[datetime, str], ...]:
    query = select(Addendum).where(Addendum.referral_id == referral.id).order_by(Addendum.at)
    return tuple((one.at, one.text.reveal()) for one in work.db.scalars(query))


def _exchanges(work: Work, referral: Referral) -> tuple[Exchange, ...]:
    query = select(AskBack).where(AskBack.referral_id == referral.id).order_by(AskBack.asked_at)
    return tuple(
        Exchange(one.asked_at, one.question.reveal(), one.answered_at, opened(one, "answer"))
        for one in work.db.scalars(query)
    )


def _others(work: Work, referral: Referral, student: Student) -> tuple[OtherReport, ...]:
    """Return other reports of the same young person, and of others with the same name."""
    named = equals(Student, "name", student.name.reveal(), work.keyring)
    alike = select(Referral).join(Student, Student.id == Referral.student_id)
    alike = alike.where(named, Referral.id != referral.id)
    query = alike.order_by(Referral.submitted_at.desc()).limit(20)
    return tuple(
        OtherReport(
            one.id, one.number, one.referrer_role, one.submitted_at, one.state, one.outcome or "",
            abs((referral.submitted_at - one.submitted_at).days),
            one.student_id == referral.student_id,
        )
        for one in work.db.scalars(query)
    )  # fmt: skip


def _open_case(work: Work, student_id: UUID) -> tuple[UUID, str] | None:
    standing_open = Case.student_id == student_id, Case.state == CaseState.OPEN
    case = work.db.scalars(select(Case).where(*standing_open)).first()
    return (case.id, case.number) if case else None
