"""Search by what is stored sealed: equality by keyed tokens, and what counts as a match."""

from __future__ import annotations

import unicodedata
from typing import Any

from sqlalchemy import ColumnElement

from wellbeing.crypto.keyring import Keyring
from wellbeing.crypto.sounds import sounds_like, units

_TOKEN_BYTES = 8


def fold(text: str) -> str:
    """Return the text as it is compared: width, case, accents and spaces do not count."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return "".join(unicodedata.normalize("NFKC", bare).casefold().split())


def loose(text: str) -> str:
    """Return letters and digits alone: the sign inside 热合曼·买买提 is written in many ways."""
    return "".join(c for c in fold(text) if c.isalnum())


def token(keyring: Keyring, table: str, column: str, text: str, round_: int = 0) -> bytes:
    """Return the 64-bit equality token of a value, per site, table, column and round of resealing.

    Without a round it is the one of today.
    """
    number = round_ or keyring.round
    purpose = f"equality:{table}.{column}" + (f":{number}" if number > 1 else "")
    return keyring.mac(purpose, fold(text).encode())[:_TOKEN_BYTES]


def equals(model: Any, name: str, text: str, keyring: Keyring) -> ColumnElement[bool]:
    """Return the condition that a sealed column equals the text (folded)."""
    spec = model.__sealed__[name]
    column: ColumnElement[Any] = getattr(model, spec.token)
    # Until a resealing has reached every row, some are known by the token of the round before.
    rounds = {keyring.round, max(1, keyring.round - 1)}
    return column.in_([token(keyring, spec.table, spec.name, text, one) for one in sorted(rounds)])


def matches(typed: str, name: str) -> bool:
    """Tell whether what was typed is a part of the name, its pinyin or its initials."""
    wanted = loose(typed)
    if not wanted:
        return False
    if wanted in loose(name):
        return True
    # Pinyin is plain letters: typed Chinese has been answered by the line above.
    return wanted.isascii() and sounds_like(wanted, units(fold(name)))
