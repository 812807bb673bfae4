"""One's own tasks: of plans in force tick them with a word; of ended ones read what was."""

from __future__ import annotations

from collections.abc import Sequence

from wellbeing.i18n import N_
from wellbeing.services import plans
from wellbeing.services.plans import MyTask
from wellbeing.ui.cases.plan_forms import PLACES
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.fold import fold
from wellbeing.ui.go import says
from wellbeing.ui.parts import esc, label, note, show
from wellbeing.ui.steps import task_state
from wellbeing.ui.visit import t, when


def task_cards(found: tuple[MyTask, ...]) -> None:
    """Paint each task with what can be done about it; those of ended plans are folded away."""
    _cards([one for one in found if not one.ended])
    ended = [one for one in found if one.ended]
    if ended:
        fold(t(N_("From plans that have ended ({n})"), n=len(ended)), "ended-tasks", _ended, ended)


def _ended(found: Sequence[MyTask]) -> None:
    note(t(N_("The help has ended, and these plans with it. You need not do anything.")), "calm")
    _cards(found)


def _cards(found: Sequence[MyTask]) -> None:
    for one in found:
        words, tone = task_state(one.state, ended=one.ended)
        day = t(N_("by {when}"), when=when(one.due_on))
        word = f"<p>{esc(one.word)}</p>" if one.word else ""
        show(
            f'<section class="mp-facts"><h2>{esc(one.what)}</h2>'
            f"<p>{esc(one.student)} · {esc(t(PLACES[one.place]))} · {esc(day)} "
            f"{label(t(words), tone)}</p>{word}</section>"
        )
        if one.state == "open" and not one.ended:
            _forms(one)


def _forms(one: MyTask) -> None:
    form_area(
        FormSpec(
            key=f"tick-{one.id}",
            form=plans.TickForm,
            act=lambda me, form: plans.tick(me, one.id, form),
            button=N_("Done"),
            done=lambda _: says(N_("Well done. The counsellor sees it.")),
        )
    )
    fold(t(N_("It is not possible")), f"give-up-{one.id}", _give_up, one)


def _give_up(one: MyTask) -> None:
    form_area(
        FormSpec(
            key=f"give-up-{one.id}",
            form=plans.GiveUpForm,
            act=lambda me, form: plans.give_up(me, one.id, form),
            button=N_("Say that it is not possible"),
            done=lambda _: says(N_("Recorded. The counsellor will speak with you.")),
            quiet=True,
        )
    )
