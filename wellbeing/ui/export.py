"""A bulk export that was just made: kept for this visit until it is downloaded, once."""

from __future__ import annotations

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.ui.go import says
from wellbeing.ui.visit import t

_KEY = "audit-table"


def keep_export(table: object) -> None:
    """Keep what was made for its download; a second click has made nothing."""
    if isinstance(table, bytes):
        st.session_state[_KEY] = table
        says(N_("The export is made. Download it below, and keep it where only auditors look."))


def export_download() -> None:
    """Paint the download where an export waits for it."""
    made = st.session_state.get(_KEY)
    if made is not None:
        st.download_button(
            t(N_("Download the export")), made, "audit.csv", "text/csv", key="audit-download",
            on_click=_forget,
        )  # fmt: skip


def _forget() -> None:
    st.session_state.pop(_KEY, None)
