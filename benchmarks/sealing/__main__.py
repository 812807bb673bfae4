"""Sealing beside its peers: every bar of the specification, *holds* or *falls short*.

`python -m benchmarks.sealing [--quick] [--only G2 G4]`, or `make bench-crypto`, which installs the
peers first.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.sealing import acts, codec, keys, names, proofs, records, stolen
from benchmarks.sealing.peers import Peer, all_peers
from benchmarks.sealing.rounds import Bar, table
from benchmarks.sealing.site import Bench, benches

ROUNDS, ROWS, NAMES, KEYS = 9, 10_000, 100_000, 10_000
# One planted fault in so many is tried here; `make prove-crypto` tries all of them.
EVERY = 6


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    rounds: int
    rows: int
    names: int
    keys: int


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the table: the goals that it measures, its name, and what measures it."""

    goals: tuple[str, ...]
    what: str
    bars: Callable[[], list[Bar]]


def main() -> None:
    """Measure, and print the table."""
    given = _arguments()
    rounds = 3 if given.quick else ROUNDS
    size = Size(rounds, *(one // 10 if given.quick else one for one in (ROWS, NAMES, KEYS)))
    others, found = all_peers(), list[Bar]()
    logging.disable(logging.WARNING)
    with benches() as databases, TemporaryDirectory() as folder:
        parts = [*_parts(databases, others, Path(folder), size), Part(
            ("G10", "G11", "G12", "G13", "G14", "G15"), "the proofs",
            lambda: proofs.bars(EVERY * 10 if given.quick else EVERY),
        )]  # fmt: skip
        parts = [one for one in parts if not given.only or given.only & set(one.goals)]
        for number, part in enumerate(parts, 1):
            print(f"{number}/{len(parts)} {part.what} ...", flush=True)
            found += part.bars()
    print(f"\n{rounds} paired rounds, medians; {size.rows:,} records, {size.names:,} names, "
          f"{size.keys:,} keys")  # fmt: skip
    table(sorted(found, key=lambda bar: int(bar.goal[1:])))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three rounds of a tenth")
    parser.add_argument("--only", metavar="GOAL", nargs="+", type=str.upper,
                        help="the parts that measure these goals, such as G2 G4")  # fmt: skip
    given = parser.parse_args()
    given.only = set(given.only or ())
    return given


def _parts(
    databases: Sequence[Bench], others: list[Peer], folder: Path, size: Size
) -> Iterator[Part]:
    """Yield what is measured on the databases, in its order."""
    rounds = size.rounds
    yield Part(("G1", "G5"), "one text", lambda: codec.bars(databases[0], others, rounds))
    for bench in databases:
        yield Part(("G2", "G3", "G4"), f"records on {bench.name}",
                   partial(records.bars, bench, others, rounds, size.rows))  # fmt: skip
    yield Part(("G6", "G8"), "a stolen database",
               lambda: stolen.bars(folder, others, databases[0].keyring, size.names))  # fmt: skip
    for bench in databases:
        # Keys first: a name has one of its own, and all would be wrapped anew.
        yield Part(("G9",), f"rotation on {bench.name}",
                   partial(keys.bars, bench, rounds, size.keys))  # fmt: skip
        yield Part(("G7",), f"names on {bench.name}",
                   partial(names.bars, bench, rounds, size.names))  # fmt: skip
        beside = folder / bench.name, bench.site_url, bench.name
        yield Part(("G7", "G11"), f"a site's own search and erasure on {bench.name}",
                   partial(acts.bars, *beside, rounds, size.names, size.keys))  # fmt: skip


if __name__ == "__main__":
    main()
