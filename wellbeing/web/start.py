"""How the server starts: everything heavy is loaded before the first visitor comes."""

from __future__ import annotations

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

from starlette.middleware import Middleware

from wellbeing import journal
from wellbeing.configuration import begin_marks, begin_policy, note_settings
from wellbeing.runtime import running
from wellbeing.web.gate import Gate
from wellbeing.web.routes import ROUTES

_HEAVY = ("pandas", "altair", "pyarrow", "pypinyin", "segno", "wellbeing.ui")
routes = ROUTES
middleware = [Middleware(Gate)]


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """Open the site, load what pages need, and take it all out of the garbage collector's sight.

    With pandas and Altair loaded a collection of everything takes longer than a rerun. What was
    there at the start is frozen; what runs make is still collected.
    """
    runtime = running()
    journal.open_file(runtime.settings.log_folder, runtime.settings.log_days)
    journal.hush_libraries()
    note_settings(runtime)
    begin_policy(runtime)
    begin_marks(runtime)
    for name in _HEAVY:
        import_module(name)
    gc.collect()
    gc.freeze()
    try:
        yield {}
    finally:
        runtime.close()


def on_script_error(error: Exception) -> bool:
    """Log what went wrong by class and place, never by text; the page shows a reference."""
    import streamlit as st

    kind, at = type(error).__name__, journal.places(error)
    journal.note("failure", logging.ERROR, error=kind, place=at)
    from wellbeing.ui.failure import show_failure

    show_failure(st, journal.request_id())
    return True
