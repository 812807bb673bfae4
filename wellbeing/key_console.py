"""What the commands for keys share: an open site, and a note of what was done to its keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from rich.console import Console
from sqlalchemy import delete, insert

from wellbeing import operators
from wellbeing.config import Settings
from wellbeing.models import KeyAct, KeyEvent
from wellbeing.runtime import Runtime

say = Console(stderr=True)


@contextmanager
def open_site() -> Iterator[Runtime]:
    """Start the site of the environment for one command."""
    runtime = Runtime.start(Settings())
    try:
        yield runtime
    finally:
        runtime.close()


def note(site: Runtime, act: str, detail: str, kind: KeyAct | None = None) -> None:
    """Enter what was done to the keys in the audit, and when it was last done."""
    if kind is not None:
        event = {"id": uuid4(), "rev": 1, "kind": kind.value, "at": site.clock()}
        with site.engine.begin() as connection:
            connection.execute(delete(KeyEvent).where(KeyEvent.kind == kind.value))
            epoch = site.keys.held().current
            connection.execute(insert(KeyEvent).values(**event, epoch=epoch))
    operators.enter(site, act, detail)
