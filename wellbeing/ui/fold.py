"""Parts that are folded: nothing in them is asked for or sent before somebody unfolds them."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st


def fold(
    title: str, key: str, part: Callable[..., object], *args: object, unfolded: bool = False
) -> None:
    """Paint a part under the title that unfolds it; the key names it on its page.

    Once unfolded it stays in its place, folded or not: what is typed in it is not lost.
    """
    box = st.expander(title, expanded=unfolded, key=f"fold-{key}", on_change="rerun")
    wanted = f"unfolded-{key}"
    if box.open:
        st.session_state[wanted] = True
    if wanted in st.session_state:
        with box:
            part(*args)
