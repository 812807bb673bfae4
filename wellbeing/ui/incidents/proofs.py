"""A proof of a payment on the screen, where the side that receives it has long been silent."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.services import incidents
from wellbeing.services.incidents import ItemView
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.go import says, send
from wellbeing.ui.parts import esc, note, show
from wellbeing.ui.visit import t, when


def proof_part(one: ItemView) -> None:
    """Paint for whoever leads it what was seen of a payment, and what can be done about it now."""
    _seen(one)
    if one.proven:
        if one.proven.counts:
            st.button(t(N_("Nobody objected: it counts as received")), key=f"count-{one.id}",
                      on_click=_count, args=(one.id,))  # fmt: skip
        else:
            text = N_("They read that a proof was seen and may object until {when}. After that "
                      "you can let it count.")  # fmt: skip
            note(t(text, when=when(one.proven.until)), "calm")
    elif one.may_prove:
        _prove(one)
    elif one.proof_from:
        text = N_("If they do not answer: from {day} you can record a proof instead.")
        note(t(text, day=when(one.proof_from)), "calm")


def _seen(one: ItemView) -> None:
    for row in one.proofs:
        show(f"<p>{esc(t(N_('Seen on {when}: {what}'), when=when(row.at), what=row.seen))}</p>")
        if row.objected_at:
            text = N_("They object ({when}): {what}")
            note(t(text, when=when(row.objected_at), what=row.objection), "warm")


def _prove(one: ItemView) -> None:
    if one.proofs:
        text = N_("Nothing counts now. Speak with both sides; then record another proof, or that "
                  "it cannot be kept.")  # fmt: skip
    else:
        text = N_("They have not answered. If you have seen a proof, record it; they may object.")
    note(t(text), "calm")
    form_area(
        FormSpec(
            key=f"proof-{one.id}-{len(one.proofs)}",
            form=incidents.SeenForm,
            act=lambda me, form: incidents.record_proof(me, one.id, form),
            button=N_("Record the proof"),
            done=lambda _: says(N_("Recorded. Those who receive it read of it and may object.")),
            quiet=True,
        )
    )


def _count(item_id: UUID) -> None:
    send(
        f"count-{item_id}",
        lambda me: incidents.count_received(me, item_id),
        lambda _: says(N_("It counts as received. Both sides see it.")),
    )


def proof_told(one: ItemView) -> None:
    """Paint for the family that receives a payment that a proof was seen, and until when to object.

    What was seen is not told: it names the other side.
    """
    if not one.proven:
        words = N_("You said that it has not come. The officer speaks with both sides.")
        note(t(words), "calm")
        return
    text = N_("The officer has seen a proof that it was paid. If it has not come, please say so "
              "by {when}: after that it counts as received.")  # fmt: skip
    if one.proven.counts:
        text = N_("The officer has seen a proof that it was paid. You can still say that it has "
                  "not come, until the officer lets it count.")  # fmt: skip
    note(t(text, when=when(one.proven.until)), "warm")


def object_form(one: ItemView) -> None:
    """Paint the form by which the family that receives a payment says that it has not come."""
    form_area(
        FormSpec(
            key=f"object-{one.id}-{len(one.proofs)}",
            form=incidents.ObjectionForm,
            act=lambda me, form: incidents.object_received(me, one.id, form),
            button=N_("No, it has not come"),
            done=lambda _: says(N_("Told. Nothing counts now; the officer speaks with you.")),
            quiet=True,
        )
    )
