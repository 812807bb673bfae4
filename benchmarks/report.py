"""The printed table: every figure with its target, and whether it holds."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from benchmarks.load import Seen, at


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number and the most that it may be."""

    name: str
    value: float
    most: float
    unit: str = "x"

    @property
    def holds(self) -> bool:
        """Whether the target is met; what could not be measured does not hold."""
        return self.value <= self.most


def p50(seen: Seen) -> float:
    """Return the median time of a rerun."""
    return at(seen.rerun_ms, 0.50)


def require_sound(name: str, seen: Seen) -> None:
    """End the run where a page did not answer or was not the page: errors are fast, too."""
    if seen.problems or not seen.rerun_ms:
        raise SystemExit(f"{name}: {dict(seen.problems) or 'no answer'}")


def measured(seen: Mapping[tuple[str, int], Seen], labels: Mapping[str, str], base: str) -> None:
    """Print what each page cost at each number of sessions."""
    print("\nReruns: milliseconds; `cpu` is the server's own time; memory before and per session")
    head = ("p50", "p95", "/stock", "reruns/s", "cpu ms", "/stock", "first", "kB", "MiB", "+MiB")
    print(f"{'page':<28}{'sessions':>9}" + "".join(f"{word:>9}" for word in head))
    for (name, sessions), one in seen.items():
        stock = seen[base, sessions]
        cells = (
            f"{p50(one):.1f}", f"{at(one.rerun_ms, 0.95):.1f}", f"{p50(one) / p50(stock):.2f}",
            f"{one.per_second:.1f}", f"{one.cpu_ms:.1f}", f"{one.cpu_ms / stock.cpu_ms:.2f}",
            f"{at(one.first_ms, 0.5):.0f}", f"{statistics.median(one.rerun_bytes) / 1000:.1f}",
            f"{one.mib_before:.0f}", f"{(one.mib_open - one.mib_before) / sessions:.2f}",
        )  # fmt: skip
        print(f"{labels[name]:<28}{sessions:>9}" + "".join(f"{cell:>9}" for cell in cells))


def figures(found: Iterable[Figure]) -> None:
    """Print each figure, its target, and whether it holds."""
    print(f"\n{'figure':<58}{'value':>10}{'target':>10}")
    for one in found:
        value, most = (_text(number, one.unit) for number in (one.value, one.most))
        print(f"{one.name:<58}{value:>10}{most:>10}  {'holds' if one.holds else 'FALLS SHORT'}")


def _text(number: float, unit: str) -> str:
    return f"{number:.2f} {unit}" if unit else f"{number:.0f}"
