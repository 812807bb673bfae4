"""G7: names searched among many, beside opening them all and beside plain LIKE."""

from __future__ import annotations

import random
import statistics
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, select

from benchmarks.sealing.people import people
from benchmarks.sealing.rounds import Bar, clock_of
from benchmarks.sealing.site import Bench, PlainPupil, Pupil
from wellbeing.crypto import (
    Fresh,
    Keyring,
    NameIndex,
    SealContext,
    matches,
    reveal_many,
    sealed_columns,
)
from wellbeing.crypto.bound import open_all

PAGE, BATCH = 50, 5_000
LEAST = {"SQLite": 300, "PostgreSQL": 250}
MEBIBYTE = 2**20
NOBODY = UUID(int=0), UUID(int=0)


def bars(bench: Bench, rounds: int, count: int) -> list[Bar]:
    """Return G7 on this database."""
    names = people(count)
    for start in range(0, count, BATCH):
        bench.save([Pupil(name=one) for one in names[start : start + BATCH]])
        bench.save([PlainPupil(name=one) for one in names[start : start + BATCH]])
    index = NameIndex()
    ratios = [_build(bench, index) / _open_all(bench, "小明") for _ in range(rounds)]
    typed = typed_by_people(names)
    everything = statistics.median(_open_all(bench, one) for one in typed[:rounds])
    ours = [_seconds(_search, bench, index, one) for one in typed]
    like = [_seconds(_like, bench, one) for one in typed[:40]]
    p95 = sorted(ours)[int(len(ours) * 0.95)]
    _report(bench, index, names, ours, like, everything)
    return [
        Bar("G7", f"opening all {count:,} / p95 of two letters typed, {bench.name}",
            everything / p95, LEAST[bench.name], "plain LIKE "
            f"{everything / sorted(like)[int(len(like) * 0.95)]:.0f}", least=True),
        Bar("G7", f"building the index / opening all, {bench.name}",
            statistics.median(ratios), 3.5),
        Bar("G7", "memory of the index, for 100,000 names",
            index.bytes_held / MEBIBYTE * 100_000 / count, 12, unit="MiB"),
        Bar("G7", "bytes stored for fragments", 0, 0, unit="B"),
    ]  # fmt: skip


def typed_by_people(names: list[str]) -> list[str]:
    """Return two-character fragments of given names, as people type them."""
    dice = random.Random(3)
    chinese = [one for one in names if len(one) == 3]
    return [one[1:] for one in dice.sample(chinese, min(200, len(chinese)))]


def _build(bench: Bench, index: NameIndex) -> float:
    """Return the seconds of a build; the index is emptied before."""
    clock = clock_of(bench.name)
    index.keep_only([])
    start = clock()
    with bench.session() as session:
        seen = [tuple(row) for row in session.execute(select(Pupil.id, Pupil.rev))]
        unknown = index.unknown(seen)
        for at in range(0, len(unknown), 1_000):
            some = unknown[at : at + 1_000]
            rows = session.scalars(select(Pupil).where(Pupil.id.in_(some))).all()
            opened = reveal_many(rows, "name")
            index.refresh((row.id, row.rev, [name]) for row, name in zip(rows, opened, strict=True))
            session.expunge_all()
    return clock() - start


def _open_all(bench: Bench, typed: str) -> float:
    return open_names(bench.engine, bench.keyring, Pupil, typed)


def open_names(engine: Engine, ring: Keyring, model: Any, typed: str) -> float:
    """Return the seconds of the leanest search without an index: no records, no manifests."""
    spec, fresh, found = sealed_columns(model)["name"], Fresh(), 0
    clock = clock_of("SQLite" if engine.dialect.name == "sqlite" else "PostgreSQL")
    start = clock()
    with engine.connect() as connection:
        rows = connection.execute(select(model.__table__.c.id, model.__table__.c.name)).all()
        for at in range(0, len(rows), 1_000):
            some = rows[at : at + 1_000]
            ring.load(fresh, connection, [(row.id, spec.compartment.value, 1) for row in some])
            place = SealContext(ring.tenant, spec.table, spec.name, *NOBODY, spec.compartment)
            cells = [
                (ring.opener(fresh, connection, place._replace(subject_id=row.id), row.name),
                 row.id, row.name)
                for row in some
            ]  # fmt: skip
            found += sum(typed in one for one in spec.values(open_all(cells)))
    return clock() - start


def _search(bench: Bench, index: NameIndex, typed: str) -> list[str]:
    """Search as the site does: candidates, the reader's rows among them, and what matches."""
    with bench.session() as session:
        return list(islice(_fitting(session, index, typed), PAGE))


def _fitting(session: Any, index: NameIndex, typed: str) -> Any:
    for page in index.pages(typed):
        rows = session.scalars(select(Pupil).where(Pupil.id.in_(page))).all()
        for start in range(0, len(rows), PAGE):
            some = rows[start : start + PAGE]
            opened = zip(some, reveal_many(some, "name"), strict=True)
            yield from (row.id for row, name in opened if matches(typed, name))


def _like(bench: Bench, typed: str) -> list[Any]:
    with bench.session() as session:
        query = select(PlainPupil).where(PlainPupil.name.contains(typed)).limit(PAGE)
        return list(session.scalars(query))


def _seconds(search: Any, bench: Bench, *args: Any) -> float:
    clock = clock_of(bench.name)
    start = clock()
    search(bench, *args)
    return clock() - start


def _report(
    bench: Bench, index: NameIndex, names: list[str], ours: list[float], like: list[float],
    everything: float,
) -> None:  # fmt: skip
    """Print milliseconds, and that nothing was missed or wrongly found."""
    print(f"{bench.name}, {len(names):,} names: ours p50 {statistics.median(ours) * 1e3:.2f} ms, "
          f"LIKE p50 {statistics.median(like) * 1e3:.2f} ms, all opened {everything * 1e3:.0f} ms; "
          f"pinyin initials {_seconds(_search, bench, index, 'wxm') * 1e3:.2f} ms, "
          f"full pinyin {_seconds(_search, bench, index, 'xiaoming') * 1e3:.2f} ms")  # fmt: skip
    for typed in ("小明", "wxm", "Kemal"):
        wanted = min(PAGE, sum(matches(typed, one) for one in names))
        assert len(_search(bench, index, typed)) == wanted, typed
