"""Letters of a family to the coordinator: how to complain, and what they offer to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import reveal_many
from wellbeing.errors import InvalidTransition
from wellbeing.forms import Kind, ask, offer
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Case, FamilyLetter
from wellbeing.policy import May
from wellbeing.rules import clock_due

COMPLAINT, OFFER = "complaint", "offer"
ABOUT = (
    ("counsellor", N_("How the counsellor works")),
    ("plan", N_("The plan")),
    ("privacy", N_("Who knows what about us")),
    ("other", N_("Something else")),
)
OFFERS = (
    ("accompany", N_("Go along with other children")),
    ("activity_room", N_("Help in the activity room")),
    ("duty_room", N_("Help in the duty room")),
    ("other", N_("Something else")),
)


@dataclass(frozen=True, slots=True)
class ComplaintForm:
    """What is wrong; the counsellor cannot read it."""

    about: str = ask(N_("What is it about?"), Kind.CHOICE, options=ABOUT)
    text: str = ask(
        N_("What happened, and what would make it right?"),
        Kind.TEXT,
        limit=2_000,
        hint=N_("Only the coordinator reads this, not the counsellor."),
    )


@dataclass(frozen=True, slots=True)
class OfferForm:
    """What a parent would like to do for others."""

    about: str = ask(N_("What would you like to do?"), Kind.CHOICE, options=OFFERS)
    text: str = offer(N_("When do you have time?"), Kind.TEXT, limit=1_000)


@dataclass(frozen=True, slots=True)
class LetterReplyForm:
    """The coordinator's answer."""

    answer: str = ask(N_("Your answer to the family"), Kind.TEXT, limit=2_000)


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter and its answer."""

    id: UUID
    kind: str
    about: str
    at: datetime
    text: str
    answered_at: datetime | None
    answer: str


@use_case(may=May.ANSWER_PLAN)
def complain(work: Work, case_id: UUID, form: ComplaintForm) -> datetime:
    """Complain to the coordinator; return by when they must answer."""
    return _write(work, case_id, COMPLAINT, form)


@use_case(may=May.ANSWER_PLAN)
def offer_help(work: Work, case_id: UUID, form: OfferForm) -> datetime:
    """Offer to help others; return by when the coordinator answers."""
    return _write(work, case_id, OFFER, form)


@use_case(may=May.SCREEN)
def answer_letter(work: Work, letter_id: UUID, form: LetterReplyForm) -> None:
    """Answer a letter, once."""
    row = work.find(FamilyLetter, letter_id)
    if row.answered_at is not None:
        raise InvalidTransition(N_("This letter was answered already."))
    row.answer, row.answered_at, row.answered_by = form.answer, work.now, work.actor.user_id
    work.about(row)


@use_case(may=May.SEE_PLAN, access=Access.READ)
def letters(work: Work, case_id: UUID) -> tuple[LetterView, ...]:
    """Return the letters of a case that are the actor's to read, the newest first."""
    query = select(FamilyLetter).where(FamilyLetter.case_id == case_id)
    rows = work.db.scalars(query.order_by(FamilyLetter.at.desc())).all()
    texts = zip(rows, reveal_many(rows, "text"), reveal_many(rows, "answer"), strict=True)
    return tuple(
        LetterView(row.id, row.kind, row.about, row.at, said or "", row.answered_at, reply or "")
        for row, said, reply in texts
    )


def _write(work: Work, case_id: UUID, kind: str, form: ComplaintForm | OfferForm) -> datetime:
    case = work.find(Case, case_id)
    row = FamilyLetter(
        case_id=case.id, student_id=case.student_id, kind=kind, about=form.about, at=work.now
    )
    row.text = form.text
    work.db.add(row)
    work.about(row)
    return clock_due(work.runtime.pack, kind, work.now)
