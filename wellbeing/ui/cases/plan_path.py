"""Around a plan: levels of its goals, tries to reach who is silent, looking at it together."""

from __future__ import annotations

from collections.abc import Sequence

from wellbeing.forms import offering, questions
from wellbeing.i18n import N_
from wellbeing.services import plans
from wellbeing.services.plans import AnswerView, GoalView, PlanView
from wellbeing.ui.fields import ANY_TEXT, FormSpec, form_area
from wellbeing.ui.fold import fold
from wellbeing.ui.go import says
from wellbeing.ui.parts import esc, quote, show, table
from wellbeing.ui.urgency import level_answers
from wellbeing.ui.visit import plain, t, when
from wellbeing.ui.who_sees import will_read

WAYS, OUTCOMES = dict(plans.WAYS), dict(plans.OUTCOMES)


def levels_table(goal: GoalView) -> None:
    """Paint what the five levels of a goal look like, where somebody has described them."""
    if goal.levels:
        asked = questions(plans.LevelsForm).values()
        rows = [
            (esc(t(one.label)), esc(said)) for one, said in zip(asked, goal.levels, strict=True)
        ]
        title = t(N_("How one can tell: {goal}"), goal=goal.words)
        show(f'<h3 class="mp-h3">{esc(title)}</h3>')
        table(title, (t(N_("Level")), t(N_("What one would see"))), rows)


def levels_forms(plan: PlanView) -> None:
    """The forms that describe levels, one goal after the other; nobody has to."""
    for goal in plan.goals:
        title = t(N_("Describe five levels of: {goal}"), goal=plain(goal.words))
        fold(title, f"levels-{goal.id}", _levels, goal)


def _levels(goal: GoalView) -> None:
    form_area(
        FormSpec(
            key=f"levels-{goal.id}",
            form=plans.LevelsForm,
            act=lambda me, form: plans.describe_levels(me, goal.id, form),
            button=N_("Keep these levels"),
            done=lambda _: says(N_("Kept. They hold for this goal in every version.")),
            quiet=True,
        )
    )


def tries_part(plan: PlanView) -> None:
    """Paint who was tried to be reached, and the form for another try."""
    silent = [one for one in plan.answers if not one.answer]
    if plan.tries:
        title = t(N_("Tries to reach them"))
        show(f'<h2 class="mp-h2">{esc(title)}</h2>')
        rows = [
            (
                esc(one.who or t(N_("The young person"))),
                esc(t(WAYS[one.way])),
                esc(when(one.at)),
                esc(one.text),
            )
            for one in plan.tries
        ]
        columns = (t(N_("Who")), t(N_("Way")), t(N_("When")), t(N_("What happened")))
        table(title, columns, rows)
    if silent:
        fold(t(N_("Record a try to reach somebody")), f"try-{plan.id}", _try, plan, silent)


def _try(plan: PlanView, silent: Sequence[AnswerView]) -> None:
    guardians = [(one.guardian_id, one.who) for one in silent if one.guardian_id]
    kinds = {"guardian" if one.guardian_id else "young_person" for one in silent}
    who = tuple(one for one in plans.SILENT if one[0] in kinds)
    form_area(
        FormSpec(
            key=f"try-{plan.id}-{len(plan.tries)}",
            form=offering(plans.TryForm, who=who),
            readers={ANY_TEXT: will_read(plan.case_id, "contact_try.text")},
            act=lambda me, form: plans.try_to_reach(me, plan.id, form),
            button=N_("Record the try"),
            done=lambda _: says(N_("Recorded. After two ways the coordinator decides.")),
            options={"guardian_id": guardians},
            quiet=True,
        )
    )


def review_part(plan: PlanView) -> None:
    """Paint the looks at the plan so far, and while it is in force the form of the next one."""
    for one in plan.reviews:
        by = t(N_("Looked at together on {when}: {outcome}"), when=when(one.at),
               outcome=t(OUTCOMES[one.outcome]))  # fmt: skip
        quote(one.text, by)
    if plan.state == "in_force":
        fold(t(N_("Look at the plan together")), f"review-{plan.id}", _review, plan)


def _review(plan: PlanView) -> None:
    form_area(
        FormSpec(
            key=f"review-{plan.id}-{len(plan.reviews)}",
            form=plans.ReviewForm,
            said={"urgency": level_answers()},
            readers={ANY_TEXT: will_read(plan.case_id, "plan_review.text")},
            act=lambda me, form: plans.review_plan(me, plan.id, form),
            button=N_("Record what you decided"),
            done=lambda _: says(N_("Recorded. The next look has its day.")),
        )
    )
