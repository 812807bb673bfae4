"""G6 and G8: what somebody with the stolen database can change unseen, and what they can guess."""

from __future__ import annotations

import hmac
import os
from collections import Counter
from collections.abc import Callable
from typing import Any

from benchmarks.sealing.codec import TEXT
from benchmarks.sealing.peers import Peer
from benchmarks.sealing.people import people
from benchmarks.sealing.rounds import Bar
from tests.unit.crypto.site import TinySite
from tests.unit.crypto.test_matrix import KINDS, TRIALS, Cells
from wellbeing.crypto.search import token


def bars(folder: Any, others: list[Peer], keyring: Any, count: int) -> list[Bar]:
    """Return G6 and G8."""
    return [_matrix(folder, others), *_guesses(keyring, count)]


def _matrix(folder: Any, others: list[Peer]) -> Bar:
    """Every kind of change on ours; on the peers' columns, another row's value."""
    cells, opened = Cells(TinySite(folder)), 0
    for change in KINDS.values():
        for _ in range(TRIALS):
            (ctx, blob), (_, other) = cells.dice.sample(cells.cells, 2)
            opened += cells.opens(*change(cells.dice, ctx, blob, other))
    cells.connection.close()
    swapped = ", ".join(f"{one.name} {_swaps(one):.0%}" for one in others if one.column)
    return Bar("G6", f"{len(KINDS)} kinds of change, {TRIALS:,} trials each: opened", opened, 0,
               f"row swaps opened: {swapped}", unit="")  # fmt: skip


def _swaps(peer: Peer, trials: int = 300) -> float:
    """Return the share of swapped values that open in the other row; no peer is told of a row."""
    held = [(peer.seal(f"{n} {TEXT}"), peer.seal(f"{n + 1} {TEXT}")) for n in range(trials)]
    opened = 0
    for _, foreign in held:
        try:
            opened += bool(peer.open(foreign))
        except Exception:  # noqa: BLE001 - whatever a peer raises, it has noticed
            continue
    return opened / trials


def _guesses(keyring: Any, count: int) -> list[Bar]:
    """Match tokens to public frequencies by rank: what is stored here, and what is not."""
    names, public, key = people(count), people(count, seed=8), os.urandom(32)

    def grams(width: Callable[[str], list[str]]) -> float:
        cells = [(part, hmac.digest(key, part.encode(), "sha256")[:8])
                 for name in names if len(name) <= 3 for part in width(name)]  # fmt: skip
        known = Counter(part for name in public if len(name) <= 3 for part in width(name))
        return _named(cells, known)

    surnames = grams(lambda name: [name[0]])
    pairs = grams(lambda name: [name[i : i + 2] for i in range(len(name) - 1)])
    stored = [(name, token(keyring, "pupil", "name", name)) for name in names]
    return [
        Bar("G8", "name cells guessed by rank from all that is stored",
            100 * _named(stored, Counter(public)), 1,
            f"a stored index of surnames {surnames:.0%}, of pairs {pairs:.0%}", unit="%"),
    ]  # fmt: skip


def _named(cells: list[tuple[str, bytes]], public: Counter[str]) -> float:
    seen = Counter(made for _, made in cells)
    ranked = [one for one, _ in public.most_common()]
    guess = dict(zip((made for made, _ in seen.most_common()), ranked, strict=False))
    return sum(guess.get(made) == part for part, made in cells) / len(cells)
