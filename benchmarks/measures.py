"""Measures over 100,000 series of 12 points: the bulk engine beside the single one, in one run."""

from __future__ import annotations

import sys
import time
import tracemalloc

import numpy as np

from wellbeing.measures import bulk, off_track, reliable_change, xmr

SERIES, POINTS, TARGET = 100_000, 12, 20
RULE = {"rc_criterion": 9.92, "cutoff": 29.0}
NORM = {"sd": 8.0, "reliability": 0.8, "cutoff": 29.0}


def one_by_one(rows: list[list[float]]) -> None:
    """Measure every series by itself."""
    for row in rows:
        reliable_change(row[0], row[-1], **NORM)
        xmr(row)
        off_track(row, **RULE)


def together(series: bulk.Series) -> None:
    """Measure all series as columns."""
    bulk.reliable_changes(series[:, 0], series[:, -1], **NORM)
    bulk.xmr_signals(series)
    bulk.off_track_flags(series, **RULE)


def main() -> None:
    """Print seconds, the ratio beside its target, and memory."""
    count = 10_000 if "--quick" in sys.argv else SERIES
    series = np.random.default_rng(7).integers(0, 51, (count, POINTS)).astype(float)
    rows = series.tolist()
    start = time.perf_counter()
    one_by_one(rows)
    single = time.perf_counter() - start
    start = time.perf_counter()
    together(series)
    fast = time.perf_counter() - start
    tracemalloc.start()
    together(series)
    peak = tracemalloc.get_traced_memory()[1] / 1024**2
    verdict = "holds" if single / fast >= TARGET else "falls short"
    print(f"{count:,} series of {POINTS} points: one by one {single:.2f} s, together {fast:.3f} s")
    print(f"ratio {single / fast:.0f}x (target {TARGET}x: {verdict}); peak {peak:.0f} MiB")


if __name__ == "__main__":
    main()
