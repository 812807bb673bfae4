"""Sealing beside its peers: every bar of the specification, *holds* or *falls short*.

`python -m benchmarks.sealing [--quick]`, or `make bench-crypto`, which installs the peers first.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.sealing import acts, codec, keys, names, proofs, records, stolen
from benchmarks.sealing.peers import all_peers
from benchmarks.sealing.rounds import Bar, table
from benchmarks.sealing.site import benches

ROUNDS, ROWS, NAMES, KEYS = 9, 10_000, 100_000, 10_000
# One planted fault in so many is tried here; `make prove-crypto` tries all of them.
EVERY = 6


def main() -> None:
    """Measure, and print the table."""
    quick = "--quick" in sys.argv
    rounds = 3 if quick else ROUNDS
    rows, people, wrapped = (one // 10 if quick else one for one in (ROWS, NAMES, KEYS))
    others, found = all_peers(), list[Bar]()
    logging.disable(logging.WARNING)
    with benches() as databases, TemporaryDirectory() as folder:
        found += codec.bars(databases[0], others, rounds)
        for bench in databases:
            found += records.bars(bench, others, rounds, rows)
        found += stolen.bars(Path(folder), others, databases[0].keyring, people)
        for bench in databases:
            # Keys first: a name has one of its own, and all would be wrapped anew.
            found += keys.bars(bench, rounds, wrapped)
            found += names.bars(bench, rounds, people)
            beside = Path(folder) / bench.name, bench.site_url, bench.name
            found += acts.bars(*beside, rounds, people, wrapped)
    found += proofs.bars(EVERY * 10 if quick else EVERY)
    print(f"\n{rounds} paired rounds, medians; {rows:,} records, {people:,} names, "
          f"{wrapped:,} keys")  # fmt: skip
    table(sorted(found, key=lambda bar: int(bar.goal[1:])))


if __name__ == "__main__":
    main()
