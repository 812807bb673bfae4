"""Record a measurement: five sliders of our own, a goal, or the total of a form on paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.measures import Instrument, all_instruments
from wellbeing.services import measures
from wellbeing.services.measures import ATTAINMENT, CHECK_IN, GOAL, RecordForm, TrackerView
from wellbeing.ui.go import says, send
from wellbeing.ui.tracker_words import INFORMANTS, instrument_title
from wellbeing.ui.visit import plain, t

SLIDERS = (N_("Mood"), N_("Sleep"), N_("School work"), N_("Friends"), N_("Family"))
_SAVED = N_("Recorded.")


def record_part(view: TrackerView) -> None:
    """Paint the entry form, folded."""
    with st.expander(t(N_("Record a measurement"))):
        choices = [CHECK_IN, *([GOAL, ATTAINMENT] if view.targets else []), *_on_paper()]
        key = st.selectbox(
            t(N_("What was filled in?")), choices, format_func=instrument_title,
            key=f"measure-what-{view.case_id}",
        )  # fmt: skip
        with st.form(f"measure-{view.case_id}-{key}", border=False):
            _fields(view, key)
            st.form_submit_button(
                t(N_("Record it")), type="primary", on_click=_save, args=(view.case_id, key)
            )


def _on_paper() -> list[str]:
    """Return what may be typed in as a total: our own forms are not among them."""
    found = all_instruments().values()
    return [one.key for one in found if one.totals_only and not one.key.startswith("goal_")]


def _fields(view: TrackerView, key: str) -> None:
    about = f"{view.case_id}-{key}"
    st.radio(
        t(N_("Who filled it in?")), list(INFORMANTS), horizontal=True, key=f"m-who-{about}",
        format_func=lambda one: t(INFORMANTS[one]),
    )  # fmt: skip
    st.date_input(t(N_("Day")), key=f"m-day-{about}", value=None, format="YYYY-MM-DD",
                  help=t(N_("Left open: today.")))  # fmt: skip
    if key == CHECK_IN:
        for number, label in enumerate(SLIDERS):
            st.select_slider(t(label), ["–", *range(11)], key=f"m-{number}-{about}")
        st.checkbox(t(N_("The young person agrees to show this total to the family")),
                    key=f"m-share-{about}")  # fmt: skip
    elif key in (GOAL, ATTAINMENT):
        _goal_fields(view, key, about)
    else:
        low, high = _range(all_instruments()[key])
        st.number_input(t(N_("Total")), low, high, value=None, key=f"m-total-{about}")


def _goal_fields(view: TrackerView, key: str, about: str) -> None:
    words = {goal: plain(text) for goal, text in view.targets}
    st.selectbox(
        t(N_("Goal")), list(words), format_func=lambda one: words[one], key=f"m-goal-{about}"
    )
    low, high = (-2, 2) if key == ATTAINMENT else (0, 10)
    st.select_slider(t(N_("Rating")), list(range(low, high + 1)), key=f"m-total-{about}")
    if key == ATTAINMENT:
        st.number_input(t(N_("Weight")), 0.0, 100.0, value=1.0, key=f"m-weight-{about}")


def _range(instrument: Instrument) -> tuple[float, float]:
    return float(instrument.total_low or 0), float(instrument.total_high or 100)


def _save(case_id: UUID, key: str) -> None:
    """Send what was filled in; a slider left at – is a missing answer."""
    about, held = f"{case_id}-{key}", st.session_state
    sliders: list[Any] = [held.get(f"m-{n}-{about}") for n in range(len(SLIDERS))]
    answers = tuple(None if one == "–" else float(one) for one in sliders if one is not None)
    form = RecordForm(
        instrument=key,
        answers=answers if key == CHECK_IN else (),
        total=None if key == CHECK_IN else held.get(f"m-total-{about}"),
        informant=held.get(f"m-who-{about}", "young_person"),
        about_id=held.get(f"m-goal-{about}"),
        taken_on=held.get(f"m-day-{about}"),
        shared="yes" if held.get(f"m-share-{about}") else "no",
        weight=held.get(f"m-weight-{about}", 1) or 0,
    )
    saved = send(f"measure-{about}", lambda me: measures.record(me, case_id, form))
    if saved:
        for name in [one for one in held if str(one).endswith(about) and str(one)[:2] == "m-"]:
            del held[name]
        says(_SAVED)
