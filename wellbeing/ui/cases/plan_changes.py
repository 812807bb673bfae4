"""What is different from the version before, said in plain words."""

from __future__ import annotations

from datetime import date

from wellbeing.i18n import N_
from wellbeing.services.plans import Change, PlanView
from wellbeing.ui.cases.plan_forms import PARTIES, PLACES
from wellbeing.ui.parts import esc, show
from wellbeing.ui.visit import t, when

CHANGES = {
    "strengths": N_("What is going well is said anew. Before: {was}"),
    "goal_new": N_("New goal: {text}"),
    "goal_gone": N_("No longer a goal: {text}"),
    "goal_said_anew": N_("The same goal in other words: {text} (before: {was})"),
    "goal_now": N_("{text}: where it was at first, {now} instead of {was} (of 10)"),
    "goal_hoped": N_("{text}: what would be good enough, {now} instead of {was} (of 10)"),
    "task_new": N_("New task: {text}"),
    "task_gone": N_("No longer a task: {text}"),
    "task_done": N_("Done: {text}"),
    "task_not_possible": N_("Was not possible: {text}"),
    "task_moved": N_("Another day for: {text} ({now} instead of {was})"),
    "task_place": N_("Another place for: {text} ({now} instead of {was})"),
    "task_party": N_("Somebody else does it: {text} ({now} instead of {was})"),
    "task_person": N_("Somebody else does it: {text} ({now} instead of {was})"),
}


def changes_part(plan: PlanView) -> None:
    """Paint every difference as one line; nothing where there is no version before."""
    if not plan.changes:
        return
    items = "".join(f"<li>{esc(_said(one))}</li>" for one in plan.changes)
    title = f"<strong>{esc(t(N_('What is different from the version before')))}</strong>"
    show(f'<section class="mp-note mp-calm">{title}<ul>{items}</ul></section>')


def _said(one: Change) -> str:
    was, now = (_value(one.kind, value) for value in (one.was, one.now))
    return t(CHANGES[one.kind], text=one.text, was=was, now=now)


def _value(kind: str, value: str | int | date) -> str:
    """Return a value in the reader's words: a day, a place, a party, or as it is."""
    if isinstance(value, date):
        return when(value)
    if kind == "task_place":
        return t(PLACES[str(value)])
    if kind == "task_party":
        return t(PARTIES[str(value)])
    if kind == "task_person" and not value:
        return t(N_("nobody named"))
    return str(value)
