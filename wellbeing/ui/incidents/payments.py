"""A payment on the screen: said to be paid by one side, confirmed by the side that receives it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum, auto

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.numbers import shown_amount
from wellbeing.readers import Reader
from wellbeing.services import incidents
from wellbeing.services.incidents import IncidentView, ItemView
from wellbeing.ui.fields import ANY_TEXT, FormSpec, form_area
from wellbeing.ui.go import says
from wellbeing.ui.incidents.proofs import object_form, proof_part, proof_told
from wellbeing.ui.incidents.tables import item_text
from wellbeing.ui.parts import note
from wellbeing.ui.visit import plain, t, when

_AFTER = ("agreed", "partly", "fulfilled", "stopped")


class Ended(StrEnum):
    """Whether the repair was stopped before it was agreed."""

    NO = auto()
    STOPPED = auto()


def received_part(view: IncidentView, one: ItemView, readers: Sequence[Reader]) -> None:
    """Paint for whoever leads it how a payment is confirmed, or that it cannot be paid."""
    words = N_("Was it received? {what} (by {day})")
    with st.expander(t(words, what=plain(item_text(one)), day=when(one.due_on))):
        if one.own_login:
            text = N_("{name} has an account here: their side confirms it by their own sign-in.")
            note(t(text, name=one.payee), "calm")
            proof_part(one)
        else:
            _told(one, readers)
        if view.state in _AFTER:
            not_kept(one, Ended.STOPPED if view.state == "stopped" else Ended.NO, readers)


def _told(one: ItemView, readers: Sequence[Reader]) -> None:
    form_area(
        FormSpec(
            key=f"received-{one.id}",
            form=incidents.ToldReceivedForm,
            act=lambda me, form: incidents.record_received(me, one.id, form),
            button=N_("They have received it"),
            readers={"proof": readers},
            done=lambda _: says(N_("Recorded. Both sides see it.")),
            quiet=True,
        )
    )


def not_kept(one: ItemView, ended: Ended, readers: Sequence[Reader]) -> None:
    """Paint the form that says that a line of the agreement cannot be kept."""
    done = N_("Recorded. Speak with both sides about another way.")
    button = N_("It cannot be kept")
    if ended is Ended.STOPPED:
        done = N_("Recorded. Now you can finish; the damage is left to the civil way.")
        button = N_("It is not paid here: leave it to the civil way")
    form_area(
        FormSpec(
            key=f"not-kept-{one.id}",
            form=incidents.BreakForm,
            act=lambda me, form: incidents.record_not_kept(me, one.id, form),
            button=button,
            readers={ANY_TEXT: readers},
            done=lambda _: says(done),
            quiet=True,
        )
    )


def family_payments(items: tuple[ItemView, ...]) -> None:
    """Paint for a family what its own side pays or receives and is still open."""
    for one in items:
        if one.kind != "payment" or one.state != "open":
            continue
        # Only what the own side pays carries a part here, and a payee where it receives.
        if one.payee:
            _receives(one)
        elif one.role and not one.reported:
            _pays(one)


def _pays(one: ItemView) -> None:
    with st.expander(t(N_("We have paid {amount}"), amount=shown_amount(one.amount))):
        form_area(
            FormSpec(
                key=f"paid-{one.id}",
                form=incidents.PaidForm,
                act=lambda me, form: incidents.report_paid(me, one.id, form),
                button=N_("Say that it is paid"),
                done=lambda _: says(
                    N_("Told. It counts as soon as those who receive it have confirmed it.")
                ),
                quiet=True,
            )
        )


def _receives(one: ItemView) -> None:
    words = N_("We have received {amount}")
    asked = one.reported or one.late or bool(one.proofs)
    with st.expander(t(words, amount=shown_amount(one.amount)), expanded=asked):
        if one.proofs:
            proof_told(one)
        elif one.reported:
            note(t(N_("The other side says that it has paid. Has it come?")), "warm")
        form_area(
            FormSpec(
                key=f"own-received-{one.id}",
                form=incidents.ReceivedForm,
                act=lambda me, form: incidents.confirm_received(me, one.id, form),
                button=N_("Yes, it has come"),
                done=lambda _: says(N_("Thank you. The officer and the other side see it.")),
                quiet=not one.reported,
            )
        )
        if one.proven:
            object_form(one)
