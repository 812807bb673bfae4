"""Turn the tables of law of a pack file into rules; an entry is named `key` or `key@since`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wellbeing.i18n import N_
from wellbeing.rules.entry import SOURCE, Entry, read_source
from wellbeing.rules.law import SHAPES, Rule, Shape

SINCE = "@"


def read_law(top: Entry) -> tuple[Rule, ...]:
    """Return every rule of a pack in the order of its file, or raise PackError."""
    return tuple(_rules(top))


def _rules(top: Entry) -> Iterator[Rule]:
    for section, shape in SHAPES.items():
        table = top.table(section)
        for name in table.data:
            yield _rule(table, section, name, shape)


def _rule(table: Entry, section: str, name: str, shape: Shape) -> Rule:
    key, _, since = name.partition(SINCE)
    table.known(name, key, shape.labels)
    one = table.table(name)
    one.only((*shape.must, *shape.may, *shape.codes, "article", *SOURCE))
    numbers = [*shape.must, *(number for number in shape.may if number in one.data)]
    return Rule(
        section, key, one.text("article", empty=""), read_source(one),
        _since(table, name, since),
        {number: one.count(number) for number in numbers},
        {code: one.code(code, known) for code, known in shape.codes.items()},
    )  # fmt: skip


def _since(table: Entry, name: str, since: str) -> date:
    if not since:
        return date.min
    try:
        return date.fromisoformat(since)
    except ValueError:
        message = N_("Rule pack {file}: {entry} must end with a date like @2026-01-01.")
        raise table.wrong(message, name) from None
