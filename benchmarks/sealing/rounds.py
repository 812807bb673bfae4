"""Paired rounds: every case once per round, so that a loud machine is loud for all of them."""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Case = Callable[[], object]
Clock = Callable[[], float]
Times = dict[str, list[float]]


# What other programs of this machine do does not count: only for what runs in this process alone.
OWN_TIME: Clock = time.process_time
# Where a database server does a part of the work, its time counts, too.
ALL_TIME: Clock = time.perf_counter


def clock_of(database: str) -> Clock:
    """Return the time that counts with a database: SQLite works in this process."""
    return OWN_TIME if database == "SQLite" else ALL_TIME


def paired(
    cases: Mapping[str, Case], rounds: int, repeats: int = 1, clock: Clock = OWN_TIME
) -> Times:
    """Return seconds per call of each case, one figure per round; the first round warms up."""
    found: Times = {name: [] for name in cases}
    dice = random.Random(7)
    for number in range(rounds + 1):
        for name in dice.sample(list(cases), len(cases)):
            seconds = _timed(cases[name], repeats, clock)
            if number:
                found[name].append(seconds)
    return found


def _timed(case: Case, repeats: int, clock: Clock) -> float:
    gc.collect()
    gc.disable()
    start = clock()
    for _ in range(repeats):
        case()
    seconds = (clock() - start) / repeats
    gc.enable()
    return seconds


def ratio(times: Times, name: str, base: str) -> float:
    """Return the median of the rounds' own ratios."""
    return statistics.median(a / b for a, b in zip(times[name], times[base], strict=True))


def peers(times: Times, names: Mapping[str, str], base: str) -> str:
    """Return the peers' ratios as one short text; `names` tells each label's case."""
    return ", ".join(f"{label} {ratio(times, case, base):.2f}"
                     for label, case in names.items() if case in times)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the specification, what was measured, and what the peers reach."""

    goal: str
    what: str
    value: float
    bar: float
    peers: str = ""
    least: bool = False
    unit: str = "x"
    # What is below every way of sealing records: 0 where nothing was measured as such.
    floor: float = 0

    @property
    def holds(self) -> bool:
        """Whether the bar is met."""
        return self.value >= self.bar if self.least else self.value <= self.bar

    @property
    def out_of_reach(self) -> bool:
        """Whether not even the floor meets the bar, which stays as it is."""
        return self.floor > self.bar


def table(bars: list[Bar]) -> None:
    """Print the table and how many bars hold."""
    print(f"\n{'':<5}{'measured':<58}{'ours':>12}{'bar':>12}  {'':<12}peers")
    for one in bars:
        sign = ">=" if one.least else "<="
        value, bar = f"{one.value:.4g} {one.unit}", f"{sign} {one.bar:.4g}"
        verdict = "holds" if one.holds else "FALLS SHORT"
        print(f"{one.goal:<5}{one.what:<58}{value:>12}{bar:>12}  {verdict:<12}{one.peers}")
        if one.out_of_reach:
            print(f"{'':<5}  out of reach here: one AES-GCM call a record, and nothing else, "
                  f"costs {one.floor:.4g} {one.unit}")  # fmt: skip
    print(f"\n{sum(one.holds for one in bars)} of {len(bars)} bars hold")
