"""What the sender does: send after looking, answer, take back, close the loop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.services import handoffs
from wellbeing.services.handoffs import HandoffView, SentView
from wellbeing.ui.cases.people import show_link
from wellbeing.ui.fields import ANY_TEXT, FormSpec, form_area
from wellbeing.ui.go import go, says, send
from wellbeing.ui.handoffs.basis import basis_part
from wellbeing.ui.parts import link, note, show, who_sees
from wellbeing.ui.visit import t, when
from wellbeing.ui.who_sees import will_read


def sender_acts(view: HandoffView) -> None:
    """Paint what the sender's side can do now."""
    sent: SentView | None = st.session_state.pop(f"sent-{view.row.id}", None)
    if sent is not None and sent.link:
        text = t(N_("Hand this link to {name} yourself; it works until {when} and is shown only "
                    "now. No name is in it."), name=sent.name, when=when(sent.ends_at))  # fmt: skip
        show_link(text, sent.link)
    if "send" in view.actions:
        _send(view)
    if "answer" in view.actions:
        _form(view, "answer", handoffs.ReplyForm, handoffs.answer_receiver,
              N_("Send the answer"), N_("Answered. It is their turn again."))  # fmt: skip
    if "loop" in view.actions:
        _loop(view)
    if view.row.state == "looped" and view.replaced_by is None and view.row.case_id:
        words = t(N_("Ask another place instead"))
        show(f"<p>{link(words, 'hand_over', id=view.row.case_id, replaces=view.row.id)}</p>")
    if not view.inside and view.row.turn and view.row.state not in ("draft", "lapsed"):
        _link(view)
    _way_out(view)


def _send(view: HandoffView) -> None:
    if not view.grounded:
        basis_part(view)
        return
    place = view.row.place
    who_sees(t(N_("Once sent, {place} reads the request in short. Names and all else below only "
                  "after they have said yes."), place=place))  # fmt: skip
    st.button(
        t(N_("Send it like this")), key=f"send-handoff-{view.row.id}", type="primary",
        on_click=_do_send, args=(view,),
    )  # fmt: skip


def _do_send(view: HandoffView) -> None:
    def done(made: object) -> None:
        if isinstance(made, SentView):
            st.session_state[f"sent-{view.row.id}"] = made
        says(N_("Sent. You see here when it is opened, and what they answer."))

    send(f"handoff-{view.row.id}",
         lambda me: handoffs.send_handoff(me, view.row.id, view.rev), done)  # fmt: skip


def _form(
    view: HandoffView,
    name: str,
    form: type[Any],
    act: Callable[..., Any],
    button: str,
    message: str,
) -> None:
    form_area(
        FormSpec(
            key=f"{name}-{view.row.id}",
            form=form,
            act=lambda me, filled: act(me, view.row.id, filled),
            button=button,
            readers={ANY_TEXT: will_read(view.row.id, "handoff_entry.text", "handoff")},
            done=lambda _: says(message),
        )
    )


def _loop(view: HandoffView) -> None:
    def done(_: object) -> None:
        says(N_("The loop is closed. What follows stands in the case."))
        if view.row.case_id:
            go("case", id=str(view.row.case_id))

    form_area(
        FormSpec(
            key=f"loop-{view.row.id}",
            form=handoffs.LoopForm,
            act=lambda me, form: handoffs.close_loop(me, view.row.id, form),
            button=N_("Close the loop"),
            done=done,
        )
    )


def _link(view: HandoffView) -> None:
    if view.link_ends_at:
        note(t(N_("Their link works until {when}."), when=when(view.link_ends_at)))
    else:
        note(t(N_("Their link has ended. Make a new one so that they can answer.")), "warm")

    def make() -> None:
        def done(made: object) -> None:
            st.session_state[f"sent-{view.row.id}"] = made

        send(f"link-{view.row.id}", lambda me: handoffs.new_link(me, view.row.id), done)

    st.button(t(N_("Make a new link; the old one ends")), key=f"new-link-{view.row.id}",
              on_click=make)  # fmt: skip


def _way_out(view: HandoffView) -> None:
    if not {"cancel", "ask_cancel", "mark_error"} & view.actions or not view.row.turn:
        return
    with st.expander(t(N_("Take it back, or mark it as a mistake"))):
        if {"cancel", "ask_cancel"} & view.actions:
            _form(view, "take-back", handoffs.TakeBackForm, handoffs.take_back,
                  N_("Take it back"),
                  N_("Taken back. If they had opened it, they confirm first."))  # fmt: skip
        _form(view, "mistake", handoffs.TakeBackForm, handoffs.mark_error,
              N_("It was a mistake"),
              N_("Marked. It stays in the record as a mistake."))  # fmt: skip
