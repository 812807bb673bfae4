"""What each one said to a version of the plan, what it rests on, and which versions there are."""

from __future__ import annotations

from wellbeing.i18n import N_
from wellbeing.services import plans
from wellbeing.services.cases import CaseView
from wellbeing.services.plans import ASKED_AGAIN, AnswerView, PlanView
from wellbeing.ui.parts import Cell, esc, facts, label, link, quote, show, table
from wellbeing.ui.visit import t, when

STATES = {
    "draft": (N_("Being written"), "calm"),
    "proposed": (N_("Waiting for answers"), "warm"),
    "in_force": (N_("In force"), "good"),
    "superseded": (N_("Replaced by a newer version"), "calm"),
    "ended": (N_("Ended"), "calm"),
}
ANSWERS = {
    "": (N_("No answer yet"), "warm"),
    "agreed": (N_("Agreed"), "good"),
    "refused": (N_("Not agreed"), "alarm"),
    "wants_talk": (N_("Wants to talk about it"), "warm"),
}
# Where nobody is waited for any more.
_UNANSWERED = (N_("Gave no answer"), "calm")
ROUTES = {
    **dict(plans.ROUTES), "own_login": N_("By own sign-in"), "": "",
    ASKED_AGAIN: N_("Asked again: they see more of it now"),
}  # fmt: skip
BASES = {**dict(plans.BASES), "agreed": N_("Everybody who decides has agreed")}


def versions_line(case: CaseView, plan: PlanView) -> None:
    """Paint the other versions, each a link: the one in force stays at hand beside a newer one."""
    others = [one for one in plan.versions if one.version != plan.version]
    if not others:
        return
    shown = [
        link(t(N_("Version {n}"), n=one.version), "plan", id=case.id, version=one.version)
        + f" {label(t(STATES[one.state][0]), STATES[one.state][1])}"
        for one in others
    ]
    head = esc(t(N_("Other versions:")))
    show(f'<p class="mp-no-print">{head} {" · ".join(shown)}</p>')


def basis_part(plan: PlanView) -> None:
    """Paint what a version in force rests on, or rested on, and the reason somebody gave."""
    if plan.basis:
        words = t(BASES[plan.basis])
        facts([(t(N_("The plan rests on")), words), (t(N_("Why it is right here")),
               plan.basis_note)])  # fmt: skip


def answers_table(plan: PlanView) -> None:
    """Paint everybody's answer, silence included, how it was given and who took it."""
    title = t(N_("Answers"))
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    rows = []
    for one in plan.answers:
        silent = not one.answer and plan.state != "proposed" and one.route != ASKED_AGAIN
        words, tone = _UNANSWERED if silent else ANSWERS[one.answer]
        said = f'<span class="mp-sub">{esc(one.text)}</span>' if one.text else ""
        part = t(N_("To the part that they were shown: {n} kept from them"), n=one.without)
        said += f'<span class="mp-sub">{esc(part)}</span>' if one.without else ""
        name = one.who or t(N_("The young person"))
        rows.append((esc(name), label(t(words), tone) + said, _way(one)))
    table(title, (t(N_("Who")), t(N_("Answer")), t(N_("How and when"))), rows)


def _way(one: AnswerView) -> Cell:
    way = " · ".join(x for x in (t(ROUTES[one.route]), when(one.at)) if x) if one.route else ""
    if not one.taken_by:
        return esc(way)
    taken = t(N_("Taken by {who}"), who=one.taken_by)
    return f'{esc(way)}<span class="mp-sub">{esc(taken)}</span>'


def own_answer(plan: PlanView) -> None:
    """What a guardian said themselves, once the version waits for no answer any more."""
    for one in plan.answers:
        if one.mine and one.answer:
            by = t(N_("Your answer on {when}: {answer}"), when=when(one.at),
                   answer=t(ANSWERS[one.answer][0]))  # fmt: skip
            quote(one.text, by) if one.text else show(f"<p>{esc(by)}</p>")


def other_parent(plan: PlanView) -> None:
    """What another parent allows this one to read; nothing else of them."""
    for one in plan.answers:
        if one.answer and not one.mine:
            by = t(N_("The other parent, on {when}: {answer}"), when=when(one.at),
                   answer=t(ANSWERS[one.answer][0]))  # fmt: skip
            quote(one.text, by)
