"""What a handing over shows to each side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from wellbeing.handing.lines import HandoffRow


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of what is shared: a field, and its lines (what it is, the text)."""

    field: str
    kind: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one side said with a step."""

    at: datetime
    side: str
    kind: str
    code: str
    on: date | None
    signed: str
    text: str


@dataclass(frozen=True, slots=True)
class HandoffView:
    """One handing over, as far as this side may see it now; `actions` is what it may do."""

    row: HandoffRow
    rev: int
    side: str
    place_kind: str
    inside: bool
    needed_by: date
    requested_at: datetime | None
    opened_at: datetime | None
    hold_until: date | None
    basis: str
    # Whether it rests on a basis today; where not, nothing is sent and nothing opens.
    grounded: bool
    why_not: str
    shared: tuple[str, ...]
    pieces: tuple[Piece, ...]
    entries: tuple[Entry, ...]
    history: tuple[tuple[datetime, str, str], ...]
    actions: frozenset[str]
    link_ends_at: datetime | None
    replaced_by: UUID | None


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A place to ask, and what is known before: free places, and the real wait in days.

    `free` is None where the place has not told; `median_days` where fewer than three waits of
    the last year are known. `inside` tells whether somebody there has an account here.
    """

    id: UUID
    name: str
    kind: str
    inside: bool
    free: int | None
    told_at: datetime | None
    median_days: float | None
    waits: int


@dataclass(frozen=True, slots=True)
class SentView:
    """A request that was sent; the link of an outside place is seen this once."""

    id: UUID
    name: str
    link: str
    ends_at: datetime
