"""How the server starts: everything heavy is loaded before the first visitor comes."""

from __future__ import annotations

import gc
import logging
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from logging.handlers import RotatingFileHandler
from typing import Any

from starlette.middleware import Middleware

from wellbeing.config import Settings
from wellbeing.runtime import running
from wellbeing.web.gate import Gate
from wellbeing.web.routes import ROUTES

_HEAVY = ("pandas", "altair", "pyarrow", "pypinyin", "segno", "wellbeing.ui")
routes = ROUTES
middleware = [Middleware(Gate)]
log = logging.getLogger("miaopu")


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """Open the site, load what pages need, and take it all out of the garbage collector's sight.

    Streamlit collects after every run; with pandas and Altair loaded that collection is most
    of a rerun. What was there at the start is frozen; what runs make is still collected.
    """
    runtime = running()
    write_log(runtime.settings)
    for name in _HEAVY:
        import_module(name)
    gc.collect()
    gc.freeze()
    try:
        yield {}
    finally:
        runtime.close()


def write_log(settings: Settings) -> None:
    """Send our log to rotating files in the data folder; it never holds a text of a person."""
    path = settings.log_folder / "miaopu.log"
    handler = RotatingFileHandler(path, maxBytes=2_000_000, backupCount=10, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.handlers[:] = [handler]
    log.setLevel(logging.INFO)
    log.propagate = False


def on_script_error(error: Exception) -> bool:
    """Log what went wrong by class and place, never by text; the page shows a reference."""
    import streamlit as st

    reference = uuid.uuid4().hex[:8]
    frames = _places(error)
    log.error("reference=%s class=%s at=%s", reference, type(error).__name__, frames)
    from wellbeing.ui.failure import show_failure

    show_failure(st, reference)
    return True


def _places(error: BaseException) -> str:
    """Return file and line of the innermost frames of ours."""
    found, trace = [], error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return ">".join(found[-4:])
