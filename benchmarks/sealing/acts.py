"""G7 and G11 as the site does them: whole acts through the gate, on a site with all its tables."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import UUID

from benchmarks import sites
from benchmarks.sealing.names import LEAST, open_names, typed_by_people
from benchmarks.sealing.people import people
from benchmarks.sealing.rounds import Bar, clock_of
from tests.support.bulk import add_texts
from wellbeing.models import Student
from wellbeing.runtime import KnownNames
from wellbeing.services import erasure, students
from wellbeing.services import people as accounts

FEW = 10
ALL = erasure.EraseForm(erasure.Part.ALL, erasure.Why.RETENTION_OVER)


def bars(folder: Path, url: str, name: str, rounds: int, count: int, texts: int) -> list[Bar]:
    """Return G7 and G11 of a fresh site on this database."""
    site = sites.make(folder, url)
    try:
        return [*_searching(site, name, rounds, count), _erasing(site, name, rounds, texts)]
    finally:
        site.runtime.close()


def _searching(site: sites.Site, name: str, rounds: int, count: int) -> list[Bar]:
    """Search by two letters: right, actor, changes elsewhere, rows, texts, entry in the audit."""
    names = people(count)
    sites.enrol(site, names)
    typed = typed_by_people(names)

    def all_opened(typed: str) -> float:
        return open_names(site.engine, site.runtime.keyring(), Student, typed)

    def built() -> float:
        site.runtime.held.names = KnownNames()
        return _seconds(name, lambda: students.find_students(site.office, "\u0000"))

    ratios = [built() / all_opened("小明") for _ in range(rounds)]
    everything = statistics.median(all_opened(one) for one in typed[:rounds])
    ours = sorted(
        _seconds(name, partial(students.find_students, site.office, one)) for one in typed
    )
    p95 = ours[int(len(ours) * 0.95)]
    print(f"{name}, find_students among {count:,}: p50 {statistics.median(ours) * 1e3:.2f} ms, "
          f"p95 {p95 * 1e3:.2f} ms; all opened {everything * 1e3:.0f} ms")  # fmt: skip
    return [
        Bar("G7", f"the site's own search: opening all / p95, {name}", everything / p95,
            LEAST[name], least=True),
        Bar("G7", f"the site's own search: building / opening all, {name}",
            statistics.median(ratios), 3.5),
    ]  # fmt: skip


def _erasing(site: sites.Site, name: str, rounds: int, texts: int) -> Bar:
    """Erase somebody with many texts and somebody with few, in pairs: the whole act."""
    ratios = []
    for number in range(rounds):
        few, many = (_person(site, f"安{number}之{n}", n) for n in (FEW, texts))
        long, short = (_seconds(name, partial(erasure.erase, site.office, one, ALL))
                       for one in (many, few))  # fmt: skip
        ratios.append(long / short)
    what = f"erasing with {texts:,} texts / with {FEW}, {name}"
    return Bar("G11", what, statistics.median(ratios), 1.5)


def _person(site: sites.Site, name: str, number: int) -> UUID:
    """Refer somebody with this many sealed texts beside; return their id."""
    referral = site.refer(name)
    [found] = students.find_students(site.office, name)
    add_texts(site.runtime, accounts.me(site.officer).id, referral, found.id, number)
    return found.id


def _seconds(name: str, act: Callable[[], object]) -> float:
    clock = clock_of(name)
    start = clock()
    act()
    return clock() - start
