"""Questions of the family to the counsellor, answered on the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import reveal_many
from wellbeing.errors import InvalidTransition
from wellbeing.forms import Kind, ask
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Case, FamilyQuestion
from wellbeing.policy import May
from wellbeing.rules import clock_due


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """What a guardian wants to know or say."""

    question: str = ask(N_("Your question to the counsellor"), Kind.TEXT, limit=1_000)


@dataclass(frozen=True, slots=True)
class ReplyForm:
    """The answer."""

    answer: str = ask(N_("Your answer to the family"), Kind.TEXT, limit=1_000)


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question and its answer."""

    id: UUID
    asked_at: datetime
    question: str
    answered_at: datetime | None
    answer: str


@use_case(may=May.ANSWER_PLAN)
def ask_counsellor(work: Work, case_id: UUID, form: QuestionForm) -> datetime:
    """Ask the counsellor; return by when the answer is due."""
    case = work.find(Case, case_id)
    row = FamilyQuestion(case_id=case.id, student_id=case.student_id, asked_at=work.now)
    row.question = form.question
    work.db.add(row)
    work.about(row)
    return clock_due(work.runtime.pack, "family_question", work.now)


@use_case(may=May.RUN_CASE)
def answer_family(work: Work, question_id: UUID, form: ReplyForm) -> None:
    """Answer a question of the family, once."""
    row = work.find(FamilyQuestion, question_id)
    if row.answered_at is not None:
        raise InvalidTransition(N_("This question was answered already."))
    row.answer, row.answered_at, row.answered_by = form.answer, work.now, work.actor.user_id
    work.about(row)


@use_case(may=May.SEE_PLAN, access=Access.READ)
def family_questions(work: Work, case_id: UUID) -> tuple[QuestionView, ...]:
    """Return the questions of a case that the actor may see, the newest first."""
    query = select(FamilyQuestion).where(FamilyQuestion.case_id == case_id)
    rows = work.db.scalars(query.order_by(FamilyQuestion.asked_at.desc())).all()
    texts = zip(rows, reveal_many(rows, "question"), reveal_many(rows, "answer"), strict=True)
    return tuple(
        QuestionView(row.id, row.asked_at, asked, row.answered_at, said or "")
        for row, asked, said in texts
    )
