"""The decision on a referral: how full each desk is, one outcome, or a question back."""

from __future__ import annotations

import streamlit as st

from wellbeing.errors import AlreadyDone
from wellbeing.i18n import N_
from wellbeing.services import screening
from wellbeing.services.screening import ScreeningView
from wellbeing.ui.cases.team import desk_options, desks_table
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.fold import fold
from wellbeing.ui.go import says
from wellbeing.ui.urgency import ladder, level_answers, unchecked_levels
from wellbeing.ui.visit import caller, t


def due_says(view: ScreeningView, message: str, then: str) -> None:
    """Say that it was done, and by when the next step is due: the clock has changed."""
    due = screening.open_screening(caller(), view.id).due_at
    says(message, then=then if due else "", when=due)


def decide_part(view: ScreeningView) -> None:
    """Paint the two ways on: decide, with every counsellor's desk in sight, or ask back."""
    deciding, asking = st.tabs([t(N_("Decide")), t(N_("Ask the referrer"))])
    with deciding:
        unchecked_levels()
        form_area(
            FormSpec(
                key=f"decide-{view.id}",
                form=screening.DecideForm,
                act=lambda who, form: screening.decide(who, view.id, form),
                button=N_("Decide"),
                done=_decided,
                said={"urgency": level_answers()},
                options={
                    "counsellor_id": desk_options(view.desks),
                    "duplicate_of": [(one.id, one.number) for one in view.others if one.certain],
                },
            )
        )
        fold(t(N_("How full each desk is")), f"desks-{view.id}", desks_table, view.desks)
        fold(t(N_("The levels")), f"levels-{view.id}", ladder)
    with asking:
        form_area(
            FormSpec(
                key=f"ask-{view.id}-{len(view.exchanges)}",
                form=screening.AskForm,
                act=lambda who, form: screening.ask_back(who, view.id, form),
                button=N_("Ask"),
                done=lambda _: due_says(
                    view,
                    N_("Asked. It is the turn of the referrer now."),
                    N_("They have until {when}; the answer comes to your start page."),
                ),
                quiet=True,
            )
        )


def _decided(result: screening.Decision | AlreadyDone) -> None:
    says(N_("Decided. Now tell the person who reported: only then is the referral finished."))
