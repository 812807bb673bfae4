"""A hint while writing about a child: labels, illnesses, rumours. Made here; it never blocks.

The lists are in kind_words.toml. Somebody's own words, in quotation marks, are left alone.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cache
from pathlib import Path
from typing import Any

from wellbeing.i18n import N_

_LISTS = Path(__file__).with_suffix(".toml")
# Enough for a long text; a book that was pasted must not hold up the page.
_MOST_CHARACTERS = 20_000
_MOST_HINTS = 3
_QUOTED = re.compile(r"“[^”]*”|「[^」]*」|『[^』]*』|\"[^\"\n]*\"|《[^》]*》")
_SENTENCE_ENDS = re.compile(r"[。！？!?\n；;]|\.(?=\s|$)")


class Concern(StrEnum):
    """Why a word is named."""

    LABEL = auto()
    ILLNESS = auto()
    RUMOUR = auto()


ADVICE = {
    Concern.LABEL: N_("“{word}” says what somebody is. Say what you saw or heard instead."),
    Concern.ILLNESS: N_("“{word}”: only a doctor can say so. Write what you saw, or who said it."),
    Concern.RUMOUR: N_("“{word}”: who saw it or said it? Name them, or leave it out."),
}


@dataclass(frozen=True, slots=True)
class Hint:
    """A word of the text, and why it is named."""

    concern: Concern
    word: str

    @property
    def advice(self) -> str:
        """The message id; its value is `word`."""
        return ADVICE[self.concern]


def hints(text: str) -> tuple[Hint, ...]:
    """Return the words that another reader could be hurt or misled by, in order, each once."""
    found: dict[str, Hint] = {}
    shown = _QUOTED.sub(" ", text[:_MOST_CHARACTERS])
    for sentence in _SENTENCE_ENDS.split(shown):
        sourced = bool(_source().search(sentence))
        for one in _words().finditer(sentence):
            concern = Concern(str(one.lastgroup))
            # Whose words they are is said: that is all that is asked for.
            if not (sourced and concern is not Concern.LABEL):
                found.setdefault(one[0].lower(), Hint(concern, one[0]))
    return tuple(found.values())[:_MOST_HINTS]


@cache
def words(concern: Concern) -> tuple[str, ...]:
    """Return every listed word of a concern, in all languages."""
    lists: dict[str, list[str]] = _data()[concern]
    return tuple(dict.fromkeys(one for each in lists.values() for one in each))


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_LISTS.read_text(encoding="utf-8"))


@cache
def _words() -> re.Pattern[str]:
    """Return one pattern for all words, the longest first, a named group per concern."""
    groups = (f"(?P<{one}>{_any(words(one))})" for one in Concern)
    return re.compile("|".join(groups), re.IGNORECASE)


@cache
def _source() -> re.Pattern[str]:
    """Return the pattern of a named source: somebody, and soon after it that they said so."""
    lists: dict[str, list[str]] = _data()["source"]
    chinese = f"(?:{_any(lists['who_zh'])})[^，,]{{0,6}}?(?:{_any(lists['said_zh'])})"
    told, who = _any(lists["said_en"]), _any(lists["who_en"])
    return re.compile(
        rf"{chinese}|(?:{who})\W+(?:\w+\W+){{0,2}}(?:{told})|(?:{told})\W+(?:\w+\W+){{0,2}}(?:{who})",
        re.IGNORECASE,
    )


def _any(listed: list[str] | tuple[str, ...]) -> str:
    longest = sorted(listed, key=len, reverse=True)
    return "|".join(
        rf"\b{re.escape(one)}\b" if one.isascii() else re.escape(one) for one in longest
    )
