"""The auditor's page: ids and codes of acts, never a text about a young person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

import streamlit as st

from wellbeing.act_words import ACTS, act_words, kind_words
from wellbeing.forms import InvalidForm, read
from wellbeing.i18n import N_
from wellbeing.services import audit_trail, people
from wellbeing.services.audit_trail import TrailFilter, TrailRow
from wellbeing.ui.export import export_download, keep_export
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.parts import Cell, empty, esc, header, label, note, person, show, table
from wellbeing.ui.visit import caller, listed, t, when

_OUTCOMES = {
    "done": N_("Done"),
    "begun": N_("Begun"),
    "opened": N_("Record opened"),
    "refused": N_("Refused"),
    "denied": N_("Not allowed"),
}
# Who acts without an account: somebody who has yet to sign in, or whoever works at the machine.
_NOBODY = {False: N_("At the door"), True: N_("At the machine")}
_TONES = {"denied": "alarm", "refused": "warm"}


def audit_page() -> None:
    """Paint the newest acts that fit the filters, and the way to older ones."""
    header(t(N_("Audit")), t(N_("Who did what, and who opened which record.")))
    _export()
    _checkpoint()
    asked = _filters()
    before = _before(asked)
    rows = audit_trail.trail(caller(), replace(asked, before=before))
    if rows:
        _acts(rows)
    else:
        empty(t(N_("Nothing fits these filters.")), t(N_("Please choose fewer filters.")))
    with st.container(horizontal=True):
        if before:
            st.button(t(N_("Show the newest")), key="audit-newest", on_click=_go_on,
                      args=(asked, 0))  # fmt: skip
        if len(rows) == audit_trail.PAGE:
            st.button(t(N_("Show older ones")), key="audit-older", on_click=_go_on,
                      args=(asked, rows[-1].seq))  # fmt: skip


def _filters() -> TrailFilter:
    """Paint what can be looked for, and return what is."""
    found = {str(one.id): one.name for one in people.people(caller())}
    acts = dict(sorted(((code, t(words)) for code, words in ACTS.items()), key=lambda one: one[1]))
    outcomes = {code: t(words) for code, words in _OUTCOMES.items()}
    left, middle, right = st.columns(3)
    with left:
        actor = _one_of("audit-who", t(N_("Who")), found)
        day = _day()
    with middle:
        act = _one_of("audit-act", t(N_("Act")), acts)
        record = st.text_input(t(N_("Id of the record")), key="audit-record")
    with right:
        outcome = _one_of("audit-outcome", t(N_("Result")), outcomes)
    return TrailFilter(UUID(actor) if actor else None, act, outcome, _id(record), day)


def _one_of(key: str, words: str, options: Mapping[str, str]) -> str:
    """Paint a list to choose one from; "" where nothing is chosen."""
    return st.selectbox(
        words, list(options), index=None, key=key, format_func=options.__getitem__,
        placeholder=t(N_("All")),
    ) or ""  # fmt: skip


def _day() -> date | None:
    """Paint the day; one that is none says so, and every day is shown."""
    with st.container(key="day-of-audit-day"):
        typed = st.text_input(t(N_("Day")), key="audit-day")
    try:
        return read(audit_trail.DayForm, {"day": typed}).day
    except InvalidForm as wrong:
        problem = wrong.problems["day"]
        note(t(problem.message, **problem.params), "warm")
        return None


def _acts(rows: Sequence[TrailRow]) -> None:
    columns = (
        t(N_("Number")),
        t(N_("Time of the act")),
        t(N_("Who")),
        t(N_("Act")),
        t(N_("Result")),
        t(N_("Record")),
    )
    shown = [
        (
            str(one.seq), esc(when(one.at)), esc(one.who or t(_NOBODY[one.kind == "operator"])),
            esc(t(act_words(one.act))), label(t(_OUTCOMES.get(one.outcome, one.outcome)),
            _TONES.get(one.outcome, "calm")), _record(one),
        )
        for one in rows
    ]  # fmt: skip
    table(t(N_("Audit")), columns, shown)


def _record(row: TrailRow) -> Cell:
    """Return what kind of record an act was about, whose account, and the id to look for."""
    if not row.kind:
        return ""
    what = listed([t(kind_words(row.kind)), *([row.account] if row.account else [])])
    return person(what, str(row.object_id or ""))


def _go_on(asked: TrailFilter, seq: int) -> None:
    st.session_state["audit-before"] = (asked, seq)


def _before(asked: TrailFilter) -> int:
    """Return the entry before which to look: other filters begin with the newest again."""
    kept, seq = st.session_state.get("audit-before", (None, 0))
    return int(seq) if kept == asked else 0


def _id(typed: str) -> UUID | None:
    """Return the id that was typed; what is no id finds nothing instead of everything."""
    if not typed.strip():
        return None
    try:
        return UUID(typed.strip())
    except ValueError:
        return UUID(int=0)


def _export() -> None:
    with st.expander(t(N_("Export for a compliance audit"))):
        show(
            f"<p>{esc(t(N_('A table of ids, acts and codes, without any name or text.')))} "
            f"{esc(t(N_('A second person confirms it and is given it; that is entered here.')))}"
            "</p>"
        )
        form_area(
            FormSpec(
                key="audit-export",
                form=audit_trail.ExportForm,
                act=audit_trail.export_audit,
                button=N_("Ask for the export"),
                done=keep_export,
                quiet=True,
            )
        )
        export_download()


def _checkpoint() -> None:
    with st.expander(t(N_("Signed checkpoint"))):
        text = N_(
            "This line proves what the audit holds now. Print it or keep it on another machine: "
            "whoever cuts the audit later cannot make this line go away."
        )
        show(f"<p>{esc(t(text))}</p>")
        line = audit_trail.checkpoint(caller())
        st.code(line, language=None, wrap_lines=True)
