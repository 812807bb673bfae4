"""A view costs the same number of statements with 3 rows and with 30."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from tests.support.care import Scene
from tests.support.world import World
from wellbeing.gate import Caller
from wellbeing.services import cases, home, referrals, safety, screening

VIEWS: dict[str, tuple[str, Callable[[Caller], Any], int]] = {
    "queue": ("coordinator", screening.queue, 10),
    "home of the coordinator": ("coordinator", home.home, 31),
    "my referrals": ("officer", referrals.my_referrals, 7),
    "cases": ("coordinator", cases.cases, 6),
}


def statements(world: World, act: Callable[[], Any]) -> int:
    """Return how many statements an act sends, transaction control aside."""
    seen: list[str] = []

    def count(*args: Any) -> None:
        seen.append(args[2])

    engine = world.runtime.engine
    event.listen(engine, "before_cursor_execute", count)
    act()
    event.remove(engine, "before_cursor_execute", count)
    # What asks a connection once whether the second line stands is not the act's.
    aside = ("BEGIN", "SELECT pg_has_role")
    return len([one for one in seen if not one.startswith(aside)])


def _more(world: World, first: int, last: int) -> None:
    for n in range(first, last):
        sent = world.refer("officer", student_name=f"同学{n}", birth_date=f"2012-01-{n % 28 + 1}")
        if n % 3 == 0:
            world.decide(sent.id)


def test_an_act_costs_four_statements_beside_its_own(world: World, family: None) -> None:
    scene, who = Scene(world), world.counsellor
    form = safety.ContactForm("contact", "call", "平静一些了。")
    safety.record_contact(who, scene.case, form)  # today's first opening is entered, too
    gated = statements(world, lambda: safety.record_contact(who, scene.case, form))
    # The case, the fence before sealing, the row. SQLite needs no lock on the audit's end.
    assert gated == 3 + 4


@pytest.mark.parametrize("name", VIEWS)
def test_statements_do_not_grow_with_rows(world: World, name: str) -> None:
    login, view, most = VIEWS[name]
    who = world.caller(login)
    _more(world, 0, 4)
    view(who)  # today's first read of each record is entered in the audit
    few = statements(world, lambda: view(who))
    _more(world, 4, 31)
    view(who)
    many = statements(world, lambda: view(who))
    assert few == many
    assert many <= most
