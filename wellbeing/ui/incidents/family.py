"""An incident for the family: what they read, when the sides meet, what is promised, one button."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.services import incidents
from wellbeing.services.incidents import FamilyIncident, IncidentLine
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.go import says, send
from wellbeing.ui.incidents.payments import family_payments
from wellbeing.ui.incidents.tables import items_table, signatures_table
from wellbeing.ui.incidents.words import STATES, TITLES, WAYS
from wellbeing.ui.parts import Cell, empty, esc, header, label, link, note, print_link, show
from wellbeing.ui.rules import rules_table
from wellbeing.ui.visit import caller, cases_title, t, when
from wellbeing.ui.who_sees import who_sees_part


def family_page(view: FamilyIncident) -> None:
    """Paint the own child's part for a guardian: one thing after the other, on a phone."""
    title = t(TITLES[False]) if view.role == "responsible" else t(N_("Making it good"))
    header(title, view.child, ((cases_title(), "/cases"),))
    words, tone = STATES[view.state]
    day = when(view.happened_at)
    show(f'<p>{label(t(words), tone)} <span class="mp-sub">{esc(day)}</span></p>')
    if view.for_family:
        note(view.for_family, "calm")
    if view.meeting_at and view.state == "ready":
        text = t(N_("{way}, on {when}."), way=t(WAYS[view.way]), when=when(view.meeting_at))
        note(text, "good")
    _measures(view)
    items_table(t(N_("What is promised")), view.items)
    family_payments(view.items)
    if view.may_sign:
        _sign(view)
    signatures_table(view.signed)
    if not view.items and view.state in ("proposed", "preparing"):
        empty(t(N_("Nothing is agreed yet.")),
              t(N_("The officer speaks with each side alone first.")))  # fmt: skip
    if view.may_stop:
        _stop(view.id)
    print_link(t(N_("Print this page")))
    who_sees_part("incident", view.id)


def _measures(view: FamilyIncident) -> None:
    """Paint what was confirmed for the own young person, each with where the law says so."""
    for name, measures in view.measures:
        if measures:
            title = t(N_("What is decided for {name}"), name=name)
            show(f'<h2 class="mp-h2">{esc(title)}</h2>')
            rules_table(title, measures)


def _sign(view: FamilyIncident) -> None:
    show(f'<h2 class="mp-h2">{esc(t(N_("Do you agree to this?")))}</h2>')
    form_area(
        FormSpec(
            key=f"own-sign-{view.id}",
            form=incidents.OwnSignForm,
            act=lambda me, form: incidents.sign_as_guardian(me, view.id, form),
            button=N_("Sign"),
            done=lambda _: says(N_("Thank you. It counts when everybody has signed.")),
        )
    )


def _stop(incident_id: UUID) -> None:
    with st.expander(t(N_("We do not want to go on with this"))):
        show(f"<p>{esc(t(N_('It is voluntary. Nothing bad follows from stopping.')))}</p>")
        st.button(t(N_("Stop here")), key=f"stop-{incident_id}", on_click=_stopped,
                  args=(incident_id,))  # fmt: skip


def _stopped(incident_id: UUID) -> None:
    send(
        f"stop-{incident_id}",
        lambda me: incidents.stop_for_family(me, incident_id),
        lambda _: says(N_("Stopped. The officer sees it now. Nothing bad follows.")),
    )


def family_doors(case_id: UUID) -> None:
    """Paint on the family's page where an incident of their child is made good."""
    for one in incidents.incidents_of_case(caller(), case_id):
        words, tone = STATES[one.state]
        text = t(N_("What happened, and how it is made good"))
        show(f"<p>{link(text, 'incident', id=one.id)} {label(t(words), tone)}</p>")


def incident_lines(case_id: UUID, door: str) -> None:
    """Paint on the case how far incidents are, no word of what happened; `door` opens them."""
    found = incidents.incidents_of_case(caller(), case_id)
    if not found:
        return
    show(f'<h2 class="mp-h2">{esc(t(N_("How it is made good")))}</h2>')
    items = "".join(f"<li>{_line(one, door)}</li>" for one in found)
    show(f'<ul class="mp-check">{items}</ul>')


def _line(one: IncidentLine, door: str) -> Cell:
    words, tone = STATES[one.state]
    name = link(one.number, door, id=one.id) if door else esc(one.number)
    parts = [name, label(t(words), tone)]
    if one.promised:
        parts.append(esc(t(N_("{kept} of {n} promises kept"), kept=one.kept, n=one.promised)))
    if one.meeting_at and one.state == "ready":
        parts.append(esc(t(N_("Meeting on {when}"), when=when(one.meeting_at))))
    return " ".join(parts)
