"""The plan: goals, tasks, answers; written, proposed, answered, in force."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.policy import Role
from wellbeing.services import kept_texts, plans, team
from wellbeing.services.cases import CaseView
from wellbeing.services.kept_texts import KeptText
from wellbeing.services.plans import ASKED_AGAIN, PlanView
from wellbeing.ui.cases.keeping import inherited_part, marks, plan_keeping_part
from wellbeing.ui.cases.plan_body import plan_body
from wellbeing.ui.cases.plan_forms import (
    answer_form,
    basis_form,
    date_forms,
    plan_form,
    record_form,
    task_form,
    task_row_forms,
)
from wellbeing.ui.cases.plan_path import levels_forms, review_part, tries_part
from wellbeing.ui.cases.plan_said import (
    STATES,
    answers_table,
    basis_part,
    other_parent,
    own_answer,
    versions_line,
)
from wellbeing.ui.fold import fold
from wellbeing.ui.go import says, send
from wellbeing.ui.parts import (
    clock,
    dots,
    empty,
    esc,
    header,
    label,
    note,
    print_link,
    readers_line,
    show,
    unprinted,
)
from wellbeing.ui.visit import caller, listed, t, when, who
from wellbeing.ui.who_sees import who_sees_part

_STEPS = (N_("Write it"), N_("Put it to the family"), N_("Everybody answers"), N_("In force"))
_ON_PAPER = ("goal", "task", "strengths")
_PLACE = {"draft": 0, "proposed": 2, "in_force": 4, "superseded": 4, "ended": 4}


def plan_page(case: CaseView, plan: PlanView | None) -> None:
    """Paint the plan for those who run the case."""
    path = ((t(N_("Cases")), "/cases"), (case.student, f"/case?id={case.id}"))
    header(t(N_("Plan")), case.student, path, about=case.student_id)
    if plan is None:
        empty(
            t(N_("No plan yet.")),
            t(N_("Write it with the young person: what they want, in their words.")),
        )
        plan_form(case, None)
        return
    _stage(plan)
    versions_line(case, plan)
    kept = kept_texts.kept_texts(caller(), case.id)
    plan_body(plan, marks(kept))
    with unprinted("inherited"):
        inherited_part(kept)
    date_forms(plan)
    _next(case, plan)
    with unprinted("reviews"):
        review_part(plan)
    levels_forms(plan)
    plan_keeping_part(plan, case)
    if plan.newest and plan.state != "draft" and case.state == "open":
        fold(t(N_("Write a new version")), f"anew-{plan.id}", _anew, case, plan)
    with unprinted("readers"):
        readers_line(plan.readers)
    who_sees_part("plan", plan.id)
    _warn_of_paper(kept)
    print_link(t(N_("Print the plan")))


def _warn_of_paper(kept: Sequence[KeptText]) -> None:
    """Say to whom this print must not go: it holds what the screen of its author holds."""
    names = listed(dict.fromkeys(one.guardian for one in kept if one.kept in _ON_PAPER))
    if names:
        text = N_("The print holds what is kept from {names}. Give it to nobody who may tell them.")
        with unprinted("kept"):
            note(t(text, names=names), "alarm")


def _anew(case: CaseView, plan: PlanView) -> None:
    note(t(N_("Answers belong to a version: a new one asks everybody again.")), "calm")
    plan_form(case, plan)


def _stage(plan: PlanView) -> None:
    words, tone = STATES[plan.state]
    version = t(N_("Version {n}"), n=plan.version)
    show(f'<p>{label(t(words), tone)} <span class="mp-sub">{esc(version)}</span></p>')
    place = _PLACE[plan.state]
    states = ["done" if n < place else "now" if n == place else "later" for n in range(4)]
    dots([(t(text), state) for text, state in zip(_STEPS, states, strict=True)])
    if plan.state == "proposed" and plan.answer_due_at:
        show(f"<p>{clock(plan.answer_due_at, 'on_time')}</p>")
    if plan.state == "in_force" and plan.review_on:
        show(
            f"<p>{esc(t(N_('Look at it together again on {when}'), when=when(plan.review_on)))}</p>"
        )
    if plan.state == "ended":
        text = t(N_("It ended with the help. A new version takes its goals and open tasks up."))
        note(text, "calm")


def _next(case: CaseView, plan: PlanView) -> None:
    if plan.state == "draft" and case.state == "open":
        _drafting(case, plan)
    elif plan.state == "draft":
        note(t(N_("The case is not open: this version goes on when it is opened again.")), "calm")
    else:
        _said(plan)


def _drafting(case: CaseView, plan: PlanView) -> None:
    fold(t(N_("Change strengths and goals")), f"goals-{plan.id}", plan_form, case, plan)
    title = t(N_("Add a task"))
    fold(title, f"task-{plan.id}", _task, case, plan, unfolded=not plan.tasks)
    task_row_forms(plan)
    if plan.tasks:
        text = t(N_("Everybody who decides is asked, and nobody is taken to agree by silence."))
        show(f"<p>{esc(text)}</p>")
        st.button(
            t(N_("Put it to the family")), key=f"propose-{plan.id}", type="primary",
            on_click=_propose, args=(plan,),
        )  # fmt: skip


def _task(case: CaseView, plan: PlanView) -> None:
    task_form(plan, team.people_for(caller(), case.id))


def _propose(plan: PlanView) -> None:
    send(
        f"propose-{plan.id}",
        lambda me: plans.propose(me, plan.id),
        lambda _: says(N_("Done. Everybody who decides sees it now.")),
    )


def _said(plan: PlanView) -> None:
    """What each one said, and what the version rests on; kept off the paper for the family."""
    with unprinted("said"):
        basis_part(plan)
        answers_table(plan)
        tries_part(plan)
    again = any(one.route == ASKED_AGAIN for one in plan.answers)
    if plan.state == "proposed" or (plan.state == "in_force" and again):
        fold(t(N_("Record an answer given to you")), f"answer-{plan.id}", record_form, plan)
    if plan.state == "proposed":
        title = t(N_("Put it in force on another basis"))
        fold(title, f"basis-{plan.id}", basis_form, plan)


def family_plan(plan: PlanView) -> None:
    """Paint the plan for the family: what it says, then the one decision."""
    if plan.state == "superseded" or Role.PARENT not in who().roles:
        return
    words, tone = STATES[plan.state]
    show(f'<h2 class="mp-h2">{esc(t(N_("Plan")))} {label(t(words), tone)}</h2>')
    if plan.state == "ended":
        note(t(N_("This plan ended with the help. Nobody has to do anything of it now.")), "calm")
    plan_body(plan)
    if plan.may_answer:
        answer_form(plan)
    else:
        own_answer(plan)
    other_parent(plan)
