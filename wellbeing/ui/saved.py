"""Whether what was typed is saved, and since when: the line counts up without a rerun."""

from __future__ import annotations

from datetime import datetime
from html import escape

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.runtime import running
from wellbeing.ui.parts import esc, show
from wellbeing.ui.visit import t, when

# What live.js writes into the line as time goes by; {n} is put in there.
_SPOKEN = {
    "now": N_("Draft saved just now."),
    "seconds": N_("Draft saved {n} s ago."),
    "minutes": N_("Draft saved {n} min ago."),
    "writing": N_("Not saved yet: it is saved as soon as you pause."),
}


def saved_line(draft_form: str) -> None:
    """Paint whether what was typed is saved, and since when."""
    unsaved = st.session_state.get(f"unsaved:{draft_form}")
    saved: datetime | None = st.session_state.get(f"saved:{draft_form}")
    if unsaved:
        message, params = unsaved
        text = f"{t(N_('Not saved.'))} {t(message, **params)}"
        show(f'<p class="mp-saved mp-unsaved" role="status">{esc(text)}</p>')
    elif saved:
        show(_since(saved))


def _since(saved: datetime) -> str:
    """Return the line; who listens instead of looking hears the moment once, not every second."""
    age = max(0, int((running().clock() - saved).total_seconds()))
    words = "".join(f' data-{name}="{escape(t(text))}"' for name, text in _SPOKEN.items())
    text = esc(t(N_("Draft saved {when}."), when=when(saved)))
    return (
        f'<p class="mp-saved"><span class="mp-ago" aria-hidden="true" data-at="{saved.isoformat()}"'
        f' data-age="{age}"{words}>{text}</span> '
        f'<span class="mp-hidden" role="status">{text}</span>'
        f"<span>{esc(t(N_('It is sealed; only you can open it.')))}</span></p>"
    )
