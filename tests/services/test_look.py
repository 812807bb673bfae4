"""The views of one run of a page ask once who looks; what was taken away is gone a second later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import event, update

from tests.support.world import World
from wellbeing.errors import Forbidden, SignedOut
from wellbeing.gate import Caller, Look
from wellbeing.models import Membership, SignIn
from wellbeing.services import cases, people, screening


def _on_a_page(world: World, login: str) -> Caller:
    return replace(world.caller(login), look=Look())


@contextmanager
def _identities(world: World) -> Iterator[list[str]]:
    """Collect the statements that ask who holds a token."""
    asked: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        if "FROM sign_in JOIN user_account" in " ".join(statement.split()):
            asked.append(statement)

    event.listen(world.runtime.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(world.runtime.engine, "before_cursor_execute", note)


def _take_the_role(world: World) -> None:
    with world.runtime.engine.begin() as connection:
        m = Membership.__table__
        connection.execute(update(m).where(m.c.role == "coordinator").values(until=world.clock()))


def test_views_of_one_run_ask_once_who_looks(world: World) -> None:
    office = _on_a_page(world, "coordinator")
    with _identities(world) as asked:
        for _ in range(3):
            assert cases.cases(office) is not None
            assert people.me(office).name
    assert len(asked) == 1


def test_without_a_page_every_view_asks_for_itself(world: World) -> None:
    office = world.coordinator
    with _identities(world) as asked:
        cases.cases(office)
        cases.cases(office)
    assert len(asked) == 2


def test_a_role_that_was_taken_is_gone_a_second_later(world: World) -> None:
    office = _on_a_page(world, "coordinator")
    cases.cases(office)
    _take_the_role(world)
    world.clock.move(seconds=1)
    with pytest.raises(Forbidden):
        screening.queue(office)


def test_an_act_always_asks_and_what_it_changed_counts_at_once(world: World) -> None:
    office = _on_a_page(world, "coordinator")
    cases.cases(office)
    _take_the_role(world)
    with pytest.raises(Forbidden):
        screening.acknowledge(office, world.places["north"])
    with pytest.raises(Forbidden):
        screening.queue(office)


def test_a_look_serves_the_token_that_it_was_found_with(world: World) -> None:
    office = _on_a_page(world, "coordinator")
    cases.cases(office)
    with pytest.raises(Forbidden):
        screening.queue(replace(world.officer, look=office.look))
    with pytest.raises(SignedOut):
        people.me(replace(office, token=""))


def test_an_ended_sign_in_is_out_a_second_later(world: World) -> None:
    office = _on_a_page(world, "coordinator")
    cases.cases(office)
    with world.runtime.engine.begin() as connection:
        connection.execute(update(SignIn.__table__).values(ended_at=world.clock()))
    world.clock.move(seconds=1)
    with pytest.raises(SignedOut):
        cases.cases(office)
