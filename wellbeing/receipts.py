"""Receipts of erasures: what was erased, and when no backup can bring it back any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy.engine import Connection

from wellbeing import crypto
from wellbeing.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one erasure has reached; it names nobody.

    From `at` on nothing opens on this site, whatever backup is put back. It is final when the
    last key epoch that could open a backup without the site's ledger is destroyed.
    """

    id: UUID
    at: datetime
    compartment: str
    epoch: int
    final: bool
    final_by: date
    # Whether no byte of a deleted key is left in the files of the database.
    clean: bool


def receipt(runtime: Runtime, erasure: crypto.Erasure) -> Receipt:
    """Return the receipt of an erasure as it stands today."""
    at = datetime.fromtimestamp(erasure.at, UTC)
    days = timedelta(days=runtime.settings.erasure_days)
    return Receipt(
        id=erasure.id,
        at=at,
        compartment=erasure.compartment,
        epoch=erasure.epoch,
        final=erasure.final(runtime.keys.held().wrapped),
        final_by=(at + days).astimezone(runtime.pack.time_zone).date(),
        clean=not runtime.eraser().ledger.waits,
    )


def receipts(runtime: Runtime, connection: Connection) -> tuple[Receipt, ...]:
    """Return the receipts of all erasures, the newest first.

    A key that was renewed for the sake of one of them is a part of it: the receipt's epoch is the
    newest that wrapped any of its keys.
    """
    found = crypto.erasures(connection)
    return tuple(receipt(runtime, one) for one in found if one.part_of is None)
