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
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.engine import Connection

from benchmarks import main_path, report, servers, sites
from benchmarks.report import Figure
from scripts import asvs
from tests.support.postgres import start_postgres
from wellbeing import audit, audit_proof
from wellbeing.db import make_engine, open_session
from wellbeing.gate import Access, Caller
from wellbeing.identity import identify
from wellbeing.services import cases, safety
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
            found += _gates(name, site, calls)
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


def _gates(name: str, site: sites.Site, calls: int) -> list[Figure]:
    """Return the medians of a gated view, and of an act that writes a sealed text."""
    place = main_path.places(site)["case, counsellor"]
    (token,) = site.sign_ins(1, place.login)
    who, case = Caller(site.runtime, token), UUID(place.query.removeprefix("id="))
    form = safety.ContactForm("contact", "call", "平静一些了。(虚构)")
    return [
        _gate(f"{name}: a case is opened", who, cases.open_case, (case,), calls),
        _gate(f"{name}: a contact is recorded", who, safety.record_contact, (case, form), calls),
    ]


def _gate(name: str, who: Caller, act: Any, asked: tuple[Any, ...], calls: int) -> Figure:
    """Return how much longer an act takes than its body in a transaction of its own."""
    runtime, body = who.runtime, act.__wrapped__
    writes = act.__use_case__[1] is Access.WRITE
    # On PostgreSQL the body alone has connections of its own: what is prepared for one role is
    # planned anew for the other, and in a site no statement changes its role from turn to turn.
    own = runtime.engine.dialect.name == "postgresql"
    engine = make_engine(runtime.settings) if own else runtime.engine
    outside = engine if writes else engine.execution_options(read_only=True)
    with runtime.reading.begin() as connection:
        actor = identify(connection, who.token, runtime.clock(), runtime.settings.idle_minutes)

    def alone() -> None:
        with outside.begin() as connection:
            work = Work(actor, runtime.clock(), who, runtime.keyring())
            work.db = open_session(connection, actor, work)
            body(work, *asked)
            work.db.flush()
            work.db.close()

    pairs = [(_ms(lambda: act(who, *asked)), _ms(alone)) for _ in range(calls)]
    if own:
        engine.dispose()
    gated, bare = (statistics.median(some) for some in zip(*pairs, strict=True))
    print(f"{name} in {gated:.1f} ms through the gate, its body alone takes {bare:.1f} ms")
    return Figure(f"{name}, gated / ungated, p50 of {calls} calls in turns", gated / bare, 1.5)


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
    """Print how long it takes to prove a long chain: each entry anchored, and one row marked."""
    runtime = site.runtime
    keyring = runtime.keyring()
    with runtime.reading.connect() as connection:
        wrote = _newest_marks(connection)
    act = audit.Act(runtime.clock(), None, "bench", "done", wrote=wrote)
    for _ in range(entries // 1_000):
        with runtime.engine.begin() as connection:
            audit.append(connection, keyring, [act] * 1_000)
    with runtime.reading.connect() as connection:
        rows = connection.execute(select(audit.TABLE.c.seq, audit.TABLE.c.mac)).all()
        anchored = {row.seq: bytes(row.mac) for row in rows}
        found: list[audit_proof.Proof] = []
        prove = audit_proof.prove
        took = _ms(lambda: found.append(prove(connection, keyring, anchored))) / 1000
    print(
        f"{name}: {found[0].entries:,} entries with {len(anchored):,} anchors proved in "
        f"{took:.2f} s, {len(found[0].faults)} faults, {len(found[0].rows)} rows rolled back"
    )


def _newest_marks(connection: Connection) -> bytes:
    """Return the marks of the newest entry that has some."""
    c = audit.TABLE.c
    query = select(c.wrote).where(c.wrote.is_not(None)).order_by(c.seq.desc()).limit(1)
    return bytes(connection.execute(query).scalar_one())


def _matrix() -> str:
    """Return how large the reviewed matrix is: a row a use case and state, a column a person."""
    with MATRIX.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    people = len(head) - 2
    return f"{len(rows):,} rows by {people} people, {len(rows) * people:,} decisions"


if __name__ == "__main__":
    main()
