"""What a receiving place does: open, say yes or no, ask back, tell, finish."""

from __future__ import annotations

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.services import handoffs
from wellbeing.services.handoffs import ANSWERS, HandoffView
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.go import says, send
from wellbeing.ui.parts import note
from wellbeing.ui.visit import t

# The first of these that is possible is what the page is for; the others are folded.
_FIRST = ("confirm_cancel", "resume", "complete", "begin")


def receiver_acts(view: HandoffView) -> None:
    """Paint what the receiving side can do now."""
    if view.opened_at is None:
        _open(view)
        return
    if "accept" in view.actions:
        _accept(view)
    possible = [name for name in ANSWERS if name in view.actions]
    first = next((name for name in _FIRST if name in possible), "")
    for name in sorted(possible, key=lambda one: one != first):
        with st.expander(t(ANSWERS[name].button), expanded=name == first):
            _answer(view, name)


def _open(view: HandoffView) -> None:
    if view.row.turn != "receiver":
        return
    note(t(N_("Those who asked see that you have opened it. No name is in it yet.")))
    st.button(
        t(N_("Open the request")), key=f"open-{view.row.id}", type="primary",
        on_click=_do_open, args=(view,),
    )  # fmt: skip


def _do_open(view: HandoffView) -> None:
    send(f"open-{view.row.id}", lambda me: handoffs.open_request(me, view.row.id))


def _accept(view: HandoffView) -> None:
    def act() -> None:
        send(
            f"accept-{view.row.id}", lambda me: handoffs.accept(me, view.row.id),
            lambda _: says(N_("Accepted. You see now who it is and how to reach the family.")),
        )  # fmt: skip

    st.button(t(N_("Accept: we help")), key=f"accept-{view.row.id}", type="primary", on_click=act)


def _answer(view: HandoffView, name: str) -> None:
    one = ANSWERS[name]
    form_area(
        FormSpec(
            key=f"{name}-{view.row.id}",
            form=one.form,
            act=lambda me, form: one.act(me, view.row.id, form),
            button=one.button,
            done=lambda _: says(one.message),
        )
    )
