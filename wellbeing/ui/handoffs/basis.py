"""Before sending: what the sharing rests on, for this place and these fields."""

from __future__ import annotations

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.services import handoffs
from wellbeing.services.handoffs import HandoffView
from wellbeing.ui.fields import ANY_TEXT, FormSpec, form_area
from wellbeing.ui.go import says, send
from wellbeing.ui.parts import link, note, show
from wellbeing.ui.visit import t
from wellbeing.ui.who_sees import will_read


def basis_part(view: HandoffView) -> None:
    """Paint why it cannot be sent yet, and the two ways on."""
    note(t(view.why_not), "warm")
    st.button(
        t(N_("Ask the family, or the young person, for consent")),
        key=f"ask-basis-{view.row.id}", type="primary", on_click=_ask, args=(view,),
    )  # fmt: skip
    if view.row.case_id is not None:
        words = t(N_("See what was asked and answered"))
        show(f"<p>{link(words, 'consents', id=view.row.case_id)}</p>")
    with st.expander(t(N_("It does not wait for consent: name the duty"))):
        form_area(
            FormSpec(
                key=f"duty-{view.row.id}",
                form=handoffs.DutyForm,
                act=lambda me, form: handoffs.name_duty(me, view.row.id, form),
                button=N_("Name this as the basis"),
                readers={ANY_TEXT: will_read(view.row.id, "lawful_basis.why", "handoff")},
                done=lambda _: says(N_("Named. You can send the request now.")),
            )
        )


def _ask(view: HandoffView) -> None:
    send(
        f"ask-basis-{view.row.id}", lambda me: handoffs.ask_to_share(me, view.row.id),
        lambda _: says(N_("Asked. As soon as somebody who decides agrees, you can send it.")),
    )  # fmt: skip
