"""What the gate and the audit cost: beside the same body, and beside a plain insert, in one run.

Start it with `make bench-access`. The body alone knows its actor already and enters nothing; it
keeps the row filters, without which it would be another query.
"""

from __future__ import annotations

import argparse
import csv
import logging
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import UUID

from sqlalchemy import text

from benchmarks import main_path, report, servers, sites
from benchmarks.report import Figure
from scripts import asvs
from tests.support.postgres import start_postgres
from wellbeing import audit
from wellbeing.db import open_session
from wellbeing.identity import identify
from wellbeing.services import cases
from wellbeing.work import Work
from wellbeing.writing import writing

MATRIX = servers.ROOT / "tests" / "contract" / "access_matrix.csv"
WRITERS = (1, 8)
_PLAIN = "INSERT INTO plain_entry VALUES (1, 'bench', 'done')"


def main() -> None:
    """Measure on every database that there is, and print each figure with its target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few calls, a short chain")
    quick = parser.parse_args().quick
    logging.disable(logging.WARNING)
    calls, entries = (40, 5_000) if quick else (200, 200_000)
    found: list[Figure] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        for name, site in stack.enter_context(_sites(folder)).items():
            found.append(_gate(name, site, calls))
            _throughput(name, site, calls)
            _verification(name, site, entries)
    print(f"\nAccess matrix: {_matrix()}")
    asvs.main()
    report.figures(found)


@contextmanager
def _sites(folder: Path) -> Iterator[dict[str, sites.Site]]:
    server = start_postgres()
    made = {"SQLite": sites.make(folder / "sqlite")}
    if server is not None:
        made["PostgreSQL"] = sites.make(folder / "postgres", server.create_database("bench"))
    try:
        yield made
    finally:
        for site in made.values():
            site.runtime.close()
        if server is not None:
            server.stop()


def _gate(name: str, site: sites.Site, calls: int) -> Figure:
    """Return the median of a gated view as a multiple of its body alone."""
    place = main_path.places(site)["case, counsellor"]
    case, (token,) = UUID(place.query.removeprefix("id=")), site.sign_ins(1, place.login)
    runtime, who = site.runtime, site.office.__class__(site.runtime, token)
    body = cases.open_case.__wrapped__  # type: ignore[attr-defined]
    with runtime.reading.begin() as connection:
        actor = identify(connection, token, runtime.clock(), runtime.settings.idle_minutes)

    def alone() -> None:
        with runtime.reading.begin() as connection:
            work = Work(actor, runtime.clock(), who, runtime.keyring())
            work.db = open_session(connection, actor, work)
            body(work, case)
            work.db.close()

    pairs = [(_ms(lambda: cases.open_case(who, case)), _ms(alone)) for _ in range(calls)]
    gated, bare = (statistics.median(some) for some in zip(*pairs, strict=True))
    print(f"{name}: a case opens in {gated:.1f} ms through the gate, its body alone {bare:.1f} ms")
    return Figure(f"{name}: gated / ungated, p50 of {calls} calls in turns", gated / bare, 1.5)


def _ms(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - start)


def _throughput(name: str, site: sites.Site, calls: int) -> None:
    """Print how many entries a second the audit takes, beside plain inserts."""
    runtime = site.runtime
    with runtime.engine.begin() as connection:
        connection.execute(text("CREATE TABLE plain_entry (id integer, a text, b text)"))

    def entry() -> None:
        with writing(runtime) as connection:
            act = audit.Act(runtime.clock(), None, "bench", "done")
            audit.append(connection, runtime.keyring(), [act])

    def plain() -> None:
        with runtime.engine.begin() as connection:
            connection.execute(text(_PLAIN))

    for writers in WRITERS:
        chained, bare = (_per_second(act, writers, 4 * calls) for act in (entry, plain))
        ratio = chained / bare
        print(f"{name}, {writers} writers: {chained:.0f} entries/s, {ratio:.2f} of plain inserts")


def _per_second(act: Callable[[], None], writers: int, calls: int) -> float:
    each = calls // writers

    def some() -> None:
        for _ in range(each):
            act()

    threads = [threading.Thread(target=some) for _ in range(writers)]
    start = time.perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return writers * each / (time.perf_counter() - start)


def _verification(name: str, site: sites.Site, entries: int) -> None:
    """Print how long it takes to verify a long chain."""
    runtime = site.runtime
    act = audit.Act(runtime.clock(), None, "bench", "done")
    for _ in range(entries // 1_000):
        with runtime.engine.begin() as connection:
            audit.append(connection, runtime.keyring(), [act] * 1_000)
    with runtime.reading.connect() as connection:
        count = audit.count(connection)
        took = _ms(lambda: audit.verify(connection, runtime.keyring())) / 1000
    print(f"{name}: {count:,} entries verified in {took:.2f} s")


def _matrix() -> str:
    """Return how large the reviewed matrix is: a row a use case and state, a column a person."""
    with MATRIX.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    people = len(head) - 2
    return f"{len(rows):,} rows by {people} people, {len(rows) * people:,} decisions"


if __name__ == "__main__":
    main()
