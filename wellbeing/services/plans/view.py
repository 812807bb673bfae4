"""The plan as the reader may see it, with what changed since the version before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import reveal_many
from wellbeing.errors import NotFound
from wellbeing.gate import Access, Work, use_case
from wellbeing.models import Case, ContactTry, Plan, PlanReview, Student
from wellbeing.plan_answers import AnswerView, answers_of
from wellbeing.plan_changes import Change, changes
from wellbeing.plan_content import Content, GoalView, TaskView, goals_in, tasks_in
from wellbeing.policy import May, Role
from wellbeing.readers import Reader, readers_of
from wellbeing.withheld import ASKED_AGAIN, open_text
from wellbeing.workflow import PlanState


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A look at the plan together; for those who run the case."""

    at: datetime
    outcome: str
    text: str


@dataclass(frozen=True, slots=True)
class TryView:
    """A try to reach somebody who is silent."""

    who: str
    way: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version that the reader may open."""

    version: int
    state: str


@dataclass(frozen=True, slots=True)
class PlanView:
    """A version that the reader may see; `versions` are all of these, the newest first."""

    id: UUID
    case_id: UUID
    student: str
    version: int
    state: str
    strengths: str
    goals: tuple[GoalView, ...]
    tasks: tuple[TaskView, ...]
    answers: tuple[AnswerView, ...]
    changes: tuple[Change, ...]
    answer_due_at: datetime | None
    in_force_at: datetime | None
    review_on: date | None
    basis: str
    basis_note: str
    may_answer: bool
    readers: tuple[Reader, ...]
    reviews: tuple[ReviewView, ...]
    tries: tuple[TryView, ...]
    versions: tuple[VersionView, ...]

    @property
    def newest(self) -> bool:
        """Whether no later version is there for the reader."""
        return self.version == self.versions[0].version


@use_case(may=May.SEE_PLAN, access=Access.READ)
def open_plan(work: Work, case_id: UUID, version: int = 0) -> PlanView | None:
    """Return the newest version, or the one with this number; None where there is none yet.

    The family sees no draft.
    """
    case = work.find(Case, case_id)
    student = work.find(Student, case.student_id)
    query = select(Plan).where(Plan.case_id == case_id).order_by(Plan.version.desc())
    versions = [one for one in work.db.scalars(query) if not _hidden(work, one)]
    if not version and not versions:
        return None
    wanted = [one for one in versions if one.version == version or not version]
    if not wanted:
        raise NotFound()
    return _view(work, student, versions, versions.index(wanted[0]))


def _hidden(work: Work, plan: Plan) -> bool:
    return plan.state == PlanState.DRAFT and work.actor.has(Role.PARENT)


def _view(work: Work, student: Student, versions: Sequence[Plan], place: int) -> PlanView:
    plan, before = versions[place], versions[place + 1 : place + 2]
    content = _content(work, plan)
    answers = answers_of(work, plan)
    of_case = {"case_id": plan.case_id, "student_id": plan.student_id}
    return PlanView(
        id=plan.id,
        case_id=plan.case_id,
        student=student.name.reveal(),
        version=plan.version,
        state=plan.state,
        strengths=content.strengths,
        goals=content.goals,
        tasks=content.tasks,
        answers=answers,
        changes=changes(_content(work, before[0]), content) if before else (),
        answer_due_at=plan.answer_due_at,
        in_force_at=plan.in_force_at,
        review_on=plan.review_on,
        **_basis(work, plan),
        may_answer=any(one.mine and _waits(plan, one) for one in answers),
        readers=readers_of(work, Plan, "strengths", of_case),
        reviews=_reviews(work, plan.case_id),
        tries=_tries(work, plan.id, {one.guardian_id: one.who for one in answers}),
        versions=tuple(VersionView(one.version, one.state) for one in versions),
    )


def _waits(plan: Plan, one: AnswerView) -> bool:
    again = plan.state == PlanState.IN_FORCE and one.route == ASKED_AGAIN
    return plan.state == PlanState.PROPOSED or again


def _content(work: Work, plan: Plan) -> Content:
    return Content(
        open_text(work, plan, "strengths"), goals_in(work, plan.id), tasks_in(work, plan.id)
    )


def _basis(work: Work, plan: Plan) -> dict[str, str]:
    """Return what a version rests on, and why; from it a guardian could read another's answer."""
    if work.actor.has(Role.PARENT):
        return {"basis": "", "basis_note": ""}
    return {"basis": plan.basis, "basis_note": plan.basis_note.reveal() or ""}


def _reviews(work: Work, case_id: UUID) -> tuple[ReviewView, ...]:
    query = select(PlanReview).where(PlanReview.case_id == case_id).order_by(PlanReview.at.desc())
    rows = work.db.scalars(query).all()
    texts = zip(rows, reveal_many(rows, "text"), strict=True)
    return tuple(ReviewView(row.at, row.outcome, said or "") for row, said in texts)


def _tries(work: Work, plan_id: UUID, names: Mapping[UUID | None, str]) -> tuple[TryView, ...]:
    query = select(ContactTry).where(ContactTry.plan_id == plan_id).order_by(ContactTry.at)
    rows = work.db.scalars(query).all()
    texts = zip(rows, reveal_many(rows, "text"), strict=True)
    return tuple(
        TryView(names.get(row.guardian_id, ""), row.way, row.at, said or "") for row, said in texts
    )
