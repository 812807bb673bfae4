"""The auditor's page: ids and codes of acts, never a text about a young person."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.services import audit_trail, people
from wellbeing.ui.export import export_download, keep_export
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.parts import empty, esc, header, show, table
from wellbeing.ui.visit import caller, t, when

_OUTCOMES = {
    "": N_("All"),
    "done": N_("Done"),
    "begun": N_("Begun"),
    "opened": N_("Record opened"),
    "refused": N_("Refused"),
    "denied": N_("Not allowed"),
}


def audit_page() -> None:
    """Paint the newest acts that fit the filters."""
    header(t(N_("Audit")), t(N_("Who did what, and who opened which record.")))
    _export()
    _checkpoint()
    found = {str(one.id): one for one in people.people(caller())}
    chosen = st.selectbox(
        t(N_("Who")), list(found), index=None, key="audit-who",
        format_func=lambda one: found[one].name, placeholder=t(N_("All")),
    )  # fmt: skip
    outcome = st.selectbox(
        t(N_("Result")), list(_OUTCOMES), key="audit-outcome",
        format_func=lambda one: t(_OUTCOMES[one]),
    )  # fmt: skip
    act = st.text_input(t(N_("Code of the act")), key="audit-act").strip()
    record = st.text_input(t(N_("Id of the record")), key="audit-record")
    actor = found[chosen].id if chosen else None
    asked = (actor, act, outcome, _id(record))
    rows = audit_trail.trail(caller(), audit_trail.TrailFilter(*asked, before=_before(asked)))
    if not rows:
        empty(t(N_("Nothing fits these filters.")), t(N_("Please choose fewer filters.")))
        return
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
            str(one.seq), esc(when(one.at)), esc(one.who), esc(one.act),
            esc(_outcome(one.outcome)), esc(f"{one.kind} {one.object_id or ''}".strip()),
        )
        for one in rows
    ]  # fmt: skip
    table(t(N_("Audit")), columns, shown)
    if len(rows) == audit_trail.PAGE:
        st.button(t(N_("Show older ones")), key="audit-older", on_click=_go_on,
                  args=(asked, rows[-1].seq))  # fmt: skip


def _go_on(asked: tuple[object, ...], seq: int) -> None:
    st.session_state["audit-before"] = (asked, seq)


def _before(asked: tuple[object, ...]) -> int:
    """Return the entry before which to look: other filters begin with the newest again."""
    kept, seq = st.session_state.get("audit-before", ((), 0))
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


def _outcome(outcome: str) -> str:
    return t(_OUTCOMES.get(outcome, outcome))
