"""What a click costs on every page of the main path, beside a stock server's empty page.

All in one run on one machine: each page at 1, 10 and 50 sessions, memory per session and its
growth under load, and two app processes behind a proxy. Start it with `make bench-pages`.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import main_path, report, servers, sites
from benchmarks.load import Seen, Target, load, resident_mib
from benchmarks.queue_page import STOCK, free
from benchmarks.report import Figure

TITLE = (b'class="mp-title', 1)
GROWTH_PAGE, TWICE_PAGE = "queue", "case, counsellor"
WANTED_TWICE = 1.7


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured."""

    referrals: int
    steps: tuple[tuple[int, int], ...]
    rounds: int
    growth_seconds: int
    port: int


FULL = Plan(1_000, ((1, 30), (10, 6), (50, 3)), 3, 600, 8800)
QUICK = Plan(60, ((1, 6), (5, 3)), 1, 10, 8800)


def main() -> None:
    """Measure, and print every figure with its target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small site, few sessions")
    parser.add_argument("--port", type=int, default=8800, help="first port to try")
    chosen = parser.parse_args()
    plan = replace(QUICK if chosen.quick else FULL, port=chosen.port)
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="bench-") as name, ExitStack() as stack:
        folder = Path(name)
        say(f"filling a site with {plan.referrals:,} referrals")
        pages = _pages(plan, folder / "site", stack)
        seen = _measure(plan, pages)
        figures = [*_ratios(plan, seen, pages), *_memory(plan, seen, pages)]
        figures += [_growth(plan, pages[GROWTH_PAGE]), _twice(plan, folder, pages, stack)]
    report.measured(seen, {name: name for name in pages}, STOCK)
    report.figures(figures)


def _pages(plan: Plan, folder: Path, stack: ExitStack) -> dict[str, Target]:
    """Fill a site, serve it and a stock server, and return the pages of the main path."""
    most = max(sessions for sessions, _ in plan.steps)
    site = sites.make(folder)
    sites.fill(site, plan.referrals, 50)
    places = main_path.places(site)
    logins = {one.login for one in places.values()}
    tokens = {login: site.sign_ins(most, login) for login in logins}
    site.runtime.close()
    ours = servers.ours(folder, free(plan.port))
    stack.callback(ours.stop)
    empty = servers.stock(folder.parent / "stock", free(plan.port))
    stack.callback(empty.stop)
    found = {STOCK: Target(empty.port, empty.process.pid)}
    for name, one in places.items():
        found[name] = Target(
            ours.port, ours.process.pid, one.page, tokens[one.login], TITLE, one.query
        )
    return found


def _measure(plan: Plan, pages: dict[str, Target]) -> dict[tuple[str, int], Seen]:
    """Load every page in turns; the first visit of each is not counted."""
    for target in pages.values():
        load(target, 1, 3)
    seen = {(name, sessions): Seen() for name in pages for sessions, _ in plan.steps}
    for turn in range(plan.rounds):
        for sessions, reruns in plan.steps:
            say(f"round {turn + 1} of {plan.rounds}: {sessions} at a time")
            for name, target in pages.items():
                seen[name, sessions].add(load(target, sessions, reruns))
                report.require_sound(name, seen[name, sessions])
    return seen


def _ratios(
    plan: Plan, seen: dict[tuple[str, int], Seen], pages: dict[str, Target]
) -> list[Figure]:
    """Every page must cost less than the empty page of a stock server."""
    return [
        Figure(
            f"{name} / stock, at {sessions}",
            report.p50(seen[name, sessions]) / report.p50(seen[STOCK, sessions]),
            1.0,
        )
        for name in pages
        if name != STOCK
        for sessions, _ in plan.steps
    ]


def _memory(
    plan: Plan, seen: dict[tuple[str, int], Seen], pages: dict[str, Target]
) -> list[Figure]:
    """Return the memory of one more session, as a bound: ended sessions are still held."""
    most, _ = plan.steps[-1]
    found = {name: seen[name, most] for name in pages if name != STOCK}
    worst = max(found, key=lambda name: found[name].mib_open - found[name].mib_before)
    each = (found[worst].mib_open - found[worst].mib_before) / most
    return [Figure(f"MiB a session, most: {worst}, {most} sessions", each, 1.0, "MiB")]


def _growth(plan: Plan, target: Target) -> Figure:
    """Return how much memory a minute of load adds, once the first fifth has warmed it up."""
    say(f"{plan.growth_seconds} s of load for the growth of memory")
    end, warm = time.monotonic() + plan.growth_seconds, 0.0
    begun = time.monotonic() + plan.growth_seconds / 5
    while time.monotonic() < end:
        load(target, 10, 20)
        if not warm and time.monotonic() > begun:
            warm, begun = resident_mib(target.pid), time.monotonic()
    minutes = max(time.monotonic() - begun, 1.0) / 60
    grown = (resident_mib(target.pid) - warm) / minutes
    return Figure(f"MiB grown a minute, over {minutes:.1f} minutes", grown, 1.0, "MiB")


def _twice(plan: Plan, folder: Path, pages: dict[str, Target], stack: ExitStack) -> Figure:
    """Return how many times as many reruns two processes carry as one, behind the same proxy.

    Client, proxy and both processes share this machine's processors: with two of them the
    figure is a lower bound.
    """
    say("one process and then two behind a proxy")
    second = servers.ours(folder / "site", free(plan.port))
    stack.callback(second.stop)
    first, (sessions, reruns) = pages[TWICE_PAGE], plan.steps[-1]
    rates = []
    for backends in ((first.port,), (first.port, second.port)):
        port = free(plan.port)
        command = [sys.executable, "-m", "benchmarks.proxy", str(port), *map(str, backends)]
        proxy = servers.start(command, servers.ROOT, {}, port, "/signin")
        target = replace(first, port=port)
        load(target, 2, 2)
        rates.append(load(target, sessions, 3 * reruns).per_second)
        proxy.stop()
    ratio = rates[1] / rates[0]
    text = f"one process / two of them, {rates[0]:.0f} and {rates[1]:.0f} reruns/s"
    return Figure(text, 1 / ratio, 1 / WANTED_TWICE)


def say(text: str) -> None:
    """Tell what is under way."""
    print(f"[{time.strftime('%H:%M:%S')}] {text} ...", flush=True)


if __name__ == "__main__":
    main()
