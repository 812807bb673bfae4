"""A filled form answer by answer, for the counsellors of the case."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.labels import INFORMANT_LABELS
from wellbeing.measures import all_instruments
from wellbeing.policy import May
from wellbeing.services import measures
from wellbeing.services.measures import FilledForm
from wellbeing.ui.charts import plain_number
from wellbeing.ui.fold import fold
from wellbeing.ui.parts import esc, facts, label, show, table
from wellbeing.ui.tracker_words import instrument_title
from wellbeing.ui.visit import caller, may, t, when


def filled_part(case_id: UUID) -> None:
    """Offer the single answers, opened by whoever unfolds them; each look stands in the audit."""
    if may(May.COUNSEL):
        title = t(N_("Single answers of filled forms"))
        fold(title, f"filled-{case_id}", _filled, case_id)


def _filled(case_id: UUID) -> None:
    key = f"filled-which-{case_id}"
    found = measures.filled_form(caller(), case_id, st.session_state.get(key) or 0)
    if found is None:
        show(f"<p>{esc(t(N_('No form was filled in answer by answer yet.')))}</p>")
        return
    if len(found.forms) > 1:
        names = [f"{_title(one)} · {when(on)}" for one, on in found.forms]
        st.selectbox(
            t(N_("Which form?")), range(len(names)), key=key, format_func=names.__getitem__
        )
    _form(found)


def _title(key: str) -> str:
    # A site may have taken an instrument away again: what was filled in stays.
    return instrument_title(key) if key in all_instruments() else key


def _form(found: FilledForm) -> None:
    total = "—" if found.total is None else plain_number(found.total)
    facts(
        [
            (t(N_("Form")), f"{_title(found.instrument)}, {found.form_version}"),
            (t(N_("Filled in by")), t(INFORMANT_LABELS[found.informant])),
            (t(N_("Day")), when(found.taken_on)),
            (t(N_("Total")), total),
        ]
    )
    rows = []
    for one in found.answers:
        said = "—" if one.value is None else plain_number(one.value)
        mark = label(t(N_("asks for a talk that day")), "warm") if one.talk else ""
        rows.append((esc(t(N_("Item {n}"), n=one.item)), f"{esc(said)} {mark}"))
    if rows:
        table(t(N_("Answers")), (t(N_("Item")), t(N_("Answer"))), rows)
    text = t(N_("The items by their number: look their words up on the form itself."))
    show(f'<p class="mp-sub">{esc(text)}</p>')
