"""G9 and G11: what rotation costs while people read, and erasure whatever a person's file holds."""

from __future__ import annotations

import multiprocessing
import statistics
import time
from multiprocessing.synchronize import Event
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from benchmarks.sealing.rounds import Bar, clock_of
from benchmarks.sealing.site import Bench, Note
from wellbeing.crypto import FileProvider, Keyring, read_state, rewrap, roll
from wellbeing.crypto.tables import KEYS

WARM = 400  # reads, until everything that is kept in memory is there


def bars(bench: Bench, rounds: int, keys: int) -> list[Bar]:
    """Return G9 on this database."""
    notes = [Note(child_id=uuid4(), text="x") for _ in range(keys)]
    bench.save(notes)
    ratios = [_rewrap(bench) / _in_memory(bench) for _ in range(rounds)]
    ids = [one.id for one in notes[:50]]
    _reads(bench, ids, WARM)
    times = [_beside(bench, ids) for _ in range(rounds)]
    slower = statistics.median(busy / quiet for busy, quiet in times)
    return [
        Bar("G9", f"rewrapping {keys:,} keys / the same in memory, {bench.name}",
            statistics.median(ratios), 4),
        Bar("G9", f"p95 of a read during it / before, {bench.name}", slower, 1.3),
    ]  # fmt: skip


def _address(bench: Bench) -> tuple[str, str]:
    return bench.engine.url.render_as_string(hide_password=False), str(bench.key_path)


def _beside(bench: Bench, ids: list[UUID]) -> tuple[float, float]:
    """Return the p95 of reads while everything is rewrapped, and just before."""
    roll(bench.engine, bench.keyring, bench.provider)
    spawned = multiprocessing.get_context("spawn")
    ready, go, done = spawned.Event(), spawned.Event(), spawned.Event()
    running = spawned.Process(target=_rotate, args=(_address(bench), ready, go, done))
    running.start()
    assert ready.wait(60)
    quiet, busy = _reads(bench, ids, WARM), list[float]()
    go.set()
    while running.is_alive() and not done.is_set():
        busy += _reads(bench, ids, 5)
    running.join(60)
    assert running.exitcode == 0
    return _p95(busy), _p95(quiet)


def _rotate(address: tuple[str, str], ready: Event, go: Event, done: Event) -> None:
    """Rewrap everything, in a process of its own as the command does."""
    from pathlib import Path

    from sqlalchemy import create_engine

    provider = FileProvider(Path(address[1]))
    ring = Keyring(provider.load(), "demo:bench", provider.load)
    engine = create_engine(address[0])
    engine.connect().close()
    ready.set()
    go.wait(60)
    assert rewrap(engine, ring) == 0
    done.set()


def _rewrap(bench: Bench) -> float:
    """Return the seconds per key of a rotation into the database."""
    roll(bench.engine, bench.keyring, bench.provider)
    clock = clock_of(bench.name)
    start = clock()
    assert rewrap(bench.engine, bench.keyring) == 0
    return clock() - start


def _in_memory(bench: Bench) -> float:
    """Return the seconds of rewrapping the same rows, without reading or writing them."""
    with bench.engine.connect() as connection:
        rows, epoch = connection.execute(select(KEYS)).all(), read_state(connection).epoch
    clock = clock_of(bench.name)
    start = clock()
    for row in rows:
        bench.keyring.rewrapped(row, epoch)
    return clock() - start


def _reads(bench: Bench, ids: list[UUID], count: int) -> list[float]:
    found = []
    for number in range(count):
        start = time.perf_counter()
        with bench.session() as session:
            row: Any = session.get(Note, ids[number % len(ids)])
            row.text.reveal()
        found.append(time.perf_counter() - start)
    return found


def _p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]
