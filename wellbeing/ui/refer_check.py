"""The end of the referral: check everything, send it once, keep the receipt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import streamlit as st

from wellbeing.errors import AlreadyDone
from wellbeing.forms import Kind, questions
from wellbeing.i18n import N_
from wellbeing.services import referrals
from wellbeing.ui.drafted import load_draft
from wellbeing.ui.go import go, send
from wellbeing.ui.parts import dots, facts, header, note, print_link, who_sees
from wellbeing.ui.parts import receipt as given
from wellbeing.ui.refer_draft import draft_form, forget, path_to, spec_of
from wellbeing.ui.visit import caller, t, when

_READERS = N_(
    "The coordinator, and you. If a case is opened, also the counsellor who helps. "
    "The family does not see it."
)


def check(draft: str) -> None:
    """Everything on one page before it is sent: afterwards it cannot be changed."""
    answers = load_draft(spec_of(draft, referrals.SECTIONS[0]).draft_form)
    header(
        t(N_("Check your answers")),
        t(N_("After sending, the text cannot be changed; you can add to it.")),
        path_to(draft),
    )
    who_sees(t(_READERS))
    missing = [part for part in referrals.SECTIONS if referrals.problems(part, answers)]
    for part in referrals.SECTIONS:
        if part in missing:
            note(t(N_("Something is missing in: {part}"), part=t(part.title)), "warm")
        facts(_shown(draft, part, answers), t(part.title))
        st.button(
            t(N_("Change: {part}"), part=t(part.title)), key=f"change-{part.key}", type="tertiary",
            on_click=go, args=("refer",), kwargs={"draft": draft, "step": part.key},
        )  # fmt: skip
    st.button(
        t(N_("Send the referral")), key="send-referral", type="primary",
        disabled=bool(missing), on_click=_send, args=(draft,),
    )  # fmt: skip


def _shown(
    draft: str, part: referrals.Section, answers: Mapping[str, Any]
) -> list[tuple[str, str]]:
    spec = spec_of(draft, part)
    shown = []
    for name, question in questions(part.form).items():
        value = answers.get(name)
        if name == "student_id" or value in (None, "", [], ()):
            continue
        if question.kind is Kind.CHOICE:
            value = t(dict(question.options).get(str(value), str(value)))
        elif question.kind is Kind.RECORD:
            value = next((n for i, n in spec.options.get(name, ()) if str(i) == str(value)), "")
        shown.append((t(question.label), str(value)))
    return shown


def _send(draft: str) -> None:
    def act(who: Any) -> referrals.Receipt:
        return referrals.send_referral(who, draft_form(draft))

    def done(result: referrals.Receipt | AlreadyDone) -> None:
        sent = result.result_id if isinstance(result, AlreadyDone) else result.id
        forget(draft)
        go("refer", sent=str(sent))

    send(f"referral-{draft}", act, done)


def receipt(sent: UUID) -> None:
    """The receipt: a number, what happens next, and when they will hear."""
    view = referrals.open_my_referral(caller(), sent)
    header(t(N_("Sent. Thank you.")), t(N_("You will hear back: that is a promise.")))
    given(t(N_("Your reference number")), view.number, when(view.sent_at))
    dots(
        (
            (t(N_("It is sent")), "done"),
            (t(N_("The coordinator looks at it by {when}"), when=when(view.due_at)), "now"),
            (t(N_("A decision is made")), "later"),
            (t(N_("You are told what became of it")), "later"),
        )
    )
    print_link(t(N_("Print this receipt")))
    st.page_link("cases/referrals.py", label=t(N_("My referrals")), icon=":material/outbox:")
