"""The young person's own sheet: looked at together on the screen, printed, taken home."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.services import measures
from wellbeing.services.measures import Series, Trend
from wellbeing.ui.charts import plain_number
from wellbeing.ui.gentle import gentle_part
from wellbeing.ui.parts import empty, esc, header, print_link, quote, show
from wellbeing.ui.visit import caller, t

_FULL = 10


def own_sheet_page(case_id: UUID) -> None:
    """Paint goals in the young person's words, and below them the trend if they want it."""
    wanted = st.session_state.get(f"trend-{case_id}", False)
    view = measures.own_sheet(caller(), case_id, Trend.WANTED if wanted else Trend.LEFT_OUT)
    path = (
        (t(N_("Cases")), "/cases"), (view.student, f"/case?id={case_id}"),
        (t(N_("Progress")), f"/tracker?id={case_id}"),
    )  # fmt: skip
    lead = t(N_("Your goals, in your own words. This sheet is yours."))
    header(t(N_("My own way")), lead, path, about=view.student_id)
    if not view.goals:
        empty(t(N_("There is no rated goal yet.")),
              t(N_("Once a goal has been rated in a talk, it stands here.")))  # fmt: skip
    for line in view.goals:
        _goal(line)
    if view.last_word:
        quote(view.last_word, t(N_("What we said when the help ended")))
    st.checkbox(t(N_("The young person wants to see how the weeks went")), key=f"trend-{case_id}")
    gentle_part(view)
    show(f"<p>{esc(t(N_('You decide who else may see this sheet.')))}</p>")
    print_link(t(N_("Print this page")))


def _goal(line: Series) -> None:
    """Say where a goal began, where it is and what was hoped for; the dots only repeat it."""
    last = line.known[-1]
    said = [t(N_("At first: {n}"), n=plain_number(line.known[0]))]
    if len(line.known) > 1:
        said.append(t(N_("Now: {n}"), n=plain_number(last)))
    if line.hoped is not None:
        said.append(t(N_("Hoped for: {n}"), n=plain_number(line.hoped)))
    full = min(_FULL, max(0, round(last)))
    dots = "●" * full + "○" * (_FULL - full)
    show(
        f'<section class="mp-way"><h2 class="mp-h2">{esc(line.title)}</h2>'
        f'<p class="mp-dots" aria-hidden="true">{dots}</p><p>{esc(" · ".join(said))}</p></section>'
    )
