"""The referral's first pages: drafts, the danger question, the task list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.services import drafts, referrals
from wellbeing.ui.drafted import keep_answers, load_draft
from wellbeing.ui.go import go
from wellbeing.ui.harm import emergency_numbers
from wellbeing.ui.parts import esc, header, label, note, show
from wellbeing.ui.refer_draft import TITLE, draft_form, forget, path_to, spec_of
from wellbeing.ui.saved import saved_line
from wellbeing.ui.visit import caller, t, when

_CALL_FIRST = N_(
    "If life or health is in danger: call first, stay with the young person, write later."
)


def choose_draft() -> None:
    """Offer to go on with what was begun, or to begin anew."""
    header(t(TITLE), t(N_("About five minutes. You can stop at any time and go on later.")))
    begun = drafts.my_drafts(caller(), "referral:")
    if begun:
        show(f'<h2 class="mp-h2">{esc(t(N_("Not sent yet")))}</h2>')
    for view in begun:
        name = str(view.answers.get("student_name") or t(N_("Nobody named yet")))
        left, right = st.columns([3, 1], vertical_alignment="center")
        with left:
            show(
                f"<p><strong>{esc(name)}</strong><br>"
                f"{esc(t(N_('saved {when}'), when=when(view.saved_at)))}</p>"
            )
        code = view.form.removeprefix("referral:")
        right.button(
            t(N_("Go on")), key=f"go-{code}", on_click=go, args=("refer",), kwargs={"draft": code}
        )
    st.button(t(N_("Begin a new referral")), type="primary", key="begin", on_click=_begin)


def _begin() -> None:
    go("refer", draft=str(uuid4()), step="danger")


def danger(draft: str) -> None:
    """Ask first whether somebody is in danger now, and say what to do at once."""
    header(t(N_("Is someone in danger right now?")), "", path_to(draft))
    note(
        t(_CALL_FIRST),
        "alarm",
    )
    emergency_numbers()
    yes, no = t(N_("Yes: mark it urgent and go on")), t(N_("No, go on"))
    left, right = st.columns(2)
    left.button(yes, key="danger-yes", on_click=_danger, args=(draft, "yes"), width="stretch")
    right.button(
        no, key="danger-no", type="primary", on_click=_danger, args=(draft, "no"), width="stretch"
    )


def _danger(draft: str, answer: str) -> None:
    keep_answers(draft_form(draft), {"danger": answer})
    go("refer", draft=draft)


def task_list(draft: str) -> None:
    """Show the sections with where each stands; each is saved by itself."""
    answers = load_draft(spec_of(draft, referrals.SECTIONS[0]).draft_form)
    header(t(TITLE), t(N_("Eight short parts. Everything is saved as you type.")))
    if answers.get("danger") == "yes":
        note(t(N_("Marked urgent: the coordinator sees it first.")), "alarm")
    left = 0
    for part in referrals.SECTIONS:
        state = _state(part, answers)
        left += state != "done"
        row = st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        )
        row.button(
            t(part.title), key=f"part-{part.key}", type="tertiary",
            on_click=go, args=("refer",), kwargs={"draft": draft, "step": part.key},
        )  # fmt: skip
        with row.container(width="content"):
            show(_STATES[state]())
    _task_buttons(draft, left)


_STATES = {
    "done": lambda: label(t(N_("Done")), "good"),
    "begun": lambda: label(t(N_("Begun")), "warm"),
    "open": lambda: label(t(N_("To do")), "calm"),
}


def _state(part: referrals.Section, answers: Mapping[str, Any]) -> str:
    touched = referrals.begun(part, answers)
    if touched and not referrals.problems(part, answers):
        return "done"
    return "begun" if touched else "open"


def _task_buttons(draft: str, left: int) -> None:
    saved_line(draft_form(draft))
    if left:
        show(f'<p class="mp-lead">{esc(t(N_("{left} parts are left."), left=left))}</p>')
    st.button(
        t(N_("Check your answers")), key="to-check", type="primary",
        on_click=go, args=("refer",), kwargs={"draft": draft, "step": "check"},
    )  # fmt: skip
    st.button(t(N_("Throw this draft away")), key="discard", on_click=_discard, args=(draft,))


def _discard(draft: str) -> None:
    drafts.discard_draft(caller(), draft_form(draft))
    forget(draft)
    go("refer")
