"""Each one's answer to a version: agreed, not agreed, let us talk. Silence is no answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from wellbeing.errors import InvalidTransition, NotFound
from wellbeing.forms import Kind, ask, offer
from wellbeing.gate import Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Guardian, Plan, PlanAnswer, SharedAnswer
from wellbeing.plan_answers import OWN_LOGIN
from wellbeing.plan_basis import require_conditions
from wellbeing.policy import May
from wellbeing.site_acts import DECIDES, answers_to, replace_plan
from wellbeing.withheld import ASKED_AGAIN, kept_of, listed_without
from wellbeing.workflow import PLAN, PlanAction, PlanState

ANSWERS = (
    ("agreed", N_("Agreed")),
    ("refused", N_("Not agreed")),
    ("wants_talk", N_("Let us talk about it")),
)
ROUTES = (
    ("in_person", N_("In person")),
    ("phone", N_("By phone")),
    ("paper", N_("On paper")),
)
BASES = (
    ("one_guardian", N_("One guardian agreed and may decide alone")),
    ("own_consent", N_("The young person is old enough to decide this")),
    ("statutory_duty", N_("A legal duty of the school or the police")),
    ("protection", N_("Protection: asking the family is not safe")),
)


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """A guardian's own answer, by their own sign-in."""

    answer: str = ask(N_("Your answer"), Kind.CHOICE, options=ANSWERS)
    text: str = offer(N_("A word to it"), Kind.TEXT, limit=400)
    shared: str = offer(
        N_("May the other parent read this answer?"), Kind.CHOICE, options=(("yes", N_("Yes")),)
    )


@dataclass(frozen=True, slots=True)
class RecordForm:
    """An answer that was given to a person of the team, and by which way."""

    who: str = ask(
        N_("Whose answer is it?"),
        Kind.CHOICE,
        options=(
            ("young_person", N_("The young person's own")),
            ("guardian", N_("A guardian's")),
        ),
    )
    guardian_id: UUID | None = ask(
        N_("Which guardian?"), Kind.RECORD, shown_when=("who", ("guardian",))
    )
    answer: str = ask(N_("The answer"), Kind.CHOICE, options=ANSWERS)
    route: str = ask(N_("How was it given?"), Kind.CHOICE, options=ROUTES)
    text: str = offer(N_("In their words"), Kind.TEXT, limit=400)


@dataclass(frozen=True, slots=True)
class BasisForm:
    """What the plan rests on where not everybody who decides has agreed."""

    basis: str = ask(
        N_("What does the plan rest on?"),
        Kind.CHOICE,
        options=BASES,
    )
    note: str = ask(N_("Why is it right here?"), Kind.TEXT, limit=400)


@use_case(may=May.ANSWER_PLAN)
def answer_plan(work: Work, plan_id: UUID, form: AnswerForm) -> None:
    """Give one's own answer to the version that is proposed; it can be changed until in force."""
    plan = work.find(Plan, plan_id)
    me = Guardian.student_id == plan.student_id, Guardian.user_id == work.actor.user_id
    guardian = work.db.scalars(select(Guardian).where(*me)).first()
    _require_waiting(work, plan, guardian.id if guardian else None)
    if guardian is None or guardian.standing not in DECIDES:
        raise InvalidTransition(N_("Your answer is not asked for this plan."))
    _record(work, plan, guardian.id, form.answer, OWN_LOGIN, form.text)
    _share(work, plan, guardian.id, form)


@use_case(may=May.RUN_CASE)
def record_answer(work: Work, plan_id: UUID, form: RecordForm) -> None:
    """Record an answer given in person, by phone or on paper; who took it is kept."""
    plan = work.find(Plan, plan_id)
    guardian_id = None
    if form.who == "guardian":
        guardian = work.db.get(Guardian, form.guardian_id) if form.guardian_id else None
        if guardian is None or guardian.student_id != plan.student_id:
            raise NotFound()
        guardian_id = guardian.id
    _require_waiting(work, plan, guardian_id)
    _record(work, plan, guardian_id, form.answer, form.route, form.text)


@use_case(may=May.RUN_CASE)
def name_basis(work: Work, plan_id: UUID, form: BasisForm) -> None:
    """Put a version in force on a named other basis that holds here; the reason is kept."""
    plan = work.find(Plan, plan_id)
    _require_waiting(work, plan, None)
    require_conditions(work, plan, form.basis)
    plan.basis, plan.basis_note = form.basis, form.note
    _into_force(work, plan)


def _record(
    work: Work, plan: Plan, guardian_id: UUID | None, answer: str, route: str, text: str
) -> None:
    row = PlanAnswer(
        plan_id=plan.id, case_id=plan.case_id, student_id=plan.student_id,
        guardian_id=guardian_id, answer=answer, route=route, at=work.now,
        without=_kept_now(work, plan, guardian_id),
    )  # fmt: skip
    row.text = text
    work.db.add(row)
    work.db.flush()
    if plan.state == PlanState.PROPOSED and _all_agreed(work, plan):
        plan.basis = "agreed"
        _into_force(work, plan)


def _share(work: Work, plan: Plan, guardian_id: UUID, form: AnswerForm) -> None:
    """Show the answer to the other guardians, or show it no more; only its giver decides."""
    mine = SharedAnswer.plan_id == plan.id, SharedAnswer.guardian_id == guardian_id
    for one in work.db.scalars(select(SharedAnswer).where(*mine)):
        work.db.delete(one)
    if form.shared == "yes":
        row = SharedAnswer(
            plan_id=plan.id, case_id=plan.case_id, student_id=plan.student_id,
            guardian_id=guardian_id, at=work.now,
        )  # fmt: skip
        row.said = {"answer": form.answer, "text": form.text}
        work.db.add(row)


def _all_agreed(work: Work, plan: Plan) -> bool:
    """Tell whether the newest word of everybody who decides is yes; the site itself counts.

    A guardian never sees another's answer, so this counts without showing.
    """
    return all(answer == "agreed" for answer in answers_to(work, plan).values())


def _into_force(work: Work, plan: Plan) -> None:
    replace_plan(work, plan)
    work.transition(plan, PLAN, PlanAction.AGREE, "basis")
    plan.in_force_at = work.now
    plan.review_on = work.today + timedelta(days=work.runtime.pack.care.review.days)


def _kept_now(work: Work, plan: Plan, guardian_id: UUID | None) -> str | None:
    """Return what of a version is kept from a guardian as they answer; nothing from the young."""
    if guardian_id is None:
        return None
    return listed_without(kept_of(work, plan).get(guardian_id, frozenset()))


def _require_waiting(work: Work, plan: Plan, guardian_id: UUID | None) -> None:
    """Raise InvalidTransition for an answer nobody waits for: of the version, or of this one."""
    if plan.state != PlanState.PROPOSED and not _asked_again(work, plan, guardian_id):
        raise InvalidTransition(N_("This version is not waiting for an answer any more."))
    work.require_sound([plan])
    work.about(plan)


def _asked_again(work: Work, plan: Plan, guardian_id: UUID | None) -> bool:
    """Tell whether a guardian is asked about what they see of a plan in force since they agreed."""
    if plan.state != PlanState.IN_FORCE or guardian_id is None:
        return False
    theirs = PlanAnswer.plan_id == plan.id, PlanAnswer.guardian_id == guardian_id
    query = select(PlanAnswer.route).where(*theirs).order_by(PlanAnswer.at.desc())
    return work.db.scalars(query).first() == ASKED_AGAIN
