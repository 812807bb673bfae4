"""One page of ours beside a stock server's empty page, in turns, in one run."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from benchmarks import report, servers
from benchmarks.load import Seen, Target, load
from benchmarks.queue_page import STOCK, free

ROUNDS, FIRST_PORT = 3, 8800


def ratio(site: Path, page: Target, label: str, reruns: int) -> float:
    """Return the median rerun of a page as a multiple of the stock server's empty page.

    `page` names page, query, cookies and proof; the servers are started and stopped here.
    """
    with ExitStack() as stack:
        mine = servers.ours(site, free(FIRST_PORT))
        stack.callback(mine.stop)
        other = servers.stock(site / STOCK, free(FIRST_PORT))
        stack.callback(other.stop)
        targets = {
            STOCK: Target(other.port, other.process.pid),
            label: replace(page, port=mine.port, pid=mine.process.pid),
        }
        seen = {(name, 1): Seen() for name in targets}
        for target in targets.values():
            load(target, 1, 5)
        for _ in range(ROUNDS):
            for name, target in targets.items():
                seen[name, 1].add(load(target, 1, reruns))
                report.require_sound(name, seen[name, 1])
    report.measured(seen, {STOCK: "stock, empty page", label: label}, STOCK)
    return report.p50(seen[label, 1]) / report.p50(seen[STOCK, 1])
