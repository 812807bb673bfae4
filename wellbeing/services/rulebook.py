"""The site's rules as anybody on the staff may read them: what, since when, from where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wellbeing.gate import Access, Work, use_case
from wellbeing.measures import refused_files
from wellbeing.policy import May
from wellbeing.rules import SHAPES, Rule, Verification, counts


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The law on one day, section by section, and how far everything was checked."""

    pack: str
    day: date
    changes: tuple[date, ...]
    sections: tuple[tuple[str, tuple[Rule, ...]], ...]
    checked: tuple[tuple[Verification, int], ...]


@use_case(may=May.SEE_RULES, access=Access.READ)
def rulebook(work: Work, day: date | None = None) -> RuleBook:
    """Return the rules as they stood on a day, today where none is given."""
    pack, asked = work.runtime.pack, day or work.today
    law = pack.law_on(asked)
    changes = sorted({one.since for one in pack.law if one.since != date.min})
    found = counts(pack)
    return RuleBook(
        pack.name,
        asked,
        tuple(changes),
        tuple((section, law.all(section)) for section in SHAPES if law.all(section)),
        tuple((state, found[state]) for state in Verification if found[state]),
    )


@use_case(may=May.SEE_RULES, access=Access.READ)
def refused_instruments(work: Work) -> tuple[tuple[str, str], ...]:
    """Return which of the site's own instrument files were left out at start, and why."""
    return tuple(
        (str(one.params["file"]), f"{one.params['line']}: {one.params['reason']}")
        for one in refused_files()
    )
