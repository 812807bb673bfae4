"""The one way to write: a transaction whose audit entries are anchored once it has committed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection

from wellbeing import anchors, audit
from wellbeing.runtime import Runtime


@contextmanager
def writing(runtime: Runtime) -> Iterator[Connection]:
    """Open one transaction; after its commit the audit's tail is anchored outside the database."""
    with runtime.engine.begin() as connection:
        connection.info.pop(audit.TAIL, None)
        yield connection
        tail = connection.info.pop(audit.TAIL, None)
    if tail is not None:
        anchors.write(runtime.settings.anchor_path, *tail)
