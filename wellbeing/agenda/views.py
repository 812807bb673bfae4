"""What a home page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wellbeing.rules import Standing

MOST = 12


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do: what, about whom, by when."""

    what: str
    page: str
    object_id: UUID
    number: str
    student: str
    due_at: datetime | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Home:
    """What a person comes to."""

    mine: tuple[NextStep, ...]
    others: tuple[NextStep, ...]

    @property
    def late(self) -> tuple[NextStep, ...]:
        """The actor's own steps whose clock has run out."""
        return tuple(one for one in self.mine if one.standing in _LATE)

    @property
    def today(self) -> tuple[NextStep, ...]:
        """The actor's own steps that are still in time."""
        return tuple(one for one in self.mine if one.standing not in _LATE)


_LATE = (Standing.OVERDUE, Standing.ESCALATED)
