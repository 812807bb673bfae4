"""The audit as a table for the yearly compliance audit: ids, acts and codes, and each proof."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.engine import Connection

from wellbeing.audit import TABLE

COLUMNS = (
    "seq", "at", "actor_id", "act", "outcome", "kind", "object_id", "request_id", "detail", "mac",
)  # fmt: skip
_BATCH = 5_000


def within(first: date, last: date, zone: ZoneInfo) -> ColumnElement[bool]:
    """Return the condition for the entries of these days on the site's wall clock."""
    begin = datetime.combine(first, time(), zone)
    end = datetime.combine(last + timedelta(days=1), time(), zone)
    return (TABLE.c.at >= begin) & (TABLE.c.at < end)


def rows(connection: Connection, which: ColumnElement[bool]) -> Iterator[Any]:
    """Yield the entries in order, in batches."""
    seq = -1
    while True:
        query = select(TABLE).where(which, TABLE.c.seq > seq).order_by(TABLE.c.seq).limit(_BATCH)
        found = connection.execute(query).all()
        yield from found
        if len(found) < _BATCH:
            return
        seq = found[-1].seq


def write(target: TextIO, entries: Iterable[Any], checkpoint: str) -> int:
    """Write the table with the signed tail as its last line; return how many entries."""
    table, count = csv.writer(target), 0
    table.writerow(COLUMNS)
    for entry in entries:
        table.writerow(_cells(entry))
        count += 1
    table.writerow(["checkpoint", checkpoint])
    return count


def _cells(entry: Any) -> list[str]:
    values = [getattr(entry, name) for name in COLUMNS[2:-1]]
    texts = ["" if one is None else str(one) for one in values]
    at: datetime = entry.at
    return [str(entry.seq), at.isoformat(timespec="seconds"), *texts, bytes(entry.mac).hex()]
