"""The auditor's page: ids and codes of acts, never a text about a young person."""

from __future__ import annotations

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.services import audit_trail, people
from wellbeing.ui.parts import empty, esc, header, table
from wellbeing.ui.visit import caller, t, when

_OUTCOMES = {
    "": N_("All"),
    "done": N_("Done"),
    "opened": N_("Record opened"),
    "refused": N_("Refused"),
    "denied": N_("Not allowed"),
}


def audit_page() -> None:
    """Paint the newest acts that fit the filters."""
    header(t(N_("Audit")), t(N_("Who did what, and who opened which record.")))
    found = {str(one.id): one for one in people.people(caller())}
    chosen = st.selectbox(
        t(N_("Who")), list(found), index=None, key="audit-who",
        format_func=lambda one: found[one].name, placeholder=t(N_("All")),
    )  # fmt: skip
    outcome = st.selectbox(
        t(N_("Result")), list(_OUTCOMES), key="audit-outcome",
        format_func=lambda one: t(_OUTCOMES[one]),
    )  # fmt: skip
    actor = found[chosen].id if chosen else None
    rows = audit_trail.trail(caller(), audit_trail.TrailFilter(actor_id=actor, outcome=outcome))
    if not rows:
        empty(t(N_("Nothing fits these filters.")), t(N_("Please choose fewer filters.")))
        return
    columns = (
        t(N_("Number")),
        t(N_("Time of the act")),
        t(N_("Who")),
        t(N_("Act")),
        t(N_("Result")),
    )
    shown = [
        (str(one.seq), esc(when(one.at)), esc(one.who), esc(one.act), esc(_outcome(one.outcome)))
        for one in rows
    ]
    table(t(N_("Audit")), columns, shown)


def _outcome(outcome: str) -> str:
    return t(_OUTCOMES.get(outcome, outcome))
