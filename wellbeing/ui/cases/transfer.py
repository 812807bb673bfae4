"""A handover, for the colleague who is asked: what they may know of it, yes or no."""

from __future__ import annotations

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.services import transfers
from wellbeing.services.transfers import TransferView
from wellbeing.ui.cases.team import desks_table
from wellbeing.ui.fields import ANY_TEXT, FormSpec, form_area
from wellbeing.ui.go import go, says
from wellbeing.ui.parts import facts, header, note, quote
from wellbeing.ui.urgency import level_short
from wellbeing.ui.visit import t, when
from wellbeing.ui.who_sees import who_sees_part, will_read_in

STATES = {
    "accepted": N_("You have taken this case on."),
    "declined": N_("You have declined. The case stays with your colleague."),
    "taken_back": N_("Your colleague has taken the question back."),
}


def transfer_page(one: TransferView) -> None:
    """Paint the question, the reason, the own desk, and the two answers."""
    lead = t(N_("You see the case after you have said yes. Until then it stays where it is."))
    header(t(N_("Can you take this case on?")), lead)
    facts(
        [
            (t(N_("Number")), one.number),
            (t(N_("How soon")), level_short(one.urgency)),
            (t(N_("From")), one.sender),
            (t(N_("Answer by")), when(one.due_at) if one.state == "asked" else ""),
        ]
    )
    quote(one.reason, t(N_("Written by {name} on {when}"), name=one.sender,
                        when=when(one.asked_at)))  # fmt: skip
    if one.state != "asked":
        note(t(STATES[one.state]), "calm")
        return
    if one.to_me:
        if one.my_load is not None:
            desks_table([one.my_load])
        _answers(one)
    who_sees_part("case_transfer", one.id)


def _answers(one: TransferView) -> None:
    form_area(
        FormSpec(
            key=f"accept-{one.id}",
            form=transfers.AcceptForm,
            readers={ANY_TEXT: will_read_in(one.id, "case_transfer.answer")},
            act=lambda me, form: transfers.accept_transfer(me, one.id, form),
            button=N_("Yes, I take it on"),
            done=lambda _: _accepted(one),
        )
    )
    with st.expander(t(N_("No, I cannot"))):
        form_area(
            FormSpec(
                key=f"decline-{one.id}",
                form=transfers.DeclineForm,
                readers={ANY_TEXT: will_read_in(one.id, "case_transfer.answer")},
                act=lambda me, form: transfers.decline_transfer(me, one.id, form),
                button=N_("Decline the handover"),
                done=lambda _: says(N_("Declined. Your colleague reads why.")),
                quiet=True,
            )
        )


def _accepted(one: TransferView) -> None:
    says(N_("Thank you. The case is yours now, with everything that is open."))
    go("case", id=str(one.case_id))
