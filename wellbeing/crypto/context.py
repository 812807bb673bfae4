"""Where a text belongs: sealed with it, so that it opens nowhere else."""

from __future__ import annotations

from enum import StrEnum, auto
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from wellbeing.crypto.primitives import lp


class Compartment(StrEnum):
    """What a text is about decides whose keys open it; each can be erased alone."""

    ACCOUNT = auto()
    IDENTITY = auto()
    SHARED = auto()
    FAMILY = auto()
    COUNSELLING = auto()
    SAFEGUARDING = auto()
    RESPONSIBILITY = auto()
    HANDOFF = auto()
    PRIVATE = auto()
    # What a young person asks for by a link, before anybody has taken it up.
    SELF_REFERRAL = auto()


class SealContext(NamedTuple):
    """Tenant, table, column, row, and the subject and compartment whose key seals."""

    tenant: str
    table: str
    column: str
    record_id: UUID
    subject_id: UUID
    compartment: Compartment

    def around(self, header: bytes) -> tuple[bytes, bytes]:
        """Return what stands before and behind a row's id: the same for every row of a subject.

        With the id between them this is the one canonical encoding of header and context.
        """
        place = _place(self.tenant, self.table, self.column, self.compartment)
        return b"".join((header, place, _ID_BYTES)), _ID_BYTES + self.subject_id.bytes


_ID_BYTES = (16).to_bytes(4, "big")


@lru_cache(maxsize=1024)
def _place(*names: str) -> bytes:
    """Return the part that all cells of a column share: there are as many as columns."""
    return lp(*(name.encode() for name in names))
