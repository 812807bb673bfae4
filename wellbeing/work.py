"""What a use case works with: the caller at the door, and the scoped work behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum, auto
from typing import Any, TypeVar
from uuid import UUID

from wellbeing import crypto
from wellbeing.db import ScopedSession
from wellbeing.errors import Forbidden, NotFound
from wellbeing.guide import Step
from wellbeing.looks import Look
from wellbeing.models import Transition
from wellbeing.policy import STAFF, Actor
from wellbeing.rules import Standing, standing
from wellbeing.runtime import Runtime
from wellbeing.workflow import Machine, advance

M = TypeVar("M")
# A record by its table and id.
Record = tuple[str, UUID]


class Access(StrEnum):
    """Whether a use case changes anything; KEEP changes only one's own unsent words or wishes.

    What is kept while somebody types is saved every few seconds: it is no act, so it is not
    entered in the audit, and a test names the few use cases that may be so.
    """

    READ = auto()
    WRITE = auto()
    KEEP = auto()
    # As KEEP, and also for a sign-in that only its time has ended: the words on its screen.
    LAST_WORDS = auto()


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is at the door: a sign-in token, an address, a language and the form's request id."""

    runtime: Runtime
    token: str = ""
    address: str = ""
    language: str = "en"
    request_id: UUID | None = None
    # The code of a link to one handing over, held by somebody without an account.
    link: str = ""
    # Shared by the views of one run of a page; without it every use case asks for itself.
    look: Look | None = field(default=None, compare=False, repr=False)

    def sending(self, request_id: UUID) -> Caller:
        """Return this caller sending the form with this id; the same id saves once."""
        return replace(self, request_id=request_id)


@dataclass(slots=True)
class Work:
    """What a use case's body works with: scoped records, the actor and the moment."""

    db: ScopedSession = field(init=False)
    actor: Actor
    now: datetime
    caller: Caller
    keyring: crypto.Keyring
    # Whether nothing can be changed: an erased text is shown as a blank.
    viewing: bool = False
    kind: str = ""
    object_id: UUID | None = None
    detail: str = ""
    opened: dict[Record, set[str]] = field(default_factory=dict)
    # The row whose text was asked for and not opened.
    closed: Record | None = None
    fresh: crypto.Fresh = field(default_factory=crypto.Fresh)
    # Texts that may be kept from a guardian, and were found not to be; see withheld.py.
    not_kept: set[tuple[UUID, str]] = field(default_factory=set)
    # What must wait until everything is committed.
    afterwards: list[Callable[[], object]] = field(default_factory=list)

    @property
    def runtime(self) -> Runtime:
        """The site."""
        return self.caller.runtime

    @property
    def today(self) -> date:
        """The day on the site's wall clock: ages and working days turn there, not in UTC."""
        return self.now.astimezone(self.runtime.pack.time_zone).date()

    def standing(self, start: datetime | None, end: datetime | None) -> Standing:
        """Return how a clock stands by the site's own escalation rule."""
        return standing(self.now, start, end, self.runtime.pack.coordinator_percent)

    def standing_of(self, step: Step) -> Standing:
        """Return how a next step's own clock stands, from the moment it began to run."""
        return step.standing(self.now, self.runtime.pack.coordinator_percent)

    def about(self, record: Any, detail: str = "") -> None:
        """Name the record that this act is about, for the audit and for a repeated request."""
        self.kind, self.object_id = record.__tablename__, record.id
        self.detail = detail or self.detail

    def transition(self, record: Any, machine: Machine, action: StrEnum, *facts: str) -> None:
        """Move a record by one guarded step and keep the step as a row of its own."""
        left = advance(record, machine, action, facts)
        self.db.add(
            Transition(
                machine=machine.name,
                object_id=record.id,
                action=action.value,
                left=left,
                reached=record.state,
                at=self.now,
                actor_id=self.actor.user_id,
            )
        )

    def find(self, model: type[M], record_id: UUID | None) -> M:
        """Return a record; one that is not there, or not for the actor, raises NotFound."""
        found = self.db.get(model, record_id) if record_id is not None else None
        if found is None:
            raise NotFound()
        return found

    def refused(self) -> Record | None:
        """Return the record that a refusal is about: a closed text, what was missing, the last."""
        return self.closed or self.db.missing or self.db.sought

    def require_sound(self, records: Iterable[Any]) -> None:
        """Raise StaleRecord where a guarded clear column was edited behind our back.

        Opening a text checks its row anyway; this is for decisions on clear columns alone.
        """
        crypto.require_sound(records, self.keyring)

    def opening(self, rows: Sequence[Any], column: str, compartment: crypto.Compartment) -> None:
        """Allow a sealed column of rows to be opened, or raise Forbidden; what opens is entered."""
        granted, owner = self.actor.opens(compartment), getattr(rows[0], "__owner__", "")
        # Nobody's row is not the own one of whoever has no account.
        me = self.actor.user_id if owner else None
        for row in rows:
            if not granted and (me is None or getattr(row, owner) != me):
                self.closed = row.__tablename__, row.id
                raise Forbidden()
        if column in rows[0].__kept__ and not self.actor.has(*STAFF):
            self._require_not_kept(rows, column)
        for row in rows:
            subject: UUID = getattr(row, row.__subject__)
            self.opened.setdefault((row.__tablename__, subject), set()).add(column)

    def _require_not_kept(self, rows: Sequence[Any], column: str) -> None:
        """Raise Forbidden for a guardian who opens a text without asking whether it is kept."""
        for row in rows:
            if (row.id, column) not in self.not_kept:
                self.closed = row.__tablename__, row.id
                raise Forbidden()
