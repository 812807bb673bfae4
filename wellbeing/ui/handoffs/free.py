"""How many places are free: told by the place itself, or by the coordinator for it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.policy import May
from wellbeing.services import handoffs, organisations
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.go import says
from wellbeing.ui.visit import may, t


def free_part(places: Sequence[organisations.Place]) -> None:
    """Paint a short form for each place that takes people over."""
    if not may(May.TELL_CAPACITY):
        return
    for one in places:
        with st.expander(t(N_("Free places at {place}"), place=one.name)):
            form_area(
                FormSpec(
                    key=f"free-{one.id}",
                    form=handoffs.CapacityForm,
                    act=lambda me, form, one=one: handoffs.tell_capacity(me, one.id, form),
                    button=N_("Tell how many are free"),
                    done=lambda _: says(N_("Told. Who asks next sees it with today's date.")),
                    quiet=True,
                )
            )
