"""What is typed is kept sealed on the server while it is typed, whichever form or box it is in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import streamlit as st

from wellbeing.errors import SignedOut, WellbeingError
from wellbeing.services import drafts
from wellbeing.ui.go import says, whole_page
from wellbeing.ui.saved import saved_line
from wellbeing.ui.visit import caller

MOST_SIGNS = 400


def load_draft(draft_form: str) -> Mapping[str, Any]:
    """Return the draft, read from the server once per visit to the form."""
    name = f"draft:{draft_form}"
    if name not in st.session_state:
        view = drafts.open_draft(caller(), draft_form)
        st.session_state[name] = dict(view.answers)
        if view.saved_at:
            st.session_state[f"saved:{draft_form}"] = view.saved_at
    answers: dict[str, Any] = st.session_state[name]
    return answers


def keep_answers(draft_form: str, changes: Mapping[str, Any]) -> None:
    """Keep answers on the server; where that fails, the page says that nothing is saved."""
    answers: dict[str, Any] = st.session_state.setdefault(f"draft:{draft_form}", {})
    answers.update(changes)
    saved = f"saved:{draft_form}"
    try:
        st.session_state[saved] = drafts.keep_draft(caller(), draft_form, changes)
        st.session_state.pop(f"unsaved:{draft_form}", None)
    except SignedOut:
        _last_words(draft_form, changes)
    except WellbeingError as refusal:
        st.session_state[f"unsaved:{draft_form}"] = (refusal.message, refusal.params)


def _last_words(draft_form: str, changes: Mapping[str, Any]) -> None:
    """Hand in what was typed after the sign-in's time was up: it is there after signing in."""
    whole_page()
    try:
        drafts.keep_last_words(caller(), draft_form, changes)
    except WellbeingError as refusal:
        says(refusal.message, "alarm")


def storable(value: Any) -> Any:
    """Return an answer as a draft can hold it; unpaired surrogates are kept as marks."""
    if isinstance(value, date | UUID):
        return str(value)
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode() if _lone(value) else value
    return list(value) if isinstance(value, tuple) else value


def _lone(text: str) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in text)


def drafted_text(label: str, draft_form: str, *, most: int = MOST_SIGNS) -> None:
    """Paint one box that is no form of its own; a draft holds its text."""
    key = _key(draft_form)
    kept = load_draft(draft_form).get("text", "")
    if key not in st.session_state and kept:
        st.session_state[key] = kept
    st.text_area(
        label, key=key, height=80, max_chars=most, on_change=_keep_text, args=(draft_form,)
    )
    with st.container():
        saved_line(draft_form)


def typed(draft_form: str) -> str:
    """Return what stands in such a box now; to be asked in a callback, not before."""
    return str(st.session_state.get(_key(draft_form)) or "")


def _key(draft_form: str) -> str:
    return f"text-{draft_form}".replace(":", "-")


def _keep_text(draft_form: str) -> None:
    keep_answers(draft_form, {"text": storable(typed(draft_form))})


def forget(draft_form: str) -> None:
    """Forget what was typed: it was sent, or is not wanted."""
    drafts.discard_draft(caller(), draft_form)
    st.session_state.pop(_key(draft_form), None)
    for prefix in ("draft", "saved", "unsaved"):
        st.session_state.pop(f"{prefix}:{draft_form}", None)
