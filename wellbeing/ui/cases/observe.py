"""A teacher's two-minute observation."""

from __future__ import annotations

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.services import observations
from wellbeing.services.cases import CaseView
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.go import says
from wellbeing.ui.visit import t


def observe_part(view: CaseView) -> None:
    """Paint the form for a teacher of the team."""
    with st.expander(t(N_("What you see at school (two minutes)"))):
        form_area(
            FormSpec(
                key=f"observe-{view.id}",
                form=observations.ObserveForm,
                act=lambda me, form: observations.observe(me, view.id, form),
                button=N_("Send what you see"),
                done=lambda _: says(N_("Thank you. The counsellor sees it.")),
            )
        )
