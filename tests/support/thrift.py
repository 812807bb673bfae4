"""What makes a long run short: files in memory, and SQL that is compiled once for all sites."""

from __future__ import annotations

import os
import shutil
import tempfile
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

MEMORY = "/dev/shm"
ENOUGH = 6 * 2**30
_COMPILED: dict[Any, Any] = {}


def write_in_memory() -> None:
    """Let temporary files lie in memory where there is room: nothing of a test outlives it."""
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK):
        return
    if min(shutil.disk_usage(MEMORY).free, _available()) >= ENOUGH:
        os.environ["TMPDIR"] = tempfile.tempdir = MEMORY


def _available() -> int:
    with open("/proc/meminfo", encoding="ascii") as lines:
        kibs = next(line.split()[1] for line in lines if line.startswith("MemAvailable"))
    return int(kibs) * 1024


def compile_once() -> None:
    """Let all engines of one kind share their compiled statements.

    Every test opens a site of its own, thus an engine of its own, and would compile anew what
    the test before it compiled: a quarter of a run's processor time.
    """
    for kind in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        kind.__eq__ = _same_kind  # type: ignore[method-assign, assignment]
        kind.__hash__ = _kind  # type: ignore[method-assign, assignment]
    event.listen(Engine, "engine_connect", _share)


def _same_kind(one: object, other: object) -> bool:
    return type(one) is type(other)


def _kind(one: object) -> int:
    return hash(type(one))


def _share(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_COMPILED)
