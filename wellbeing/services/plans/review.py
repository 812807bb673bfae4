"""What keeps a plan alive: tries to reach who has not answered, and looking at it together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from wellbeing.errors import InvalidTransition, NotFound
from wellbeing.forms import Kind, ask, offer
from wellbeing.gate import Work, use_case
from wellbeing.i18n import N_
from wellbeing.labels import REACHING
from wellbeing.models import Case, ContactTry, Guardian, Plan, PlanReview
from wellbeing.policy import May
from wellbeing.rules import REASON_LABELS, URGENCY_LABELS
from wellbeing.urgency import Chosen, change
from wellbeing.workflow import PlanState

WAYS = (
    *REACHING,
    ("trusted", N_("Through somebody they trust")),
    ("room", N_("In the interview room")),
)
SILENT = (
    ("young_person", N_("The young person")),
    ("guardian", N_("A parent or guardian")),
)
OUTCOMES = (
    ("go_on", N_("It goes on as it is")),
    ("change", N_("It needs a new version")),
    ("close", N_("The goals are near: think about closing")),
)


@dataclass(frozen=True, slots=True)
class TryForm:
    """Whom somebody tried to reach, by which way, and what came of it."""

    who: str = ask(N_("Whom did you try to reach?"), Kind.CHOICE, options=SILENT)
    guardian_id: UUID | None = ask(
        N_("Which guardian?"), Kind.RECORD, shown_when=("who", ("guardian",))
    )
    way: str = ask(N_("By which way?"), Kind.CHOICE, options=WAYS)
    text: str = offer(N_("In a line: what happened"), Kind.TEXT, limit=400)


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """How the plan goes on, and how often people meet from now on."""

    outcome: str = ask(N_("How does the plan go on?"), Kind.CHOICE, options=OUTCOMES)
    urgency: str = offer(
        N_("How soon must help come from now on?"),
        Kind.CHOICE,
        options=tuple(URGENCY_LABELS.items()),
        hint=N_(
            "Only where it changes; it also says how often you meet. Sooner holds at once, "
            "later needs a review first by somebody who does not counsel here."
        ),
    )
    reasons: tuple[str, ...] = ask(
        N_("What speaks for it?"),
        Kind.SEVERAL,
        options=tuple(REASON_LABELS.items()),
        required=N_("Please choose at least one."),
        shown_when=("urgency", tuple(URGENCY_LABELS)),
    )
    text: str = ask(
        N_("What did you look at together, and why is this right?"), Kind.TEXT, limit=400
    )


@use_case(may=May.RUN_CASE)
def try_to_reach(work: Work, plan_id: UUID, form: TryForm) -> None:
    """Record a try to reach somebody who is silent; silence itself never becomes a yes."""
    plan = work.find(Plan, plan_id)
    if plan.state != PlanState.PROPOSED:
        raise InvalidTransition(N_("This version is not waiting for an answer any more."))
    row = ContactTry(
        plan_id=plan.id, case_id=plan.case_id, student_id=plan.student_id,
        guardian_id=_asked(work, plan, form), way=form.way, at=work.now,
    )  # fmt: skip
    row.text = form.text
    work.db.add(row)
    work.about(plan)


def _asked(work: Work, plan: Plan, form: TryForm) -> UUID | None:
    """Return the guardian who was tried, None for the young person; others are not asked."""
    if form.who == "young_person":
        if not plan.asks_young_person:
            raise InvalidTransition(N_("The young person is told of this plan, not asked."))
        return None
    guardian = work.find(Guardian, form.guardian_id)
    if guardian.student_id != plan.student_id:
        raise NotFound()
    return guardian.id


@use_case(may=May.RUN_CASE)
def review_plan(work: Work, plan_id: UUID, form: ReviewForm) -> None:
    """Record a look at the plan in force, and where help must come sooner or later, the level.

    The level changes as it does everywhere: later only after a recorded review.
    """
    plan = work.find(Plan, plan_id)
    if plan.state != PlanState.IN_FORCE:
        raise InvalidTransition(N_("Only a plan in force is looked at again."))
    case = work.find(Case, plan.case_id)
    row = PlanReview(
        plan_id=plan.id, case_id=case.id, student_id=case.student_id, at=work.now,
        outcome=form.outcome, urgency_before=case.urgency,
        urgency_after=form.urgency or case.urgency,
    )  # fmt: skip
    row.text = form.text
    work.db.add(row)
    if row.urgency_after != row.urgency_before:
        change(work, case, Chosen(row.urgency_after, form.reasons, form.text))
    plan.reviewed_at = work.now
    plan.review_on = work.today + timedelta(days=work.runtime.pack.care.review.days)
    work.about(plan)
