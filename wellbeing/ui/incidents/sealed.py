"""Sealed records: a written request, and the coordinator's decision."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.policy import May
from wellbeing.services import incidents
from wellbeing.services.incidents import RequestView
from wellbeing.ui.fields import ANY_TEXT, FormSpec, form_area
from wellbeing.ui.go import says
from wellbeing.ui.parts import empty, esc, header, label, link, note, quote, show
from wellbeing.ui.visit import may, t, when
from wellbeing.ui.who_sees import will_read_in

STATES = {
    "asked": (N_("Not decided yet"), "warm"),
    "granted": (N_("May be read"), "good"),
    "refused": (N_("May not be read"), "calm"),
}


def sealed_page(found: Sequence[RequestView]) -> None:
    """Paint the requests, those that wait first, and the form for a new one."""
    header(
        t(N_("Sealed records")),
        t(N_("They open on written request only. Every request and decision is kept.")),
    )
    if not found:
        empty(t(N_("No request.")), t(N_("Whoever needs a sealed record asks here, in writing.")))
    for one in found:
        _request(one)
    with st.expander(t(N_("Ask to read a sealed record")), expanded=not found):
        note(t(N_("Nobody is told here whether such a record exists.")), "calm")
        form_area(
            FormSpec(
                key=f"sealed-{len(found)}",
                form=incidents.SealedForm,
                act=incidents.ask_sealed,
                button=N_("Send the request"),
                done=lambda due: says(
                    N_("Sent. It is decided by {when} at the latest."), when=_due(due)
                ),
            )
        )


def _due(due: object) -> str:
    return when(due) if hasattr(due, "tzinfo") else ""  # type: ignore[arg-type]


def _request(one: RequestView) -> None:
    words, tone = STATES[one.state]
    name = link(one.number, "incident", id=one.incident_id) if one.incident_id else esc(one.number)
    show(f'<h2 class="mp-h2">{name} {label(t(words), tone)}</h2>')
    quote(one.reason, f"{one.who} · {when(one.asked_at)}")
    if one.answer:
        quote(one.answer, t(N_("The coordinator")))
    if one.until and one.state == "granted":
        show(f"<p>{esc(t(N_('It may be read until {when}.'), when=when(one.until)))}</p>")
    if one.state == "asked" and may(May.DECIDE_SEALED) and not one.mine:
        form_area(
            FormSpec(
                key=f"decide-sealed-{one.id}",
                form=incidents.DecisionForm,
                act=lambda me, form: incidents.decide_sealed(me, one.id, form),
                button=N_("Decide"),
                readers={ANY_TEXT: will_read_in(one.id, "sealed_access.answer")},
                done=lambda _: says(N_("Decided. The person who asked sees it now.")),
            )
        )
