"""Search without storing anything searchable but equality tokens."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement

from wellbeing.crypto.keyring import Keyring
from wellbeing.crypto.primitives import lp

_TOKEN_BYTES = 8
_NOBODY: frozenset[UUID] = frozenset()


def fold(text: str) -> str:
    """Return the text as it is compared: width, case, accents and spaces do not count."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return "".join(unicodedata.normalize("NFKC", bare).casefold().split())


def token(keyring: Keyring, table: str, column: str, text: str) -> bytes:
    """Return the 64-bit equality token of a value, per site, table and column."""
    purpose = f"equality:{table}.{column}"
    return keyring.mac(purpose, fold(text).encode())[:_TOKEN_BYTES]


def equals(model: Any, name: str, text: str, keyring: Keyring) -> ColumnElement[bool]:
    """Return the condition that a sealed column equals the text (folded)."""
    spec = model.__sealed__[name]
    column: ColumnElement[Any] = getattr(model, spec.token)
    return column == token(keyring, spec.table, spec.name, text)


def _pinyin(name: str) -> tuple[str, str]:
    """Return full pinyin and initials of a name; empty where it has no Chinese.

    Nothing is cached: a cache of names would be the plain index that the keyed one avoids.
    """
    if not any("\u3400" <= c <= "\u9fff" or c >= "\U00020000" for c in name):
        return "", ""
    from pypinyin import lazy_pinyin  # its dictionaries take a while: only where needed

    syllables = [fold(one) for one in lazy_pinyin(name)]
    return "".join(syllables), "".join(one[:1] for one in syllables)


def matches(typed: str, name: str) -> bool:
    """Tell whether what was typed is a part of the name, its pinyin or its initials."""
    wanted = fold(typed)
    if not wanted:
        return False
    if wanted in fold(name):
        return True
    # Pinyin is plain letters: typed Chinese has been answered by the line above.
    return wanted.isascii() and any(wanted in form for form in _pinyin(name))


class NameIndex:
    """An index in this process's memory, under a key that dies with it.

    A stored index of Chinese name fragments gives surnames away to anybody with a public
    frequency table, however short its tokens; this one is never stored.
    """

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self._key = os.urandom(32)
        self._grams: dict[bytes, set[UUID]] = {}
        self._held: dict[UUID, tuple[int, frozenset[bytes]]] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._held)

    def add(self, record_id: UUID, rev: int, texts: Iterable[str]) -> None:
        """Take a record in, or take its newer revision over."""
        if self._knows(record_id, rev):
            return
        grams = frozenset(self._gram(one) for text in texts for one in _grams_of(text))
        with self._lock:
            if self._knows(record_id, rev):
                return
            self._drop(record_id)
            self._held[record_id] = (rev, grams)
            for gram in grams:
                self._grams.setdefault(gram, set()).add(record_id)

    def refresh(self, rows: Iterable[tuple[UUID, int, Sequence[str]]]) -> None:
        """Take many records (id, revision, texts) in; those already known cost nothing."""
        for record_id, rev, texts in rows:
            self.add(record_id, rev, texts)

    def remove(self, record_id: UUID) -> None:
        """Forget a record."""
        with self._lock:
            self._drop(record_id)

    def find(self, typed: str, limit: int = 50) -> list[UUID]:
        """Return candidates whose name may hold what was typed; `matches` decides exactly."""
        wanted = fold(typed)[:40]
        if not wanted:
            return []
        found: set[UUID] = set()
        for form in "npi":
            grams = [self._gram(form + part) for part in _parts(wanted)]
            with self._lock:
                sets = sorted((self._grams.get(gram, _NOBODY) for gram in grams), key=len)
                found |= sets[0].intersection(*sets[1:])
        return sorted(found)[:limit]

    def _knows(self, record_id: UUID, rev: int) -> bool:
        known = self._held.get(record_id)
        return known is not None and known[0] >= rev

    def _drop(self, record_id: UUID) -> None:
        _, grams = self._held.pop(record_id, (0, frozenset()))
        for gram in grams:
            self._grams[gram].discard(record_id)
            if not self._grams[gram]:
                del self._grams[gram]

    def _gram(self, text: str) -> bytes:
        return hashlib.blake2b(lp(text.encode()), key=self._key, digest_size=8).digest()


def _grams_of(name: str) -> set[str]:
    full, initials = _pinyin(name)
    forms = (("n", fold(name)), ("p", full), ("i", initials))
    found = set()
    for form, text in forms:
        found |= {form + one for one in text} | {form + one for one in _parts(text)}
    return found


def _parts(text: str) -> list[str]:
    """Return the two-character parts; a single character is its own part."""
    return [text[i : i + 2] for i in range(len(text) - 1)] or [text]
