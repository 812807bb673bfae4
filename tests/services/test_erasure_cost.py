"""Erasing somebody of whom ten thousand texts are kept takes no longer than of whom ten are."""

from __future__ import annotations

from time import perf_counter
from uuid import UUID

from tests.support.bulk import add_texts
from tests.support.world import World
from wellbeing.services import erasure, people, students
from wellbeing.services.erasure import EraseForm, Part, Why

FEW, MANY, BAR = 10, 10_000, 1.5
NAMES = ("安一", "安二", "安三", "安四", "安五", "安六")
ALL = EraseForm(Part.ALL, Why.RETENTION_OVER)


def _fill(world: World, name: str, number: int) -> UUID:
    """Refer somebody with this many sealed texts beside; return their id."""
    sent = world.refer("officer", student_name=name)
    [found] = students.find_students(world.coordinator, name)
    add_texts(world.runtime, people.me(world.officer).id, sent.id, found.id, number)
    return found.id


def test_the_whole_act_costs_the_same_with_ten_and_with_ten_thousand_texts(world: World) -> None:
    """Gate, tokens, incidents, ledger, audit, and cleaning the database's files: all of it.

    The quickest of three each: a loud machine makes rounds slower, never quicker.
    """
    whom = [(_fill(world, name, n), n) for name, n in zip(NAMES, (FEW, MANY) * 3, strict=True)]
    office, spent = world.coordinator, dict[int, list[float]]({FEW: [], MANY: []})
    for student, number in whom:
        began = perf_counter()
        erasure.erase(office, student, ALL)
        spent[number].append(perf_counter() - began)
    ratio = min(spent[MANY]) / min(spent[FEW])
    print(f"erase {MANY:,} / {FEW}: {ratio:.2f} ({min(spent[FEW]) * 1000:.0f} ms)")
    assert ratio <= BAR
    assert all(one.clean for one in erasure.erasures(office))
