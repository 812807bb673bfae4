"""The site's log: one line of JSON per event, with ids, names of acts and codes, never a text.

What may stand in a line is decided here and not by whoever writes one: values are ids, numbers
and short ASCII codes; anything else becomes "?". Records of the libraries lose the words of
their exceptions, which may hold what a person typed.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from logging.handlers import TimedRotatingFileHandler
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

LOG = logging.getLogger("miaopu")
FILE = "miaopu.log"
SLOW_MS = 1_000
_CODE = re.compile(r"[A-Za-z0-9_.:>/=,-]{0,200}", re.ASCII)
_REQUEST: ContextVar[str] = ContextVar("request", default="")
_ACTOR: ContextVar[UUID | None] = ContextVar("actor", default=None)


def begin(request_id: str = "") -> str:
    """Begin a request: every line that follows in it carries this id; return it."""
    made = request_id or secrets.token_hex(6)
    _REQUEST.set(made)
    _ACTOR.set(None)
    return made


def request_id() -> str:
    """Return the id of the request that runs; one is drawn where nobody began."""
    return _REQUEST.get() or begin()


def acts_as(actor_id: UUID | None) -> None:
    """Note who acts in this request."""
    _ACTOR.set(actor_id)


def note(event: str, level: int = logging.INFO, **fields: object) -> None:
    """Write one line; values that are no code or id are not written."""
    LOG.log(level, event, extra={"fields": {name: _safe(v) for name, v in fields.items()}})


def _safe(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    return text if _CODE.fullmatch(text) else "?"


@contextmanager
def acting(act: str, *, quiet: bool) -> Iterator[None]:
    """Write how an act ended and how long it took; of views only what failed or was slow."""
    began, outcome = perf_counter(), "done"
    try:
        yield
    except Exception as error:
        outcome = type(error).__name__
        raise
    finally:
        spent = round((perf_counter() - began) * 1000)
        if not quiet or outcome != "done" or spent > SLOW_MS:
            note("act", act=act, outcome=outcome, ms=spent)


class Line(logging.Formatter):
    """A record as one line of JSON: of ours the fields, of a library's the place alone."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        fields = getattr(record, "fields", None)
        line: dict[str, Any] = {"at": moment, "level": record.levelname}
        if fields is None:
            line |= {"event": "library", "logger": record.name, "place": place_of_record(record)}
        else:
            line |= {"event": _safe(record.msg), **fields}
        line |= {"request": _REQUEST.get(), "actor": str(_ACTOR.get() or "")}
        return json.dumps(line)


def place_of_record(record: logging.LogRecord) -> str:
    """Return where a record was written."""
    return f"{record.filename}:{record.lineno}"


def places(error: BaseException) -> str:
    """Return file and line of the innermost frames of an error; never its words."""
    found, trace = [], error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return ">".join(found[-4:])


def open_file(folder: Path, days: int) -> None:
    """Send the log to a file a day in a folder and keep so many of them."""
    handler = TimedRotatingFileHandler(
        folder / FILE, when="midnight", backupCount=days, encoding="utf-8", utc=True
    )
    handler.setFormatter(Line())
    for former in LOG.handlers:
        former.close()
    LOG.handlers[:] = [handler]
    LOG.setLevel(logging.INFO)
    LOG.propagate = False


def hush_libraries() -> None:
    """Let no logger of any library write the words of an exception, to whatever stream.

    What nobody catches, in a thread or at the end, is a line of the log as well.
    """
    logging.setLogRecordFactory(_hushed)
    sys.excepthook = lambda _kind, error, _trace: _uncaught(error)
    threading.excepthook = lambda told: _uncaught(told.exc_value)
    sys.unraisablehook = lambda told: _uncaught(told.exc_value)


def _uncaught(error: BaseException | None) -> None:
    if error is not None:
        note("uncaught", logging.ERROR, error=type(error).__name__, place=places(error))


def _hushed(*args: Any, **more: Any) -> logging.LogRecord:
    record = logging.LogRecord(*args, **more)
    if isinstance(record.args, tuple):
        record.args = tuple(_named(one) for one in record.args)
    if record.exc_info and record.exc_info[1] is not None:
        error = record.exc_info[1]
        # Message and traceback are often the exception's own words.
        record.msg, record.args = f"{type(error).__name__} at {places(error)}", ()
        record.exc_info = None
    return record


def _named(value: object) -> object:
    return type(value).__name__ if isinstance(value, BaseException) else value
