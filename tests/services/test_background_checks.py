"""Background checks: warned thirty days ahead, blocked after a year, opened by a new one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.support.world import World, case_with_parent
from wellbeing.errors import Forbidden, WellbeingError
from wellbeing.forms import InvalidForm
from wellbeing.gate import Caller
from wellbeing.policy import Role
from wellbeing.services import background_checks, home, people
from wellbeing.services.background_checks import CheckForm

TODAY = date(2026, 3, 9)


def _asking(world: World, days: int = 365) -> None:
    settings = world.runtime.settings.model_copy(update={"background_check_days": days})
    world.runtime = replace(world.runtime, settings=settings)


def _id(world: World, login: str) -> UUID:
    return people.me(world.caller(login)).id


def _enter(world: World, login: str, day: date = TODAY, by: str = "coordinator") -> date:
    return background_checks.enter_check(world.caller(by), _id(world, login), CheckForm(day))


def test_a_check_counts_for_a_year_and_then_the_role_is_blocked(world: World) -> None:
    _asking(world)
    assert _enter(world, "teacher") == TODAY + timedelta(days=365)
    world.clock.move(days=365)
    assert home.home(world.teacher)
    world.clock.move(days=1)
    blocked = world.teacher
    with pytest.raises(Forbidden):
        home.home(blocked)
    me = people.me(blocked)
    assert me.check_ended and me.check_ends_on == TODAY + timedelta(days=365)
    _enter(world, "teacher", TODAY + timedelta(days=366))
    assert home.home(blocked) and not people.me(blocked).check_ended


def test_the_days_are_the_sites_own(world: World) -> None:
    _asking(world, days=100)
    _enter(world, "teacher")
    world.clock.move(days=101)
    with pytest.raises(Forbidden):
        home.home(world.teacher)
    _asking(world, days=0)
    assert home.home(world.teacher) and people.me(world.teacher).check_ends_on is None


def test_a_warning_comes_thirty_days_ahead_to_the_person_and_to_the_office(world: World) -> None:
    _asking(world)
    for login in ("officer2", "teacher2", "counsellor2", "officer", "counsellor", "coordinator"):
        _enter(world, login, by="administrator")
    _enter(world, "teacher", TODAY - timedelta(days=334))
    assert people.me(world.teacher).check_ends_on is None
    assert background_checks.checks_ending(world.coordinator) == 0
    world.clock.move(days=1)
    me = people.me(world.teacher)
    assert me.check_ends_on == TODAY + timedelta(days=31) and not me.check_ended
    assert background_checks.checks_ending(world.coordinator) == 1
    shown = {one.name: one.check_ends_on for one in people.people(world.coordinator)}
    assert shown["teacher (虚构)"] == TODAY + timedelta(days=31)
    assert shown["administrator (虚构)"] is None


def test_the_first_check_may_come_within_thirty_days_of_joining(world: World) -> None:
    _asking(world)
    world.clock.move(days=30)
    assert home.home(world.officer)
    world.clock.move(days=1)
    with pytest.raises(Forbidden):
        home.home(world.officer)


def test_a_blocked_coordinator_keeps_only_the_peoples_page(world: World) -> None:
    _asking(world)
    world.clock.move(days=31)
    office = world.coordinator
    assert people.people(office)
    for act in (home.home, lambda who: background_checks.checks_ending(who) and home.home(who)):
        with pytest.raises(Forbidden):
            act(office)
    with pytest.raises(WellbeingError, match="own account"):
        background_checks.enter_check(office, people.me(office).id, CheckForm(TODAY))
    _enter(world, "coordinator", world.clock().date(), by="administrator")
    assert home.home(office)


def test_who_is_alone_in_the_office_enters_their_own(world: World) -> None:
    office = world.coordinator
    people.deactivate(office, _id(world, "administrator"))
    me = people.me(office).id
    assert background_checks.enter_check(office, me, CheckForm(TODAY))


def test_a_parent_is_never_asked_and_a_blocked_teacher_stays_a_parent(world: World) -> None:
    _, mother = case_with_parent(world)
    _asking(world)
    world.clock.move(days=31)
    mother = replace(world.caller("parent"), runtime=world.runtime)
    assert home.home(mother) and people.me(mother).check_ends_on is None
    _also(world, mother, Role.TEACHER)
    me = people.me(mother)
    assert me.roles == {Role.PARENT} and me.check_ended and home.home(mother)


def _also(world: World, who: Caller, role: Role) -> None:
    from sqlalchemy import insert

    from wellbeing.models import Membership

    with world.runtime.engine.begin() as connection:
        values = {"user_id": people.me(who).id, "role": role.value, "since": world.clock()}
        connection.execute(insert(Membership).values(rev=1, **values))


def test_only_the_office_enters_checks_and_never_of_days_to_come(world: World) -> None:
    for login in ("officer", "teacher", "counsellor"):
        with pytest.raises(Forbidden):
            _enter(world, "officer2", by=login)
        with pytest.raises(Forbidden):
            background_checks.checks_ending(world.caller(login))
    with pytest.raises(InvalidForm) as refused:
        _enter(world, "officer2", TODAY + timedelta(days=1))
    assert set(refused.value.problems) == {"checked_on"}
