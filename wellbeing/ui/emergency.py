"""Emergency: the form that opens a case, what is open, and the coordinator's look at it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.services import emergency
from wellbeing.services.emergency import EmergencyView
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.go import go, says, send
from wellbeing.ui.parts import esc, facts, header, label, link, note, quote, show
from wellbeing.ui.visit import caller, t, when

_LEAD = N_("When a young person is in danger now and their counsellor cannot be reached.")
_WARNING = N_(
    "Is somebody in danger right now? Call for help first. Here you then read the case: "
    "the coordinator is told at once, everything that you open is entered, and it ends by itself."
)


def emergency_page() -> None:
    """Paint the form that opens a case, and above it what is open."""
    header(t(N_("Emergency access")), t(_LEAD))
    note(t(_WARNING), "alarm")
    for one in emergency.emergencies(caller()):
        _mine(one)
    form_area(
        FormSpec(
            key="emergency",
            form=emergency.EmergencyForm,
            act=emergency.break_glass,
            button=N_("Open the case and tell the coordinator"),
            done=_opened,
        )
    )


def _opened(made: Any) -> None:
    says(N_("Open for you now. The coordinator has been told and will look at it with you."))
    if isinstance(made, UUID):
        go("case", id=str(made))


def _mine(one: EmergencyView) -> None:
    text = t(N_("Opened {at}, until {until}."), at=when(one.at), until=when(one.until))
    if not one.student:
        return
    show(f"<p>{link(one.student, 'case', id=one.case_id)} · {esc(text)}</p>")
    st.button(
        t(N_("I do not need it any more")), key=f"end-{one.id}", on_click=_end, args=(one.id,)
    )


def _end(emergency_id: UUID) -> None:
    send(
        f"end-emergency-{emergency_id}",
        lambda me: emergency.end_emergency(me, emergency_id),
        lambda _: says(N_("Closed. The coordinator still looks at it with you.")),
    )


def emergencies_part(case_id: UUID) -> None:
    """Paint on a case who opened it in an emergency, and the coordinator's form."""
    for one in emergency.emergencies(caller(), case_id):
        show(f'<h2 class="mp-h2">{esc(t(N_("Opened in an emergency")))}</h2>')
        facts(
            [
                (t(N_("By")), one.by),
                (t(N_("From")), when(one.at)),
                (t(N_("Until")), when(one.until)),
            ]
        )
        quote(one.reason, t(N_("Why")))
        if one.reviewed_at is not None:
            quote(one.finding, t(N_("Looked at on {when}"), when=when(one.reviewed_at)))
            continue
        show(f"<p>{label(t(N_('Not looked at yet')), 'warm')}</p>")
        _review(one)


def _review(one: EmergencyView) -> None:
    form_area(
        FormSpec(
            key=f"emergency-{one.id}",
            form=emergency.FindingForm,
            act=lambda me, form: emergency.review_emergency(me, one.id, form),
            button=N_("Enter what you found"),
            done=lambda _: says(N_("Entered. The case is closed to them, and this step is done.")),
        )
    )
