"""Receipts of erasures: what was erased, and when no backup can bring it back any more."""

from __future__ import annotations

from collections.abc import Iterable
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


def receipts_of(runtime: Runtime, erasures: Iterable[crypto.Erasure]) -> tuple[Receipt, ...]:
    """Return the receipts of erasures as they stand today; key file and ledger are asked once."""
    wrapped, clean = runtime.keys.held().wrapped, not runtime.eraser().ledger.waits
    days, zone = timedelta(days=runtime.settings.erasure_days), runtime.pack.time_zone

    def receipt(erasure: crypto.Erasure) -> Receipt:
        at = datetime.fromtimestamp(erasure.at, UTC)
        return Receipt(
            id=erasure.id,
            at=at,
            compartment=erasure.compartment,
            epoch=erasure.epoch,
            final=erasure.final(wrapped),
            final_by=(at + days).astimezone(zone).date(),
            clean=clean,
        )

    return tuple(receipt(one) for one in erasures)


def receipts(runtime: Runtime, connection: Connection) -> tuple[Receipt, ...]:
    """Return the receipts of all erasures, the newest first.

    A key that was renewed for the sake of one of them is a part of it: the receipt's epoch is the
    newest that wrapped any of its keys.
    """
    found = crypto.erasures(connection)
    return receipts_of(runtime, (one for one in found if one.part_of is None))
