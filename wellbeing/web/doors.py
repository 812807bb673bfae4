"""The addresses beside the pages: who may come without a sign-in, and where a form of ours is."""

from __future__ import annotations

# Each has forms, and is for people who are not signed in, or not yet, or no longer.
_FORMS = (
    "/signin",
    "/signout",
    "/setup",
    "/demo",
    "/invite/",
    "/reset/",
    "/share/",
    "/ask/",
    "/talk/",
)
# Open to everybody; what begins otherwise needs a live sign-in.
OPEN = (*_FORMS, "/assets/", "/language", "/ready")
OPEN_EXACT = ("/_stcore/health", "/_stcore/host-config", "/favicon.png")
# Where every form carries the mark of the browser that it was drawn for (pages.genuine).
MARKED = (*_FORMS, "/account")
# Ours to answer: no page of Streamlit's.
ROUTES = (*OPEN, "/account", "/auth/")
