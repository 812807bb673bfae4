"""Proof of the audit: every entry against the one before it, against anchors outside, and every
row against the last entry that wrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from wellbeing.audit import TABLE, act_of, entry_mac
from wellbeing.crypto import Keyring
from wellbeing.row_marks import BEGIN, Mark, Place, RolledBack, rolled_back, unpack

_BATCH = 5_000
_MOST_FAULTS = 100
_FIRST = bytes(32)


class FaultKind(StrEnum):
    """What is wrong with an entry."""

    CHANGED = auto()  # edited, forged, or made again without the key
    MISSING = auto()  # deleted in the middle
    MOVED = auto()  # it stood elsewhere once
    CUT = auto()  # the end is gone: an anchor names entries that do not exist
    UNANCHORED = auto()  # there is no anchor at all: they were taken away
    REPLACED = auto()  # it fits the chain, but is not what was anchored


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, from entry `first` to entry `last`."""

    kind: FaultKind
    first: int
    last: int


@dataclass(slots=True)
class Proof:
    """What a verification found: how many entries and anchors, and the first hundred faults."""

    entries: int = 0
    anchors: int = 0
    faults: list[Fault] = field(default_factory=list)
    # Rows that stand behind what the audit says was last written.
    rows: list[RolledBack] = field(default_factory=list)

    def add(self, kind: FaultKind, first: int, last: int = 0) -> None:
        """Note a fault; beyond the first hundred they say nothing new."""
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(Fault(kind, first, last or first))


def prove(
    connection: Connection,
    keyring: Keyring,
    anchored: Mapping[int, bytes],
    progress: Callable[[int], object] = lambda done: None,
) -> Proof:
    """Return every fault of the audit with its place; none means untouched up to the anchors."""
    proof, seq, mac = Proof(anchors=len(anchored)), 0, _FIRST
    last: dict[Place, Mark] = {}
    all_marked = False
    elsewhere = {value: at for at, value in anchored.items()}
    for row in _rows(connection):
        if row.seq != seq + 1:
            proof.add(FaultKind.MISSING, seq + 1, row.seq - 1)
            mac = anchored.get(row.seq - 1, b"")
        kept = bytes(row.mac)
        if mac and entry_mac(keyring, mac, row.seq, act_of(row)) != kept:
            moved = elsewhere.get(kept, row.seq) != row.seq
            proof.add(FaultKind.MOVED if moved else FaultKind.CHANGED, row.seq)
        elif anchored.get(row.seq, kept) != kept:
            proof.add(FaultKind.REPLACED, row.seq)
        last |= {(one.table, one.id): one for one in unpack(bytes(row.wrote or b""))}
        all_marked = all_marked or row.act == BEGIN
        seq, mac = row.seq, kept
        proof.entries += 1
        if proof.entries % _BATCH == 0:
            progress(proof.entries)
    progress(proof.entries)
    newest = max(anchored, default=0)
    if newest > seq:
        proof.add(FaultKind.CUT, seq + 1, newest)
    elif seq and not anchored:
        proof.add(FaultKind.UNANCHORED, 1, seq)
    faults = rolled_back(connection, keyring, last, all_marked=all_marked)
    proof.rows = list(islice(faults, _MOST_FAULTS))
    return proof


def _rows(connection: Connection) -> Iterator[Any]:
    """Yield the entries in order, in batches: a million entries never stand in memory."""
    seq = -1
    while True:
        query = select(TABLE).where(TABLE.c.seq > seq).order_by(TABLE.c.seq).limit(_BATCH)
        rows = connection.execute(query).all()
        yield from rows
        if len(rows) < _BATCH:
            return
        seq = rows[-1].seq
