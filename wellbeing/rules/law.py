"""Rules of law as data: each says one thing, where it is written, and since which day it holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from wellbeing.rules import law_labels as words
from wellbeing.rules.source import Source


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry: its numbers and codes, the article, the source, and when somebody looked."""

    section: str
    key: str
    article: str
    source: Source
    since: date = date.min
    numbers: Mapping[str, int] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)

    @property
    def unverified(self) -> bool:
        """Whether the screen must say that nobody has checked this entry."""
        return self.source.unverified

    @property
    def name(self) -> str:
        """The entry's key in the pack file."""
        dated = "" if self.since == date.min else f"@{self.since.isoformat()}"
        return f"{self.section}.{self.key}{dated}"

    @property
    def label(self) -> str:
        """The message id that says what the entry is about."""
        return SHAPES[self.section].labels[self.key]

    def covers(self, age: int) -> bool:
        """Tell whether the entry is meant for this age in full years."""
        return self.numbers.get("from_age", 0) <= age < self.numbers.get("under_age", 1_000)


@dataclass(frozen=True, slots=True)
class Shape:
    """What the entries of a section hold: numbers that must or may be there, and codes."""

    labels: Mapping[str, str]
    must: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    codes: Mapping[str, Collection[str]] = field(default_factory=dict)


TIERS = ("misbehaviour", "serious")
GROUPS = ("school", "police", "penalty")
_AGES = ("from_age", "under_age")
SHAPES: Mapping[str, Shape] = {
    "ages": Shape(words.AGE_LABELS, must=("years",)),
    "report": Shape(words.ADDRESSEE_LABELS),
    "behaviour": Shape(words.BEHAVIOUR_LABELS, codes={"tier": TIERS}),
    "deeds": Shape(
        words.DEED_LABELS,
        codes={"proposes": words.BEHAVIOUR_LABELS, "path": words.PATH_LABELS,
               "mediation": ("yes", "no")},
    ),
    "measures": Shape(words.MEASURE_LABELS, may=_AGES, codes={"group": GROUPS}),
    "detention": Shape(words.DETENTION_LABELS, may=(*_AGES, "within_months")),
    "bars": Shape(words.BAR_LABELS),
    "duties": Shape(
        words.DUTY_LABELS, may=_AGES, codes={"when": words.WHEN_LABELS, "force": ("must", "may")}
    ),
    "agreement": Shape(words.AGREEMENT_LABELS, may=_AGES, codes={"leads_to": words.WAY_LABELS}),
    "checks": Shape(words.CHECK_LABELS, must=("days",)),
    "keeping": Shape(words.KEEPING_LABELS, must=("years",)),
    "sealing": Shape(words.SEALING_LABELS),
    "warning_levels": Shape(words.LEVEL_LABELS, must=("place", "of")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Law:
    """The rules as they stood on one day; made by `law_on`."""

    day: date
    rules: Mapping[str, Mapping[str, Rule]]

    def all(self, section: str) -> tuple[Rule, ...]:
        """Return a section's entries in the order of the file."""
        return tuple(self.rules[section].values())

    def has(self, section: str, key: str) -> bool:
        """Tell whether there is such an entry on this day."""
        return key in self.rules[section]

    def rule(self, section: str, key: str) -> Rule:
        """Return one entry; KeyError where the pack has none."""
        return self.rules[section][key]

    def years(self, age: str) -> int:
        """Return an age that changes what may be done, in full years."""
        return self.rules["ages"][age].numbers["years"]


def law_on(rules: Collection[Rule], day: date) -> Law:
    """Return the rules as they stood on a day: of each entry the newest that held already."""
    found: dict[str, dict[str, Rule]] = {section: {} for section in SHAPES}
    for one in rules:
        kept = found[one.section].get(one.key)
        if one.since <= day and (kept is None or kept.since <= one.since):
            found[one.section][one.key] = one
    return Law(day, found)
