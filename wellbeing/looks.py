"""What one browser tab has looked at a moment ago: who they are there, and what they were shown.

A click runs a whole page again: a dozen views, each of which would ask who looks and read what
it has read a second before. A look keeps both for the tab, in short reach: the person for one
second, what a view showed for five, and only while the audit has no new entry. Every act is
entered there in its own transaction, whoever does it and in whichever process, so that what was
withdrawn is gone at the very next question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from wellbeing.policy import Actor, Role

KNOWN_FOR = timedelta(seconds=1)
SHOWN_FOR = timedelta(seconds=5)
# What other places see ends with a moment, not with an act; a lent tablet shows one thing.
_ASK_EVERY_TIME = (Role.PARTNER, Role.GUEST, Role.TABLET)
Version = tuple[int, bytes]


@dataclass(slots=True)
class _Shown:
    result: Any
    at: datetime
    version: Version
    run: int


@dataclass(slots=True)
class Look:
    """One tab's look; acts never use it, and each of them ends it."""

    token: str = ""
    actor: Actor | None = None
    # The row filters made for this actor, by record.
    filters: dict[Any, Any] = field(default_factory=dict)
    _shown: dict[Any, _Shown] = field(default_factory=dict)
    _version: Version = (0, b"")
    _run: int = 0

    def begin(self) -> None:
        """Begin another run of a page: it asks anew who looks; what the last one left is gone."""
        self._shown = {key: one for key, one in self._shown.items() if one.run == self._run}
        self._run += 1
        self.filters = {}
        if self.actor is not None:
            self.actor = replace(self.actor, at=None)

    def end(self) -> None:
        """Forget everything: an act may change all of it."""
        self.token, self.actor, self.filters, self._shown = "", None, {}, {}

    def found(self, token: str, now: datetime) -> Actor | None:
        """Return who was found with this token within the last second of this run."""
        actor = self.actor
        if actor is None or actor.at is None or self.token != token:
            return None
        return actor if timedelta(0) <= now - actor.at < KNOWN_FOR else None

    def filters_for(self, actor: Actor) -> dict[Any, Any]:
        """Return the row filters made for this very actor; for anybody else none are made yet.

        A link that is opened in somebody's tab, or another person's sign-in, shares the tab and
        not what its reader may see.
        """
        return self.filters if actor is self.actor else {}

    def keep(self, token: str, actor: Actor, version: Version) -> None:
        """Remember who was found, and the last entry of the audit at that moment."""
        before = self.actor
        if before is None or replace(before, at=None) != replace(actor, at=None):
            self._shown = {}
        self.token, self.actor, self.filters, self._version = token, actor, {}, version

    def view(self, key: Any, actor: Actor, now: datetime, make: Callable[[], Any]) -> Any:
        """Return what a view shows: again what it showed, where nobody has done anything since.

        `key` names the view and what it was asked.
        """
        if actor is not self.actor or actor.has(*_ASK_EVERY_TIME) or not _can_be_a_key(key):
            return make()
        known = self._shown.get(key)
        if known is None or known.version != self._version or now - known.at >= SHOWN_FOR:
            known = self._shown[key] = _Shown(make(), now, self._version, self._run)
        known.run = self._run
        return known.result


def _can_be_a_key(asked: Any) -> bool:
    try:
        hash(asked)
    except TypeError:  # a view that is asked with a list or a mapping
        return False
    return True
