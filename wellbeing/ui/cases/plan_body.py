"""What a plan says: strengths first, goals, tasks, and what is new; the same for every reader."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from wellbeing.i18n import N_
from wellbeing.services.plans import PlanView
from wellbeing.ui.cases.plan_changes import changes_part
from wellbeing.ui.cases.plan_forms import PARTIES, PLACES
from wellbeing.ui.cases.plan_path import levels_table
from wellbeing.ui.parts import Cell, esc, facts, label, show, table
from wellbeing.ui.steps import task_state
from wellbeing.ui.visit import t, when

_NOTHING: Mapping[UUID, str] = {}


def plan_body(plan: PlanView, kept: Mapping[UUID, str] = _NOTHING) -> None:
    """Paint what the plan says: strengths first, goals, tasks, and what is new.

    `kept` says under a text from whom it is kept; for those alone who may know.
    """
    changes_part(plan)
    facts([(t(N_("What is going well")), plan.strengths)])
    if plan.case_id in kept:
        show(_mark(kept, plan.case_id))
    goals_table(plan, kept)
    for one in plan.goals:
        levels_table(one)
    if plan.tasks:
        tasks_table(plan, kept)


def _mark(kept: Mapping[UUID, str], key: UUID) -> Cell:
    # Never on paper: a printed plan is given to families.
    return f'<span class="mp-sub mp-no-print">{esc(kept[key])}</span>' if key in kept else ""


def _of_ten(rated: int | None) -> str:
    return "—" if rated is None else f"{rated} / 10"


def goals_table(plan: PlanView, kept: Mapping[UUID, str]) -> None:
    """Paint the goals; without one there is no heading that would ask what is missing."""
    if not plan.goals:
        return
    show(f'<h2 class="mp-h2">{esc(t(N_("Goals")))}</h2>')
    columns = (t(N_("In the young person's words")), t(N_("At first")), t(N_("Good enough")))
    table(
        t(N_("Goals")),
        columns,
        [
            (esc(one.words) + _mark(kept, one.id), _of_ten(one.now), _of_ten(one.hoped))
            for one in plan.goals
        ],
    )


def tasks_table(plan: PlanView, kept: Mapping[UUID, str] = _NOTHING) -> None:
    """Paint who does what by when."""
    title = t(N_("Who does what"))
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    columns = (
        t(N_("What")),
        t(N_("Who")),
        t(N_("Where")),
        t(N_("By when")),
        t(N_("How it stands")),
    )
    rows = []
    for one in plan.tasks:
        words, tone = task_state(one.state, ended=plan.state == "ended")
        name = f'<span class="mp-sub">{esc(one.who)}</span>' if one.who else ""
        said = f'<span class="mp-sub">{esc(one.word)}</span>' if one.word else ""
        rows.append(
            (
                esc(one.what) + _mark(kept, one.task_id),
                esc(t(PARTIES[one.party])) + name, esc(t(PLACES[one.place])),
                esc(when(one.due_on)), label(t(words), tone) + said,
            )
        )  # fmt: skip
    table(title, columns, rows)
