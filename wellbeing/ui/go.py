"""Acts of a page: send once, say what happened, and go where the next step is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID, uuid4

import streamlit as st

from wellbeing.errors import AlreadyDone, SignedOut, WellbeingError
from wellbeing.gate import Caller
from wellbeing.two_people import Proposed
from wellbeing.ui.visit import caller

R = TypeVar("R")
_WHOLE = "whole page"


def go(page: str, **params: str) -> None:
    """Ask the frame to open another page after this callback."""
    whole_page()
    st.session_state["go"] = (page, params)


def says(message: str, tone: str = "good", *, then: str = "", **params: object) -> None:
    """Say at the top of the next page what was done, and what happens then and by when."""
    whole_page()
    st.session_state["says"] = (message, then, tone, params)


def whole_page() -> None:
    """Ask for the whole page after this callback, also where a part of it answers by itself."""
    st.session_state[_WHOLE] = True


def follow() -> None:
    """In a part that answers by itself: have the whole page run where a callback asked for it."""
    if st.session_state.pop(_WHOLE, False):
        st.rerun()  # noqa: TID251 - after a callback of this part, when nothing is being typed


def begin_whole() -> None:
    """In the frame: the whole page runs, nobody has to ask for it any more."""
    st.session_state.pop(_WHOLE, None)


def send(
    form: str, act: Callable[[Caller], R], done: Callable[[R | AlreadyDone], None] | None = None
) -> bool:
    """Run a use case under the form's request id: a second click saves nothing twice.

    Returns whether it was saved. A refusal becomes a sentence at the top; nothing typed is lost.
    """
    name = f"request:{form}"
    request_id: UUID = st.session_state.setdefault(name, uuid4())
    try:
        result: Any = act(caller().sending(request_id))
    except AlreadyDone as before:
        result = before
    except SignedOut:
        says(SignedOut.default, "alarm")
        return False
    except Proposed as noted:
        st.session_state.pop(name, None)
        says(noted.message)
        return True
    except WellbeingError as refusal:
        says(refusal.message, "alarm", then="", **refusal.params)
        return False
    st.session_state.pop(name, None)
    whole_page()
    if done is not None:
        done(result)
    return True
