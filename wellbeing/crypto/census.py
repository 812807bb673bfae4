"""What is under which key: counted in the database, columns found twice and compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column as SqlColumn
from sqlalchemy import LargeBinary, MetaData, Table, func, inspect, literal, select
from sqlalchemy.engine import Connection

from wellbeing.crypto import envelope
from wellbeing.crypto.columns import sealed_columns
from wellbeing.crypto.tables import KEYS

_HEAD = bytes((envelope.MAGIC, envelope.VERSION, envelope.SUITE_AES_256_GCM))


@dataclass(frozen=True, slots=True, order=True)
class Column:
    """A column of the database."""

    table: str
    name: str


@dataclass(frozen=True, slots=True)
class Census:
    """How many data keys are under which epoch, and texts under which envelope and generation."""

    keys: dict[int, int]
    cells: dict[tuple[int, int], int]
    # Columns that hold envelopes but that no record declares: they would be forgotten.
    unknown: tuple[Column, ...]


def sealed_cells(models: Iterable[type[Any]]) -> set[Column]:
    """Return every sealed column that the records declare."""
    return {
        Column(model.__tablename__, spec.name)
        for model in models
        for spec in sealed_columns(model).values()
    }


def census(connection: Connection, models: Iterable[type[Any]]) -> Census:
    """Count keys and texts; a scan of every binary column looks for what is not declared."""
    declared = sealed_cells(models)
    cells: Counter[tuple[int, int]] = Counter()
    unknown = []
    for column in _binary_columns(connection):
        found = _headers(connection, column)
        if column in declared:
            for head, number in found.items():
                cells[head[1], int.from_bytes(head[4:6], "big")] += number
        elif any(_is_envelope(head) for head in found):
            unknown.append(column)
    epochs = connection.execute(select(KEYS.c.epoch, func.count()).group_by(KEYS.c.epoch))
    return Census({row[0]: row[1] for row in epochs}, dict(cells), tuple(sorted(unknown)))


def _binary_columns(connection: Connection) -> list[Column]:
    """Return all columns of the database, as it is, that could hold an envelope."""
    looked = inspect(connection)
    return [
        Column(table, column["name"])
        for table in sorted(looked.get_table_names())
        for column in looked.get_columns(table)
        if isinstance(column["type"], LargeBinary)
    ]


def _headers(connection: Connection, column: Column) -> dict[bytes, int]:
    """Return how often which envelope header stands in a column; shorter values do not count."""
    cell: SqlColumn[Any] = SqlColumn(column.name, LargeBinary)
    table = Table(column.table, MetaData(), cell)
    head = func.substr(cell, literal(1), literal(envelope.HEADER_BYTES), type_=LargeBinary())
    long_enough = func.length(cell) >= envelope.OVERHEAD
    query = select(head, func.count()).select_from(table).where(long_enough).group_by(head)
    return {bytes(row[0]): row[1] for row in connection.execute(query)}


def _is_envelope(head: bytes) -> bool:
    return head.startswith(_HEAD) and head[3] in envelope.KNOWN_FLAGS
