"""A table of a pack file that knows where it stands; every fault names its entry."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wellbeing.i18n import N_
from wellbeing.rules.pack import PackError
from wellbeing.rules.source import Source, Verification

SOURCE = ("source", "verification", "verified_on")
_STATES = tuple(state.value for state in Verification)


@dataclass(frozen=True, slots=True)
class Entry:
    """A table of a pack file that knows where it stands, for the sentence when it is wrong."""

    file: str
    at: str
    data: Mapping[str, Any]

    def wrong(self, message: str, key: str = "", **params: object) -> PackError:
        """Return the error for this table or one of its keys."""
        return PackError(message, file=self.file, entry=self._at(key), **params)

    def need(self, key: str) -> Any:
        """Return a value that must be there."""
        if key not in self.data:
            raise self.wrong(N_("Rule pack {file}: {entry} is missing. Please add it."), key)
        return self.data[key]

    def text(self, key: str, empty: str | None = None) -> str:
        """Return a text; it may be empty or missing only where `empty` is given."""
        value = self.need(key) if empty is None else self.data.get(key, empty)
        if not isinstance(value, str) or (empty is None and not value.strip()):
            raise self.wrong(N_('Rule pack {file}: {entry} must be text in "quotes".'), key)
        return value

    def count(self, key: str) -> int:
        """Return a whole number, zero or more."""
        value = self.need(key)
        if type(value) is not int or value < 0:
            raise self.wrong(N_("Rule pack {file}: {entry} must be a whole number."), key)
        return value

    def counts(self, key: str) -> tuple[int, ...]:
        """Return several whole numbers, each above zero and once."""
        value = self.need(key)
        sound = isinstance(value, list) and all(type(one) is int and one > 0 for one in value)
        if not sound or len(set(value)) != len(value):
            message = N_("Rule pack {file}: {entry} must be a list of whole numbers, each once.")
            raise self.wrong(message, key)
        return tuple(value)

    def table(self, key: str) -> Entry:
        """Return a table inside this one."""
        value = self.need(key)
        if not isinstance(value, dict):
            raise self.wrong(N_("Rule pack {file}: {entry} must be a table."), key)
        return Entry(self.file, self._at(key), value)

    def code(self, key: str, known: Collection[str]) -> str:
        """Return one of the known codes."""
        return self.known(key, self.text(key), known)

    def codes(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        """Return several of the known codes, each once."""
        value = self.need(key)
        if not isinstance(value, list) or len({str(v) for v in value}) != len(value):
            raise self.wrong(N_("Rule pack {file}: {entry} must be a list, each code once."), key)
        return tuple(self.known(key, str(one), known) for one in value)

    def only(self, known: Collection[str]) -> None:
        """Refuse keys that nothing reads: a misspelt rule must not pass for a rule."""
        for key in self.data:
            self.known(key, key, known)

    def known(self, key: str, value: str, known: Collection[str]) -> str:
        """Return a value that is one of the known ones."""
        if value not in known:
            raise self.wrong(
                N_("Rule pack {file}: {entry} has {value}. Possible is: {known}."),
                key, value=value, known=", ".join(known),
            )  # fmt: skip
        return value

    def _at(self, key: str) -> str:
        return ".".join(part for part in (self.at, key) if part)


def read_source(one: Entry) -> Source:
    """Return where an entry comes from and how far it was checked."""
    day = one.data.get("verified_on")
    if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
        message = N_("Rule pack {file}: {entry} must be a date like 2027-02-06.")
        raise one.wrong(message, "verified_on")
    return Source(one.text("source"), Verification(one.code("verification", _STATES)), day)
