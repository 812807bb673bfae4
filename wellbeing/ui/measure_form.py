"""Record a measurement: five questions of our own, a goal, or the total of a form on paper."""

from __future__ import annotations

from typing import Any

import streamlit as st

from wellbeing.gate import Caller
from wellbeing.i18n import N_
from wellbeing.measures import all_instruments
from wellbeing.services import measures
from wellbeing.services.measures import ATTAINMENT, CHECK_IN, GOAL, TrackerView
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.fold import fold
from wellbeing.ui.go import says
from wellbeing.ui.tracker_words import instrument_title
from wellbeing.ui.visit import plain, t

_FORMS: dict[str, type[Any]] = {
    CHECK_IN: measures.CheckInOnPaper,
    GOAL: measures.GoalRating,
    ATTAINMENT: measures.GoalAttained,
}
_SAVED = N_("Recorded. It stands in the picture, and the next talk begins with it.")


def record_part(view: TrackerView) -> None:
    """Paint the entry form, folded; what is typed is kept as a draft."""
    fold(t(N_("Record a measurement")), f"measure-{view.case_id}", _record, view)


def _record(view: TrackerView) -> None:
    choices = [CHECK_IN, *([GOAL, ATTAINMENT] if view.targets else []), *_on_paper()]
    key = st.selectbox(
        t(N_("What was filled in?")), choices, format_func=instrument_title,
        key=f"measure-what-{view.case_id}",
    )  # fmt: skip
    form_area(_spec(view, key))


def _on_paper() -> list[str]:
    """Return what may be typed in as a total: our own forms are not among them."""
    found = all_instruments().values()
    return [one.key for one in found if one.totals_only and one.key not in _FORMS]


def _spec(view: TrackerView, key: str) -> FormSpec:
    def act(who: Caller, form: Any) -> Any:
        filled = form.record() if key in _FORMS else form.record(key)
        return measures.record(who, view.case_id, filled)

    goals = [(goal, plain(words)) for goal, words in view.targets]
    return FormSpec(
        key=f"measure-{view.case_id}-{key}",
        form=_FORMS.get(key, measures.TotalOnPaper),
        act=act,
        button=N_("Record it"),
        done=lambda _: says(_SAVED),
        options={"goal_id": goals},
    )
