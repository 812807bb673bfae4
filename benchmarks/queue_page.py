"""What a click on the queue costs, beside an empty page of a stock Streamlit server.

Everything is measured in one run on one machine, in turns, so that the ratios mean something
where the milliseconds do not. Start it with `make bench`.
"""

from __future__ import annotations

import argparse
import logging
import socket
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks import report, servers, sites, statements
from benchmarks.load import Seen, Target, load
from benchmarks.report import Figure

PAGE = 50
ROW = b'<th scope="row">'
STOCK, SMALL, LARGE, ALL_OPEN = "stock", "small", "large", "all open"


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured."""

    small: int
    large: int
    # Sessions at a time, and reruns of each in one round.
    steps: tuple[tuple[int, int], ...]
    rounds: int
    port: int


FULL = {"small": 1_000, "large": 50_000, "steps": ((1, 30), (10, 6), (50, 3)), "rounds": 3}
QUICK = {"small": 200, "large": 2_000, "steps": ((1, 10), (5, 4)), "rounds": 1}


def main() -> None:
    """Measure, and print every figure with its target."""
    plan = _plan()
    # Pages run in this process to be counted: Streamlit warns that no browser is there.
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        _say("starting an empty site")
        first = [servers.first_page_seconds(folder / f"first{n}", free(plan.port)) for n in "ab"]
        _say("counting statements")
        counts = statements.count_all(folder / "counted")
        with ExitStack() as stack:
            targets = _targets(plan, folder, stack)
            seen = _measure(plan, targets)
    labels = {
        STOCK: "stock, empty page",
        SMALL: f"queue, {PAGE} of {plan.small:,} open",
        LARGE: f"queue, {PAGE} of {plan.large:,} open",
        ALL_OPEN: f"queue, all {plan.large:,} open",
    }
    report.measured(seen, labels, STOCK)
    report.figures([*_ratios(plan, seen), *_memory(plan, seen), *_counts(counts), *_starts(first)])


def _plan() -> Plan:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sites, few sessions, one round")
    parser.add_argument("--port", type=int, default=8800, help="first port to try (default 8800)")
    parser.add_argument("--large", type=int, help="referrals on the large site")
    parser.add_argument("--rounds", type=int, help="rounds of all measurements")
    chosen = parser.parse_args()
    plan = (QUICK if chosen.quick else FULL) | {"port": chosen.port}
    for name in ("large", "rounds"):
        if getattr(chosen, name):
            plan[name] = getattr(chosen, name)
    return Plan(**plan)  # type: ignore[arg-type]


def _targets(plan: Plan, folder: Path, stack: ExitStack) -> dict[str, Target]:
    """Fill the sites, start all servers, and return the pages to load."""
    most = max(sessions for sessions, _ in plan.steps)
    small, large = (_filled(folder / name, size) for name, size in
                    ((SMALL, plan.small), (LARGE, plan.large)))  # fmt: skip
    _say(f"opening all {plan.large:,} referrals of a copy")
    every = sites.open_all(large, folder / "open")
    found = {}
    for name, site in ((SMALL, small), (LARGE, large), (ALL_OPEN, every)):
        cookies = site.sign_ins(most)
        site.runtime.close()
        server = servers.ours(site.folder, free(plan.port))
        stack.callback(server.stop)
        pid = server.process.pid
        found[name] = Target(server.port, pid, "queue", cookies, (ROW, PAGE))
    server = servers.stock(folder / "stock", free(plan.port))
    stack.callback(server.stop)
    return {STOCK: Target(server.port, server.process.pid), **found}


def _filled(folder: Path, size: int) -> sites.Site:
    _say(f"filling a site with {size:,} referrals")
    site = sites.make(folder)
    sites.fill(site, size, PAGE)
    return site


def _measure(plan: Plan, targets: dict[str, Target]) -> dict[tuple[str, int], Seen]:
    """Load every page in turns; the first visit of each server is not counted."""
    for target in targets.values():
        load(target, 1, 5)
    seen = {(name, sessions): Seen() for sessions, _ in plan.steps for name in targets}
    for turn in range(plan.rounds):
        for sessions, reruns in plan.steps:
            _say(f"round {turn + 1} of {plan.rounds}: {sessions} at a time")
            for name, target in targets.items():
                seen[name, sessions].add(load(target, sessions, reruns))
                report.require_sound(name, seen[name, sessions])
    return seen


def _ratios(plan: Plan, seen: dict[tuple[str, int], Seen]) -> list[Figure]:
    found = []
    for sessions, _ in plan.steps:
        p50 = {name: report.p50(seen[name, sessions]) for name in (STOCK, SMALL, LARGE, ALL_OPEN)}
        at_once = f"at {sessions} session{'s' if sessions > 1 else ''}"
        found += [
            Figure(f"queue / stock, {plan.small:,}, {at_once}", p50[SMALL] / p50[STOCK], 0.5),
            Figure(f"queue / stock, {plan.large:,}, {at_once}", p50[LARGE] / p50[STOCK], 0.5),
            Figure(f"{plan.large:,} / {plan.small:,}, {at_once}", p50[LARGE] / p50[SMALL], 1.3),
            Figure(f"the same, all open, {at_once}", p50[ALL_OPEN] / p50[SMALL], 1.3),
        ]
    return found


def _memory(plan: Plan, seen: dict[tuple[str, int], Seen]) -> list[Figure]:
    """Return the growth since the first visit; ended sessions are still held, so it is a bound."""
    (least, _), (most, _) = plan.steps[0], plan.steps[-1]
    return [
        Figure(
            f"MiB a session, {most} sessions, {name} site",
            (seen[name, most].mib_open - seen[name, least].mib_before) / most,
            1.0,
            "MiB",
        )
        for name in (SMALL, LARGE, ALL_OPEN)
    ]


def _counts(counts: list[statements.Count]) -> list[Figure]:
    few, many = statements.FEW, statements.MANY
    return [
        Figure(f"statements of {c.page}, {few} rows, {many} rows: {c.few}", c.many, c.few, "")
        for c in counts
    ]


def _starts(first: list[float]) -> list[Figure]:
    return [Figure("empty folder to first page, install apart", min(first), 10.0, "s")]


def free(port: int) -> int:
    """Return the first free port from this one on."""
    for one in range(port, port + 90):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", one)):
                return one
    raise SystemExit(f"no free port from {port} on")


def _say(text: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {text} ...", flush=True)


if __name__ == "__main__":
    main()
