"""Follow one's own referrals: where each stands, whose turn it is, what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import select

from wellbeing.errors import InvalidTransition, NotFound
from wellbeing.forms import Kind, ask
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Addendum, AskBack, Referral, Reply, Student
from wellbeing.names import student_names
from wellbeing.policy import May
from wellbeing.rules import Stage, referral_due
from wellbeing.workflow import OPEN_REFERRAL, REFERRAL, ReferralAction, ReferralState


class ReferralStanding(StrEnum):
    """Where a referral stands for the person who reported; never what was found."""

    RECEIVED = auto()
    LOOKED_AT = auto()
    QUESTION = auto()
    ANSWERED = auto()
    WITHDRAWN = auto()


_STANDING = {
    ReferralState.SUBMITTED: ReferralStanding.RECEIVED,
    ReferralState.SCREENING: ReferralStanding.LOOKED_AT,
    ReferralState.DECIDED: ReferralStanding.LOOKED_AT,
    ReferralState.NEEDS_INFO: ReferralStanding.QUESTION,
    ReferralState.TOLD_BACK: ReferralStanding.ANSWERED,
    ReferralState.WITHDRAWN: ReferralStanding.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class MyReferral:
    """One line of the referrer's list."""

    id: UUID
    number: str
    student: str
    standing: ReferralStanding
    sent_at: datetime
    due_at: datetime | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question of the coordinator and its answer."""

    asked_at: datetime
    question: str
    answered_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class ReferralView:
    """A referral as the person who sent it sees it: their own words, and its answer."""

    id: UUID
    number: str
    student: str
    student_id: UUID
    standing: ReferralStanding
    urgent: bool
    sent_at: datetime
    acknowledged_at: datetime | None
    due_at: datetime | None
    answered_at: datetime | None
    answer: str
    answer_route: str
    role: str
    next_contact: str
    texts: dict[str, str]
    added: tuple[tuple[datetime, str], ...]
    exchanges: tuple[Exchange, ...]
    case_id: UUID | None

    @property
    def question(self) -> Exchange | None:
        """The question that waits for an answer, if there is one."""
        return next((one for one in self.exchanges if one.answered_at is None), None)


@dataclass(frozen=True, slots=True)
class AddForm:
    """Something to add to a referral that was sent."""

    text: str = ask(
        N_("What do you want to add?"),
        Kind.TEXT,
        hint=N_("Your first text stays as it was."),
    )


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """The answer to the coordinator's question."""

    answer: str = ask(N_("Your answer"), Kind.TEXT)


TEXTS = (
    "facts", "whose_words", "seen_when", "seen_where", "worries", "going_well", "tried",
    "own_view", "family", "basis_note", "reply_contact",
)  # fmt: skip


@use_case(may=May.SEE_OWN_REFERRALS, access=Access.READ)
def my_referrals(work: Work, limit: int = 50) -> tuple[MyReferral, ...]:
    """Return one's own referrals: questions first, then the newest."""
    mine = Referral.referrer_id == work.actor.user_id
    asked = (Referral.state == ReferralState.NEEDS_INFO).desc()
    query = select(Referral).where(mine).order_by(asked, Referral.submitted_at.desc())
    rows = work.db.scalars(query.limit(limit)).all()
    work.require_sound(rows)
    names = student_names(work, {row.student_id for row in rows})
    told = _told(work, [row.id for row in rows])
    return tuple(
        MyReferral(
            row.id, row.number, names[row.student_id] or "", _STANDING[ReferralState(row.state)],
            row.submitted_at, row.next_due_at, told.get(row.id),
        )
        for row in rows
    )  # fmt: skip


def _told(work: Work, ids: list[UUID]) -> dict[UUID, datetime]:
    query = select(Reply.referral_id, Reply.told_at).where(Reply.referral_id.in_(ids))
    return {row.referral_id: row.told_at for row in work.db.execute(query)}


@use_case(may=May.SEE_OWN_REFERRALS, access=Access.READ)
def my_open_referrals_of(work: Work, student_id: UUID) -> tuple[tuple[UUID, str, datetime], ...]:
    """Return one's own open referrals of a young person: nobody refers twice by mistake."""
    mine = Referral.referrer_id == work.actor.user_id, Referral.student_id == student_id
    query = select(Referral).where(*mine, Referral.state.in_(OPEN_REFERRAL))
    found = work.db.scalars(query.order_by(Referral.submitted_at.desc()))
    return tuple((one.id, one.number, one.submitted_at) for one in found)


@use_case(may=May.SEE_OWN_REFERRALS, access=Access.READ)
def open_my_referral(work: Work, referral_id: UUID) -> ReferralView:
    """Return one's own referral with its answer; anybody else's is NotFound."""
    referral = _mine(work, referral_id)
    student = work.find(Student, referral.student_id)
    reply = work.db.scalars(select(Reply).where(Reply.referral_id == referral.id)).first()
    return ReferralView(
        id=referral.id,
        number=referral.number,
        student=student.name.reveal(),
        student_id=student.id,
        standing=_STANDING[ReferralState(referral.state)],
        urgent=referral.urgent,
        sent_at=referral.submitted_at,
        acknowledged_at=referral.acknowledged_at,
        due_at=referral.next_due_at,
        answered_at=reply.told_at if reply else None,
        answer=reply.template if reply else "",
        answer_route=reply.route if reply else "",
        role=referral.referrer_role,
        next_contact=reply.next_contact.reveal() if reply and not reply.next_contact.empty else "",
        texts={name: _open(referral, name) for name in TEXTS},
        added=_added(work, referral),
        exchanges=_exchanges(work, referral),
        case_id=referral.case_id,
    )


def _open(referral: Referral, name: str) -> str:
    held = getattr(referral, name)
    return "" if held.empty else str(held.reveal())


def _mine(work: Work, referral_id: UUID) -> Referral:
    mine = Referral.id == referral_id, Referral.referrer_id == work.actor.user_id
    referral = work.db.scalars(select(Referral).where(*mine)).first()
    if referral is None:
        raise NotFound()
    return referral


def _added(work: Work, referral: Referral) -> tuple[tuple[datetime, str], ...]:
    query = select(Addendum).where(Addendum.referral_id == referral.id).order_by(Addendum.at)
    return tuple((one.at, one.text.reveal()) for one in work.db.scalars(query))


def _exchanges(work: Work, referral: Referral) -> tuple[Exchange, ...]:
    standing = AskBack.referral_id == referral.id, AskBack.taken_back_at.is_(None)
    query = select(AskBack).where(*standing).order_by(AskBack.asked_at)
    return tuple(
        Exchange(
            one.asked_at, one.question.reveal(), one.answered_at,
            "" if one.answer.empty else one.answer.reveal(),
        )
        for one in work.db.scalars(query)
    )  # fmt: skip


@use_case(may=May.ADD_TO_REFERRAL)
def add_to_referral(work: Work, referral_id: UUID, form: AddForm) -> None:
    """Add a text of its own to one's referral; what was sent stays as it was."""
    referral = _mine(work, referral_id)
    if not REFERRAL.actions(referral.state):
        raise InvalidTransition()
    work.db.add(
        Addendum(
            referral_id=referral.id, student_id=referral.student_id, at=work.now, text=form.text
        )
    )
    work.about(referral)


@use_case(may=May.ADD_TO_REFERRAL)
def answer_question(work: Work, referral_id: UUID, form: AnswerForm) -> None:
    """Answer the coordinator's question; the turn and the clock go back to them."""
    referral = _mine(work, referral_id)
    waiting = (
        AskBack.referral_id == referral.id,
        AskBack.answered_at.is_(None),
        AskBack.taken_back_at.is_(None),
    )
    asked = work.db.scalars(select(AskBack).where(*waiting)).first()
    if asked is None:
        raise InvalidTransition()
    asked.answer, asked.answered_at = form.answer, work.now
    work.transition(referral, REFERRAL, ReferralAction.ANSWER, "answer")
    referral.clock_started_at = work.now
    referral.next_due_at = referral_due(
        work.runtime.pack, Stage.SCREEN, work.now, urgent=referral.urgent
    )
    work.about(referral)


@use_case(may=May.ADD_TO_REFERRAL)
def withdraw_referral(work: Work, referral_id: UUID) -> None:
    """Withdraw one's own referral while nobody has begun to look at it."""
    referral = _mine(work, referral_id)
    work.transition(referral, REFERRAL, ReferralAction.WITHDRAW)
    referral.next_due_at = None
    work.about(referral)
