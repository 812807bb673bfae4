"""Where a text belongs: sealed with it, so that it opens nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
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
    PRIVATE = auto()


@dataclass(frozen=True, slots=True)
class SealContext:
    """Tenant, table, column, row, and the subject and compartment whose key seals."""

    tenant: str
    table: str
    column: str
    record_id: UUID
    subject_id: UUID
    compartment: Compartment

    def aad(self, header: bytes) -> bytes:
        """Return the one canonical encoding of header and context, length-prefixed."""
        names = (self.tenant, self.table, self.column, self.compartment.value)
        ids = (self.record_id.bytes, self.subject_id.bytes)
        return header + lp(*(name.encode() for name in names), *ids)
