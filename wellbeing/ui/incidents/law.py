"""What the law of that day allows, beside the choice that it limits."""

from __future__ import annotations

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.rules import BEHAVIOUR_LABELS, DEED_LABELS
from wellbeing.services import incidents
from wellbeing.services.incidents import IncidentView
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.go import says
from wellbeing.ui.incidents.words import TITLES
from wellbeing.ui.parts import esc, facts, link, note, show
from wellbeing.ui.rules import rules_table
from wellbeing.ui.visit import t, when


def responsibility_part(view: IncidentView) -> None:
    """Paint what was confirmed, or the proposal with its form, and the rules behind both."""
    show(f'<h2 class="mp-h2">{esc(t(TITLES[view.penalty_words]))}</h2>')
    _age(view)
    _earlier(view)
    if view.offered.deed.codes["path"] == "report":
        note(t(N_("Report the harm now. Nobody is put together, and no guardian is told yet.")),
             "alarm")  # fmt: skip
    if view.code:
        _confirmed(view)
    else:
        _proposal(view)
        _form(view)
    _rules(view)


def _age(view: IncidentView) -> None:
    day = when(view.offered_on)
    if view.age_known:
        text = t(N_("Aged {age} on that day. The law of {day} counts."), age=view.age, day=day)
    else:
        text = t(N_("The age is not known: the most careful rules count. The law is of {day}."),
                 day=day)  # fmt: skip
    show(f"<p>{esc(text)}</p>")


def _earlier(view: IncidentView) -> None:
    """Say what else is known here of the same young person; whether it counts, a person says."""
    if not view.earlier:
        return
    text = t(N_("You know of this from before. It is not counted by itself: you decide."))
    items = "".join(
        f"<li>{link(one.number, 'incident', id=one.id)} · {esc(t(DEED_LABELS[one.deed]))} · "
        f"{esc(when(one.happened_at))}</li>"
        for one in view.earlier
    )
    show(f'<section class="mp-note mp-calm"><strong>{esc(text)}</strong><ul>{items}</ul></section>')


def _proposal(view: IncidentView) -> None:
    kind = t(view.offered.proposed.label)
    note(t(N_("The rules propose: {kind}. Nothing is decided: you confirm or change it."),
           kind=kind), "calm")  # fmt: skip


def _confirmed(view: IncidentView) -> None:
    facts(
        [
            (t(N_("Kind of behaviour")), t(BEHAVIOUR_LABELS[view.code])),
            (t(N_("Why")), view.reason),
            (t(N_("Measures")), "\n".join(t(one.label) for one in view.measures)),
        ]
    )
    if view.state not in ("fulfilled", "closed"):
        with st.expander(t(N_("Change this"))):
            _form(view)


def _form(view: IncidentView) -> None:
    form_area(
        FormSpec(
            key=f"measures-{view.id}",
            form=incidents.measures_form(view.offered, view.codes),
            act=lambda me, form: incidents.confirm_measures(me, view.id, form),
            button=N_("Confirm"),
            done=lambda _: says(N_("Confirmed. Now prepare each side in a talk of its own.")),
            quiet=bool(view.code),
        )
    )


def _rules(view: IncidentView) -> None:
    found = view.offered
    with st.expander(t(N_("What the law says to this, and where"))):
        rules_table(t(N_("Proposed")), (found.proposed, found.deed))
        rules_table(t(N_("May be offered")), (*found.measures, *found.penalties))
        rules_table(t(N_("Duties")), found.duties)
        if found.detention:
            rules_table(t(N_("Detention")), found.detention)
        rules_table(t(N_("What follows")), (view.after_break, *found.sealed))
        bar = view.no_mediation or view.barred
        if bar is not None:
            rules_table(t(N_("Mediation is not possible")), (bar,))
