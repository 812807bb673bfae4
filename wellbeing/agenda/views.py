"""What a home page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from wellbeing.rules import Standing

# Of one kind; whoever has more of it finds the rest in its own list.
MOST = 300


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


def by_day(steps: Iterable[NextStep]) -> tuple[NextStep, ...]:
    """Return steps with the earliest first; what has no clock comes last."""
    return tuple(sorted(steps, key=lambda one: (one.due_at is None, one.due_at or _NEVER)))


_NEVER = datetime.max.replace(tzinfo=UTC)


_LATE = (Standing.OVERDUE, Standing.ESCALATED)
