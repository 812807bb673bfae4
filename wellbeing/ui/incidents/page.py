"""An incident for whoever runs it, the list of one's own, and the form that records one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.policy import May, Role
from wellbeing.rules import DEED_LABELS
from wellbeing.services import incidents
from wellbeing.services.incidents import IncidentRow, IncidentView
from wellbeing.ui.cases.page import next_part
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.go import go, says
from wellbeing.ui.incidents.again import months_of
from wellbeing.ui.incidents.agreement import agreement_part, ending_part
from wellbeing.ui.incidents.family import family_page
from wellbeing.ui.incidents.law import responsibility_part
from wellbeing.ui.incidents.meeting import meeting_part
from wellbeing.ui.incidents.tables import people_table, what_happened
from wellbeing.ui.incidents.words import PATH, STATES
from wellbeing.ui.parts import (
    clock,
    dots,
    empty,
    esc,
    header,
    label,
    link,
    print_link,
    show,
    standing_of,
    table,
    who_sees,
)
from wellbeing.ui.steps import WHAT
from wellbeing.ui.visit import caller, listed, may, param, t, when, who
from wellbeing.ui.who_sees import who_sees_part


def incident_for_reader() -> None:
    """Paint the incident in the address, as family or as whoever runs it."""
    if Role.PARENT in who().roles and not may(May.RUN_INCIDENTS):
        family_page(incidents.family_incident(caller(), param()))
    else:
        incident_page(incidents.open_incident(caller(), param()))


def incident_page(view: IncidentView) -> None:
    """Paint an incident: where are we, what is next, and what belongs to the next step."""
    names = listed(one.name for one in view.people if one.role == "responsible")
    about = f"{t(DEED_LABELS[view.deed])} · {when(view.happened_at)} · {names}"
    header(t(N_("Incident")), about, ((t(N_("Incidents")), "/incidents"),),
           about=view.young_person)  # fmt: skip
    words, tone = STATES[view.state]
    show(f'<p>{label(t(words), tone)} <span class="mp-sub">{esc(view.number)}</span></p>')
    dots([(t(PATH[name]), state) for name, state in view.path])
    next_part(view.steps)
    who_sees(t(N_("You and the coordinator. A family reads its own child's part only.")))
    what_happened(view)
    people_table(view)
    if view.state not in ("closed", "fulfilled"):
        _add_person(view)
    responsibility_part(view)
    meeting_part(view)
    agreement_part(view)
    ending_part(view)
    _doors(view)
    who_sees_part("incident", view.id)


def _doors(view: IncidentView) -> None:
    young = next((one.student_id for one in view.people if one.student_id), None)
    if young is not None:
        show(f"<p>{link(t(N_('Responsibility and care together')), 'review', id=young)}</p>")
    print_link(t(N_("Print this page")))


def _add_person(view: IncidentView) -> None:
    with st.expander(t(N_("Add a person")), expanded=len(view.sides) < 2):
        form_area(
            FormSpec(
                key=f"person-{view.id}-{len(view.people)}",
                form=incidents.PersonForm,
                act=lambda me, form: incidents.add_person(me, view.id, form),
                button=N_("Add the person"),
                done=lambda _: says(N_("Added. Everybody has one part.")),
                options={"student_id": incidents.known_young_people(caller())},
                numbers={"months": months_of(view.offered_on)},
                quiet=True,
            )
        )


def incidents_page(rows: Sequence[IncidentRow]) -> None:
    """Paint one's own incidents, and the form that records a new one."""
    header(
        t(N_("Incidents")), t(N_("What happened, and how it is made good. Sealed at the end.")),
    )  # fmt: skip
    if rows:
        _list(rows)
    else:
        empty(t(N_("No incident.")), t(N_("Record one below, as soon as you know the facts.")))
    if may(May.ASK_SEALED):
        show(f"<p>{link(t(N_('Sealed records: ask, and see what was decided')), 'sealed')}</p>")
    with st.expander(t(N_("Record an incident")), expanded=not rows):
        form_area(
            FormSpec(
                key="incident",
                form=incidents.RecordForm,
                act=incidents.record_incident,
                button=N_("Record it"),
                done=_recorded,
                options={"student_id": incidents.known_young_people(caller())},
                numbers={"months": months_of()},
            )
        )


def _recorded(made: object) -> None:
    says(N_("Recorded. Now look at what the rules propose, and confirm or change it."))
    go("incident", id=str(getattr(made, "result_id", made)))


def _list(rows: Sequence[IncidentRow]) -> None:
    columns = (t(N_("Who")), t(N_("What")), t(N_("Day")), t(N_("How it stands")), t(N_("Next")))
    cells = []
    for one in rows:
        words, tone = STATES[one.state]
        step = one.steps[0] if one.steps else None
        due = clock(step.due_at, standing_of(step)) if step else ""
        cells.append(
            (
                link(one.who or one.number, "incident", id=one.id),
                esc(t(DEED_LABELS[one.deed])), esc(when(one.happened_at)),
                label(t(words), tone), f"{esc(t(WHAT[step.what]))}<br>{due}" if step else "",
            )
        )  # fmt: skip
    table(t(N_("Incidents")), columns, cells)
