"""A view costs the same number of statements with 3 rows and with 30."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from tests.support.world import World
from wellbeing.gate import Caller
from wellbeing.services import cases, home, referrals, screening

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
    # PostgreSQL's second line costs one short statement a transaction, whatever is asked.
    aside = ("BEGIN", "SELECT set_config", "SELECT to_regrole")
    return len([one for one in seen if not one.startswith(aside)])


def _more(world: World, first: int, last: int) -> None:
    for n in range(first, last):
        sent = world.refer("officer", student_name=f"同学{n}", birth_date=f"2012-01-{n % 28 + 1}")
        if n % 3 == 0:
            world.decide(sent.id)


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
