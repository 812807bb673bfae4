"""The agreement: promises, payments, signatures, what was kept, and the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.numbers import shown_amount
from wellbeing.readers import Reader
from wellbeing.services import incidents
from wellbeing.services.incidents import IncidentView, ItemView
from wellbeing.ui.fields import ANY_TEXT, FormSpec, form_area
from wellbeing.ui.go import go, says, send
from wellbeing.ui.incidents.payments import Ended, not_kept, received_part
from wellbeing.ui.incidents.tables import (
    after_break_table,
    item_text,
    items_table,
    signatures_table,
)
from wellbeing.ui.incidents.words import ROLES, SIGNERS
from wellbeing.ui.parts import esc, link, note, show
from wellbeing.ui.rules import rules_table
from wellbeing.ui.visit import listed, plain, t, when
from wellbeing.ui.who_sees import will_read, will_read_in

_KEEPING = ("agreed", "partly", "fulfilled")


def agreement_part(view: IncidentView) -> None:
    """Paint what was promised and paid, with what can be done about it now."""
    items_table(t(N_("What is promised")), view.items)
    if view.amount and view.items:
        paid = t(N_("Paid {paid} of {amount}."), paid=shown_amount(view.paid),
                 amount=shown_amount(view.amount))  # fmt: skip
        show(f"<p>{esc(paid)}</p>")
    if view.state == "met":
        _promise(view)
    if view.confirmed and view.state not in ("fulfilled", "closed", "broken"):
        _payment(view)
    signatures_table(view.signatures)
    if view.state == "met" and any(one.kind == "promise" for one in view.items):
        _sign(view)
    if view.agreed_at:
        show(f"<p>{link(t(N_('The agreement to print')), 'agreement', id=view.id)}</p>")
    waiting = [one for one in view.items if one.state == "open"]
    readers = will_read(view.id, "repair_item.proof", "incident") if waiting else ()
    for one in waiting:
        _open_item(view, one, readers)
    _breaking(view)


def _people(view: IncidentView) -> dict[str, list[tuple[UUID, str]]]:
    named = [(one.id, f"{one.name} · {t(ROLES[one.role])}") for one in view.sides]
    return {"person_id": named}


def _promise(view: IncidentView) -> None:
    with st.expander(t(N_("Add a promise")), expanded=not view.items):
        form_area(
            FormSpec(
                key=f"promise-{view.id}-{len(view.items)}",
                form=incidents.PromiseForm,
                act=lambda me, form: incidents.add_promise(me, view.id, form),
                button=N_("Add the promise"),
                done=lambda _: says(N_("Added. When all is written, everybody signs.")),
                options=_people(view),
                readers={"what": will_read(view.id, "repair_item.what", "incident")},
                quiet=True,
            )
        )


def _payment(view: IncidentView) -> None:
    with st.expander(t(N_("Add a part of the compensation"))):
        form_area(
            FormSpec(
                key=f"payment-{view.id}-{len(view.items)}",
                form=incidents.PaymentForm,
                act=lambda me, form: incidents.add_payment(me, view.id, form),
                button=N_("Add the payment"),
                done=lambda _: says(N_("Added. You are reminded on its day.")),
                options={**_people(view), "payee_id": _affected(view)},
                quiet=True,
            )
        )


def _affected(view: IncidentView) -> list[tuple[UUID, str]]:
    return [(one.id, plain(one.name)) for one in view.sides if one.role == "affected"]


def _sign(view: IncidentView) -> None:
    missing = [
        f"{one.name} ({t(SIGNERS[signer])})" for one in view.people for signer in one.missing
    ]
    note(t(N_("Still to sign: {names}."), names=listed(missing)), "warm")
    with st.expander(t(N_("Sign on this screen")), expanded=True):
        form_area(
            FormSpec(
                key=f"sign-{view.id}-{len(view.signatures)}",
                form=incidents.SignForm,
                act=lambda me, form: incidents.sign_here(me, view.id, form),
                button=N_("Sign"),
                done=lambda _: says(N_("Signed. It counts when everybody has signed.")),
                options=_people(view),
            )
        )


def _open_item(view: IncidentView, one: ItemView, readers: Sequence[Reader]) -> None:
    if one.kind == "check":
        if view.state in _KEEPING:
            _look(one, readers)
        return
    if one.kind == "promise" and view.state not in _KEEPING:
        _take_out(one)
        return
    if one.kind == "payment":
        received_part(view, one, readers)
        return
    words = N_("Was it kept? {what} (by {day})")
    with st.expander(t(words, what=plain(item_text(one)), day=when(one.due_on))):
        form_area(
            FormSpec(
                key=f"kept-{one.id}",
                form=incidents.ProofForm,
                act=lambda me, form: incidents.record_kept(me, one.id, form),
                button=N_("It was kept"),
                readers={"proof": readers},
                done=lambda _: says(N_("Recorded. Both sides see it.")),
                quiet=True,
            )
        )
        if view.state in _KEEPING:
            not_kept(one, Ended.NO, readers)


def _take_out(one: ItemView) -> None:
    st.button(t(N_("Take out: {what}"), what=plain(item_text(one))), key=f"remove-{one.id}",
              on_click=_remove, args=(one.id,))  # fmt: skip


def _remove(item_id: UUID) -> None:
    send(
        f"remove-{item_id}",
        lambda me: incidents.remove_item(me, item_id),
        lambda _: says(N_("Taken out. Nothing of it is left.")),
    )


def _look(one: ItemView, readers: Sequence[Reader]) -> None:
    with st.expander(t(N_("Look at the agreement again"))):
        form_area(
            FormSpec(
                key=f"look-{one.id}",
                form=incidents.CheckForm,
                act=lambda me, form: incidents.look(me, one.id, form),
                button=N_("Record the look"),
                readers={"proof": readers},
                done=_looked,
                quiet=True,
            )
        )


def _looked(again_on: object) -> None:
    if not isinstance(again_on, date):
        says(N_("Recorded. Thank you for looking again."))
        return
    text = N_(
        "Recorded. It is looked at again on {day}: until then speak with both sides about "
        "another way, or record that the agreement was not kept."
    )
    says(text, "warm", day=when(again_on))


def _breaking(view: IncidentView) -> None:
    if view.state in _KEEPING:
        with st.expander(t(N_("The agreement does not hold"))):
            after_break_table(t(N_("What follows")), view.answers)
            form_area(
                FormSpec(
                    key=f"break-{view.id}",
                    form=incidents.BreakForm,
                    act=lambda me, form: incidents.break_agreement(me, view.id, form),
                    button=N_("It was not kept"),
                    readers={ANY_TEXT: will_read_in(view.id, "incident.ending")},
                    done=lambda _: says(N_("Recorded. The next step says what follows.")),
                    quiet=True,
                )
            )
    elif view.state == "broken":
        after_break_table(t(N_("What follows now")), view.answers)


def ending_part(view: IncidentView) -> None:
    """Paint the way to the end; what is open is finished first."""
    if view.state not in ("fulfilled", "partly", "broken", "stopped"):
        return
    show(f'<h2 class="mp-h2">{esc(t(N_("The end")))}</h2>')
    if any(one.state == "open" for one in view.items):
        note(t(N_("A promise, a payment or a look at the agreement is open.")), "calm")
        return
    rules_table(t(N_("Sealing")), view.sealing)
    form_area(
        FormSpec(
            key=f"end-{view.id}",
            form=incidents.EndForm,
            act=lambda me, form: incidents.close_incident(me, view.id, form),
            button=N_("Finish and seal"),
            done=lambda _: _ended(),
        )
    )


def _ended() -> None:
    says(N_("Finished and sealed. From now on it opens on written request only."))
    go("incidents")
