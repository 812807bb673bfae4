"""What a home page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from wellbeing.guide import AT_ONCE
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
    # Whether the words of something that was set aside are to be erased by now.
    to_erase: bool = False

    @property
    def at_once(self) -> tuple[NextStep, ...]:
        """The actor's own steps that come before everything else, late or not."""
        return tuple(one for one in self.mine if one.what in AT_ONCE)

    @property
    def late(self) -> tuple[NextStep, ...]:
        """The actor's own other steps whose clock has run out."""
        return tuple(one for one in self._others if one.standing in _LATE)

    @property
    def today(self) -> tuple[NextStep, ...]:
        """The actor's own other steps that are still in time."""
        return tuple(one for one in self._others if one.standing not in _LATE)

    @property
    def _others(self) -> tuple[NextStep, ...]:
        return tuple(one for one in self.mine if one.what not in AT_ONCE)


def by_day(steps: Iterable[NextStep]) -> tuple[NextStep, ...]:
    """Return what cannot wait, then the earliest first; what has no clock comes last."""
    return tuple(sorted(steps, key=_place))


def _place(one: NextStep) -> tuple[bool, bool, datetime]:
    return one.what not in AT_ONCE, one.due_at is None, one.due_at or _NEVER


_NEVER = datetime.max.replace(tzinfo=UTC)


_LATE = (Standing.OVERDUE, Standing.ESCALATED)
