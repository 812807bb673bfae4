"""A name index in this process's memory, under a key that dies with it; nothing is stored.

A stored index of Chinese name fragments gives surnames away to anybody with a public frequency
table, however short its tokens. Here each name leaves 48 bytes of marks in memory: two bits for
each character and each pair of neighbours, as written and as it sounds. Marks sift the names
with a few passes over an array; `matches` then decides on what was opened.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from wellbeing.crypto.primitives import digest
from wellbeing.crypto.search import fold, loose
from wellbeing.crypto.sounds import spoken_pairs, units

_WORDS = 3  # of 64 bits: one of single characters, two of pairs
_MOST_TYPED = 40
# Most searches are answered by the first page; who sees few of the candidates soon gets many.
_FIRST_PAGE, _GROWTH, _MOST_AT_ONCE = 60, 4, 5_000


@dataclass(frozen=True, slots=True)
class _Shelf:
    """All names at one moment, sorted by id; never changed, so that readers need no lock."""

    ids: NDArray[np.bytes_]
    revs: NDArray[np.int64]
    marks: NDArray[np.uint64]


class NameIndex:
    """Finds candidates by fragment, pinyin or initials; kept fresh by revision."""

    def __init__(self) -> None:
        self._key = os.urandom(32)
        self._numbers: dict[str, int] = {}  # of characters, as an alphabet has them
        self._lock = Lock()
        none = np.empty(0, "S16"), np.empty(0, np.int64), np.empty((2 * _WORDS, 0), np.uint64)
        self._shelf = _Shelf(*none)

    def __len__(self) -> int:
        return len(self._shelf.ids)

    @property
    def bytes_held(self) -> int:
        """How much memory the names take here."""
        shelf = self._shelf
        return shelf.ids.nbytes + shelf.revs.nbytes + shelf.marks.nbytes

    def unknown(self, seen: Sequence[tuple[UUID, int]]) -> list[UUID]:
        """Return which of these records are not here yet in this or a later revision."""
        if not seen:
            return []
        shelf, ids = self._shelf, _bytes_of(one for one, _ in seen)
        at, known = _places(shelf, ids)
        revs = np.full(len(ids), np.iinfo(np.int64).min)
        revs[known] = shelf.revs[at[known]]
        newer = revs < np.array([rev for _, rev in seen], np.int64)
        return [seen[place][0] for place in np.flatnonzero(newer).tolist()]

    def refresh(self, rows: Iterable[tuple[UUID, int, Sequence[str]]]) -> None:
        """Take records (id, revision, texts) in; an older revision than is known is passed over."""
        latest: dict[bytes, tuple[int, list[int]]] = {}
        for record_id, rev, texts in rows:
            if rev >= latest.get(record_id.bytes, (rev,))[0]:
                latest[record_id.bytes] = rev, self._marks_of(texts)
        if not latest:
            return
        ids = np.array(sorted(latest), "S16")
        revs = np.array([latest[one][0] for one in sorted(latest)], np.int64)
        marks = np.array([latest[one][1] for one in sorted(latest)], np.uint64).T
        with self._lock:
            self._shelf = _merged(self._shelf, _Shelf(ids, revs, marks))

    def keep_only(self, ids: Iterable[UUID]) -> None:
        """Forget every record that is not among these."""
        kept = np.sort(_bytes_of(ids))
        with self._lock:
            shelf = self._shelf
            there = np.isin(shelf.ids, kept, assume_unique=True)
            self._shelf = _Shelf(shelf.ids[there], shelf.revs[there], shelf.marks[:, there])

    def find(self, typed: str, limit: int = 50) -> list[UUID]:
        """Return the first candidates whose name may hold what was typed."""
        found: list[UUID] = []
        for page in self.pages(typed):
            found += page
            if len(found) >= limit:
                break
        return found[:limit]

    def pages(self, typed: str) -> Iterator[list[UUID]]:
        """Yield all candidates, the first page short: `matches` and the reader's rights decide."""
        ids = self._candidates(loose(typed)[:_MOST_TYPED])
        start, size = 0, _FIRST_PAGE
        while start < len(ids):
            page = ids[start : start + size].tobytes()
            yield [UUID(bytes=page[at : at + 16]) for at in range(0, len(page), 16)]
            start, size = start + size, min(size * _GROWTH, _MOST_AT_ONCE)

    def _candidates(self, wanted: str) -> NDArray[np.bytes_]:
        shelf, wants = self._shelf, self._marks(wanted, map("".join, pairwise(wanted)))
        if not wanted:
            return shelf.ids[:0]
        found = _sift(shelf.marks[:_WORDS], wants)
        if wanted.isascii():
            found = np.union1d(found, _sift(shelf.marks[_WORDS:], wants))
        return shelf.ids[found]

    def _marks_of(self, texts: Iterable[str]) -> list[int]:
        """Return the marks of a record: as its texts are written, and as they sound."""
        written, sound = [0] * _WORDS, [0] * _WORDS
        for text in texts:
            folded = fold(text)
            bare, parts = loose(folded), units(folded)
            letters = {letter for part in parts for reading in part for letter in reading}
            _add(written, self._marks(bare, map("".join, pairwise(bare))))
            _add(sound, self._marks(letters, spoken_pairs(parts)))
        return written + sound

    def _marks(self, singles: Iterable[str], pairs: Iterable[str]) -> list[int]:
        one = left = right = 0
        for character in singles:
            number = self._number(character)
            one |= 1 << (number & 63) | 1 << (number >> 6 & 63)
        for pair in pairs:
            number = self._number(pair[0]) + 3 * self._number(pair[1])
            left |= 1 << (number & 63)
            right |= 1 << (number >> 6 & 63)
        return [one, left, right]

    def _number(self, character: str) -> int:
        known = self._numbers.get(character)
        if known is None:
            made = digest(self._key, character.encode("utf-8", "surrogatepass"))
            known = self._numbers[character] = int.from_bytes(made[:8], "big")
        return known


def _add(marks: list[int], more: list[int]) -> None:
    marks[:] = [one | two for one, two in zip(marks, more, strict=True)]


def _bytes_of(ids: Iterable[UUID]) -> NDArray[np.bytes_]:
    """Return ids as sixteen bytes each; a shorter type would lose closing zeros, this one not."""
    return np.frombuffer(b"".join(one.bytes for one in ids), "S16")


def _places(shelf: _Shelf, ids: NDArray[np.bytes_]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return where these ids stand or would stand, and which of them are there."""
    at = np.searchsorted(shelf.ids, ids)
    known = np.zeros(len(ids), np.bool_)
    inside = at < len(shelf.ids)
    known[inside] = shelf.ids[at[inside]] == ids[inside]
    return at, known


def _merged(shelf: _Shelf, more: _Shelf) -> _Shelf:
    """Return both as one shelf; of a record in both, the later revision stays."""
    at, known = _places(shelf, more.ids)
    revs, marks = shelf.revs.copy(), shelf.marks.copy()
    newer = known.copy()
    newer[known] = revs[at[known]] < more.revs[known]
    revs[at[newer]], marks[:, at[newer]] = more.revs[newer], more.marks[:, newer]
    new = ~known
    return _Shelf(
        np.insert(shelf.ids, at[new], more.ids[new]),
        np.insert(revs, at[new], more.revs[new]),
        np.insert(marks, at[new], more.marks[:, new], axis=1),
    )


def _sift(marks: NDArray[np.uint64], wants: Sequence[int]) -> NDArray[np.intp]:
    """Return which names carry every mark; the rarest are asked first."""
    single, *pairs = (np.uint64(one) for one in wants)
    first, *others = [*((row, one) for row, one in zip(marks[1:], pairs, strict=True) if one),
                      (marks[0], single)]  # fmt: skip
    found = np.flatnonzero((first[0] & first[1]) == first[1])
    for row, want in others:
        found = found[(row[found] & want) == want]
    return found
