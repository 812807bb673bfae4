"""What a tab looked at a moment ago is not asked again; whatever anybody does shows at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import event, update

from tests.support.handing import Handing
from tests.support.matrix import arguments, ask, use_cases
from tests.support.matrix_scene import MatrixScene
from tests.support.world import World
from wellbeing.errors import Forbidden, SignedOut
from wellbeing.gate import Access, Caller, Look
from wellbeing.models import Membership, SignIn
from wellbeing.policy import Actor, Role
from wellbeing.services import cases, check_in, handoffs, people, screening


def _on_a_page(world: World, login: str) -> Caller:
    return replace(world.caller(login), look=Look())


def _again(caller: Caller) -> Caller:
    """The same tab, in the next run of its page."""
    assert caller.look is not None
    caller.look.begin()
    return caller


@contextmanager
def _asked(world: World, words: str) -> Iterator[list[str]]:
    """Collect the statements in which these words stand."""
    asked: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        if words in " ".join(statement.split()):
            asked.append(statement)

    event.listen(world.runtime.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(world.runtime.engine, "before_cursor_execute", note)


WHO = "FROM sign_in JOIN user_account"


def _take_the_role(world: World) -> None:
    with world.runtime.engine.begin() as connection:
        m = Membership.__table__
        connection.execute(update(m).where(m.c.role == "coordinator").values(until=world.clock()))


def test_views_of_one_run_ask_once_who_looks(world: World) -> None:
    office = _on_a_page(world, "coordinator")
    with _asked(world, WHO) as asked:
        for _ in range(3):
            assert cases.cases(office) is not None
            assert people.me(office).name
    assert len(asked) == 1


def test_without_a_page_every_view_asks_for_itself(world: World) -> None:
    office = world.coordinator
    with _asked(world, WHO) as who, _asked(world, "FROM case_file") as read:
        cases.cases(office)
        cases.cases(office)
    assert len(who) == len(read) == 2


def test_the_next_run_asks_who_looks_and_reads_nothing_that_it_has(world: World) -> None:
    office = _on_a_page(world, "coordinator")
    first = cases.cases(office)
    with _asked(world, WHO) as who, _asked(world, "FROM case_file") as read:
        assert cases.cases(_again(office)) == first
    assert (len(who), len(read)) == (1, 0)


def test_what_somebody_else_did_shows_at_the_next_run(world: World) -> None:
    office = _on_a_page(world, "coordinator")
    before = len(screening.queue(office).rows)
    world.refer("officer")
    assert len(screening.queue(_again(office)).rows) == before + 1


def test_what_they_did_themselves_shows_in_the_same_run(world: World) -> None:
    sent = world.refer("officer").id
    office = _on_a_page(world, "coordinator")
    assert [one.state for one in screening.queue(office).rows] == ["submitted"]
    screening.acknowledge(office, sent)
    assert [one.state for one in screening.queue(office).rows] == ["screening"]


def test_five_seconds_later_it_is_read_again(world: World) -> None:
    office = _on_a_page(world, "coordinator")
    cases.cases(office)
    world.clock.move(seconds=5)
    with _asked(world, "FROM case_file") as read:
        cases.cases(_again(office))
    assert len(read) == 1


def test_what_a_page_does_not_show_any_more_is_not_kept(world: World) -> None:
    office = _on_a_page(world, "coordinator")
    cases.cases(office)
    people.me(_again(office))
    with _asked(world, "FROM case_file") as read:
        cases.cases(_again(office))
    assert len(read) == 1


def test_a_role_that_was_taken_is_gone_at_the_next_run_and_a_second_later(world: World) -> None:
    office, other = (_on_a_page(world, "coordinator") for _ in range(2))
    for who in (office, other):
        screening.queue(who)
    _take_the_role(world)
    with pytest.raises(Forbidden):
        screening.queue(_again(office))
    world.clock.move(seconds=1)
    with pytest.raises(Forbidden):
        screening.queue(other)


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
    screening.queue(office)
    with pytest.raises(Forbidden):
        screening.queue(replace(world.officer, look=office.look))
    with pytest.raises(SignedOut):
        people.me(replace(office, token=""))


def test_filters_of_one_reader_are_never_handed_to_another(world: World) -> None:
    """The coordinator's filters let everything through: a link in the same tab gets its own."""
    scene = Handing(world)
    sent = scene.send("hospital")
    scene.send("station")
    guest, _ = scene.guest(sent)
    alone = {one.id for one in handoffs.handoffs(guest)}
    for login in ("coordinator", "counsellor", "partner"):
        tab = _on_a_page(world, login)
        assert tab.look is not None
        theirs = {one.id for one in handoffs.handoffs(tab)}
        kept = dict(tab.look.filters)
        assert kept and theirs != alone
        assert {one.id for one in handoffs.handoffs(replace(guest, look=tab.look))} == alone
        assert tab.look.filters == kept
        assert {one.id for one in handoffs.handoffs(tab)} == theirs


def test_a_partner_and_a_lent_tablet_get_filters_of_their_own_in_anybodys_tab(
    world: World,
) -> None:
    scene = Handing(world)
    scene.send("station")
    tab, partner = _on_a_page(world, "coordinator"), replace(world.partner2)
    assert handoffs.handoffs(tab) and not handoffs.handoffs(partner)
    assert not handoffs.handoffs(replace(partner, look=tab.look))
    me, talk = world.counsellor, scene.book()
    check_in.lend(me, talk, check_in.LendForm("2468"))
    cases.cases(tab)
    lent = replace(me, look=tab.look)
    assert check_in.place(lent) == check_in.place(me)
    with pytest.raises(Forbidden):
        cases.cases(lent)


def test_a_look_hands_filters_to_the_very_actor_alone(world: World) -> None:
    look, one = Look(), Actor(uuid4(), frozenset({Role.COORDINATOR}))
    look.keep("token", one, (1, b""))
    look.filters_for(one)["record"] = "all"
    assert look.filters_for(one) == {"record": "all"}
    same_roles = replace(one, user_id=uuid4())
    for other in (same_roles, replace(one), Actor(None, frozenset({Role.VISITOR}))):
        assert look.filters_for(other) == {}
        look.filters_for(other)["record"] = "theirs"
    assert look.filters_for(one) == {"record": "all"}
    look.keep("other", same_roles, (1, b""))
    assert look.filters_for(same_roles) == look.filters_for(one) == {}


def test_an_ended_sign_in_is_out_at_the_next_run(world: World) -> None:
    office = _on_a_page(world, "coordinator")
    cases.cases(office)
    with world.runtime.engine.begin() as connection:
        connection.execute(update(SignIn.__table__).values(ended_at=world.clock()))
    with pytest.raises(SignedOut):
        cases.cases(_again(office))


def test_every_view_shows_with_a_look_what_it_shows_without(sqlite_world: World) -> None:
    scene = MatrixScene(sqlite_world)
    views = {n: act for n, act in use_cases().items() if act.__use_case__[1] is Access.READ}
    several = ("coordinator", "counsellor: team", "parent: guardian", "administrator")
    for who in several:
        caller = scene.caller(who, "open")
        tab = replace(caller, look=Look())
        for name, act in views.items():
            asked = arguments(scene, name, act, "open", who)
            plain = repr(ask(act, caller, asked))
            for _ in range(3):
                assert repr(ask(act, _again(tab), asked)) == plain, (who, name)
