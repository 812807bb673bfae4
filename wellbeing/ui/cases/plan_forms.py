"""The forms of the plan's page."""

from __future__ import annotations

from typing import Any

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.labels import ROLE_LABELS
from wellbeing.services import drafts, plans
from wellbeing.services.cases import CaseView
from wellbeing.services.plans import PlanView, TaskView
from wellbeing.services.plans.draft import PARTY_LABELS, PLACE_LABELS
from wellbeing.services.team import People
from wellbeing.ui.drafted import MOST_SIGNS, drafted_text, forget, typed
from wellbeing.ui.fields import ANY_TEXT, FormSpec, form_area
from wellbeing.ui.fold import fold
from wellbeing.ui.go import says, send
from wellbeing.ui.parts import esc, note, show
from wellbeing.ui.urgency import clock_span
from wellbeing.ui.visit import caller, plain, t, when
from wellbeing.ui.who_sees import will_read

PARTIES = {code.value: words for code, words in PARTY_LABELS}
PLACES = dict(PLACE_LABELS)


def plan_form(case: CaseView, plan: PlanView | None) -> None:
    """The form of strengths and goals, filled with what the version says."""
    name = f"plan-{case.id}-{plan.version if plan else 0}-{plan.state if plan else ''}"
    if plan is not None and not drafts.open_draft(caller(), name).answers:
        st.session_state.setdefault(f"draft:{name}", _filled(plan))
    form_area(
        FormSpec(
            key=name,
            form=plans.NextPlanForm if _later(plan) else plans.PlanForm,
            readers={ANY_TEXT: will_read(case.id, "plan.strengths")},
            act=lambda me, form: plans.write_plan(me, case.id, form),
            button=N_("Keep strengths and goals"),
            done=lambda _: says(N_("Kept. Now add who does what.")),
            quiet=plan is not None,
        )
    )


def _later(plan: PlanView | None) -> bool:
    """Tell whether the form writes a second or later version."""
    return plan is not None and (plan.version > 1 or plan.state != "draft")


def _filled(plan: PlanView) -> dict[str, Any]:
    found: dict[str, Any] = {"strengths": plan.strengths}
    for n, goal in enumerate(plan.goals, 1):
        found[f"goal_{n}"] = goal.words
        for name, rated in (("now", goal.now), ("hoped", goal.hoped)):
            found[f"{name}_{n}"] = "" if rated is None else str(rated)
    return found


def task_form(plan: PlanView, people: People) -> None:
    """The form that adds a task."""
    named = [(i, f"{name} · {t(ROLE_LABELS[role])}") for i, name, role in people.helpers]
    named += [(i, f"{name} · {t(ROLE_LABELS['parent'])}") for i, name in people.family]
    form_area(
        FormSpec(
            key=f"task-{plan.id}-{len(plan.tasks)}",
            form=plans.TaskForm,
            act=lambda me, form: plans.add_task(me, plan.id, form),
            button=N_("Add the task"),
            done=lambda _: says(
                N_("Added."), then=N_("Nobody else sees it before you put the plan to the family.")
            ),
            options={"user_id": named},
            quiet=True,
        )
    )


def task_row_forms(plan: PlanView) -> None:
    """A way to take each task of a draft out again."""
    for one in plan.tasks:
        st.button(
            t(N_("Take out: {what}"), what=plain(one.what)), key=f"remove-{one.id}",
            on_click=_remove, args=(one.id,),
        )  # fmt: skip


def _remove(task_id: Any) -> None:
    send(
        f"remove-{task_id}",
        lambda me: plans.remove_task(me, task_id),
        lambda _: says(N_("Taken out."), then=N_("The plan goes on without it.")),
    )


def date_forms(plan: PlanView) -> None:
    """A folded form per open task that gives it another day; nobody has to agree anew for that."""
    if plan.state not in ("proposed", "in_force"):
        return
    for one in plan.tasks:
        if one.state == "open":
            fold(t(N_("Another day for: {text}"), text=plain(one.what)), f"day-{one.id}", _day, one)


def _day(task: TaskView) -> None:
    note(t(N_("Now it is {when}. Answers to the plan stay as they are."), when=when(task.due_on)),
         "calm")  # fmt: skip
    form_area(
        FormSpec(
            key=f"day-{task.id}-{task.due_on}",
            form=plans.DateForm,
            act=lambda me, form: plans.move_date(me, task.id, form),
            button=N_("Fix the new day"),
            done=lambda _: says(N_("Fixed. Whoever does the task sees the new day.")),
            quiet=True,
        )
    )


def record_form(plan: PlanView) -> None:
    """An answer that was given in person, by phone or on paper."""
    guardians = [(one.guardian_id, one.who) for one in plan.answers if one.guardian_id]
    form_area(
        FormSpec(
            key=f"record-{plan.id}-{sum(bool(one.answer) for one in plan.answers)}",
            form=plans.RecordForm,
            readers={ANY_TEXT: will_read(plan.case_id, "plan_answer.text")},
            act=lambda me, form: plans.record_answer(me, plan.id, form),
            button=N_("Record the answer"),
            done=lambda _: says(
                N_("Recorded."),
                then=N_("The plan is in force when everybody who decides has agreed."),
            ),
            options={"guardian_id": guardians},
        )
    )


def basis_form(plan: PlanView) -> None:
    """What the plan rests on where not everybody agreed."""
    form_area(
        FormSpec(
            key=f"basis-{plan.id}",
            form=plans.BasisForm,
            readers={ANY_TEXT: will_read(plan.case_id, "plan.basis_note")},
            act=lambda me, form: plans.name_basis(me, plan.id, form),
            button=N_("Put it in force"),
            done=lambda _: says(N_("In force. The reason is on the record.")),
            quiet=True,
        )
    )


def answer_form(plan: PlanView) -> None:
    """The family's one decision: agreed, not agreed, let us talk; each one tap, same size."""
    mine = next(one for one in plan.answers if one.mine)
    show(f'<h2 class="mp-h2">{esc(t(N_("What do you say to this plan?")))}</h2>')
    if mine.answer:
        text = t(
            N_("Your answer: {answer}. You can still change it."), answer=t(_SAID[mine.answer])
        )
        show(f'<p class="mp-note mp-good">{esc(text)}</p>')
    if plan.state == "in_force":
        text = t(N_("You see more of this plan than when you answered. Please answer once more."))
        show(f'<p class="mp-note mp-calm">{esc(text)}</p>')
    drafted_text(t(N_("A word to it (optional)")), _word(plan))
    st.checkbox(t(N_("The other parent may read my answer")), key=f"shared-{plan.id}")
    for code, words in (
        ("agreed", N_("I agree")),
        ("wants_talk", N_("Let us talk about it")),
        ("refused", N_("I do not agree")),
    ):
        st.button(
            t(words), key=f"answer-{code}-{plan.id}", width="stretch",
            on_click=_answer, args=(plan, code),
        )  # fmt: skip


_SAID = {
    "agreed": N_("Agreed"),
    "refused": N_("Not agreed"),
    "wants_talk": N_("Let us talk about it"),
}
_THANKS = {
    "agreed": N_("Thank you. You have agreed. The counsellor sees it now."),
    "wants_talk": N_("Thank you. The counsellor will call you within {time}."),
    "refused": N_("Thank you. Nothing happens without you; the counsellor will call you."),
}


def _answer(plan: PlanView, code: str) -> None:
    shared = "yes" if st.session_state.get(f"shared-{plan.id}") else ""
    form = plans.AnswerForm(code, typed(_word(plan))[:MOST_SIGNS], shared)
    sent = send(
        f"answer-{plan.id}-{code}",
        lambda me: plans.answer_plan(me, plan.id, form),
        lambda _: says(_THANKS[code], time=clock_span("plan_talk")),
    )
    if sent:
        forget(_word(plan))


def _word(plan: PlanView) -> str:
    return f"answer:{plan.id}"
