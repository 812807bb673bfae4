"""How a Chinese name sounds: by every reading of each character, in plain letters.

A surname is often read unlike the same character elsewhere (单 is Shan, not dan), and who looks
for somebody knows how the person is called: all readings count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

# What one character, or one run of other letters, may be called.
Unit = tuple[str, ...]


def units(name: str) -> list[Unit]:
    """Return the parts of a folded name as they sound; nothing where it has no Chinese.

    Signs between the parts of a name (热合曼·买买提) are not spoken.
    """
    if not any(map(_is_chinese, name)):
        return []
    found: list[Unit] = []
    written = ""
    for character in f"{name}\0":
        if character.isalnum() and not _is_chinese(character):
            written += character
            continue
        found += [(written,)] if written else []
        written = ""
        found += [readings(character)] if _is_chinese(character) else []
    return found


# Of characters, never of names: a cache of names would be the plain index that ours avoids.
@cache
def readings(character: str) -> Unit:
    """Return how a Chinese character is read; ü is typed as v or as u."""
    from pypinyin import Style, pinyin  # its dictionaries take a while: only where needed

    [read] = pinyin(character, heteronym=True, style=Style.NORMAL)
    return tuple(dict.fromkeys([*read, *(one.replace("v", "u") for one in read)]))


def sounds_like(typed: str, parts: Sequence[Unit]) -> bool:
    """Tell whether what was typed is a part of how the name sounds.

    Each character may be typed in full or by its first letter: wangxiaoming, wxm and wangxm
    all find 王小明, and so does aoming.
    """
    behind: set[int] = set()  # how many of the typed letters the parts so far account for
    for part in parts:
        ahead = set()
        for rest, said in _attempts(typed, behind, part):
            if said.startswith(rest):
                return True
            if rest.startswith(said):
                ahead.add(len(typed) - len(rest) + len(said))
        behind = ahead
    return False


def _attempts(typed: str, behind: set[int], part: Unit) -> Iterator[tuple[str, str]]:
    """Yield what is still to be accounted for, beside each thing that this part may say."""
    for reading in part:
        yield from ((typed, reading[start:]) for start in range(len(reading)))
        yield typed, reading[:1]
        for done in behind:
            yield typed[done:], reading
            yield typed[done:], reading[:1]


def spoken_pairs(parts: Sequence[Unit]) -> Iterator[str]:
    """Yield every two letters that can follow each other in what `sounds_like` finds."""
    for part in parts:
        for reading in part:
            yield from map("".join, pairwise(reading))
    for one, two in pairwise(parts):
        for before in one:
            for after in two:
                yield before[-1] + after[0]
                yield before[0] + after[0]


def _is_chinese(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or character in "〇" or character >= "\U00020000"
