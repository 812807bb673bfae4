"""Follow-ups: what was promised, what was found."""

from __future__ import annotations

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.policy import May
from wellbeing.services import follow_ups
from wellbeing.services.cases import CaseView, FollowUpRow
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.go import says
from wellbeing.ui.parts import esc, label, show, table
from wellbeing.ui.steps import TASK_STATES
from wellbeing.ui.visit import may, t, when

OUTCOMES = dict(follow_ups.OUTCOMES)


def follow_ups_part(view: CaseView) -> None:
    """Paint the promised looks, and the form of the next one."""
    if not view.follow_ups:
        return
    title = t(N_("Follow-ups"))
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    columns = (t(N_("Day")), t(N_("How it stands")), t(N_("What was found")))
    table(title, columns, [_row(one) for one in view.follow_ups])
    waiting = [one for one in view.follow_ups if one.state == "open"]
    if waiting and may(May.RUN_CASE):
        _form(waiting[0])


def _row(one: FollowUpRow) -> tuple[str, str, str]:
    words, tone = TASK_STATES[one.state]
    found = t(OUTCOMES[one.outcome]) if one.outcome else ""
    below = f'<span class="mp-sub">{esc(one.text)}</span>' if one.text else ""
    return esc(when(one.due_on)), label(t(words), tone), esc(found) + below


def _form(one: FollowUpRow) -> None:
    with st.expander(t(N_("Record the follow-up of {when}"), when=when(one.due_on))):
        form_area(
            FormSpec(
                key=f"follow-{one.id}",
                form=follow_ups.FollowUpForm,
                act=lambda me, form: follow_ups.do_follow_up(me, one.id, form),
                button=N_("Record it"),
                done=lambda _: says(N_("Recorded. Thank you for keeping the promise.")),
            )
        )
        form_area(
            FormSpec(
                key=f"no-follow-{one.id}",
                form=follow_ups.NotPossibleForm,
                act=lambda me, form: follow_ups.give_up_follow_up(me, one.id, form),
                button=N_("It was not possible"),
                done=lambda _: says(N_("Recorded. The next follow-up stands.")),
                quiet=True,
            )
        )
