"""The interview room: each school has its own, it is never booked twice, and it names nobody."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from tests.support.care import TUESDAY, Scene
from tests.support.world import World
from wellbeing.errors import Forbidden, NotFound
from wellbeing.forms import InvalidForm, read
from wellbeing.gate import Caller
from wellbeing.services import screening, sessions

DAY = date(2026, 3, 17)


def day(who: Caller, case: UUID) -> sessions.RoomDay:
    return next(one for one in sessions.room_days(who, case) if one.day == DAY)


def another(world: World, school: str = "north", login: str = "counsellor2") -> UUID:
    """Return a case of another young person."""
    sent = world.refer("teacher", student_name="叶小雨", birth_date="2012-05-06",
                       school_id=str(world.places[school]))  # fmt: skip
    found = screening.open_screening(world.coordinator, sent.id).counsellors
    ids = {name: one for one, name in found}
    made: UUID = world.decide(sent.id, counsellor_id=ids[f"{login} (虚构)"]).case_id
    return made


def test_what_is_booked_is_taken_and_the_rest_of_the_day_is_free(scene: Scene) -> None:
    me = scene.world.counsellor
    assert day(me, scene.case).taken == () and day(me, scene.case).free[0] == "08:00"
    scene.book()
    found = day(me, scene.case)
    assert found.taken == ("14:30–15:20",)
    assert not {"14:00", "14:30", "15:00"} & set(found.free)
    assert {"13:30", "15:30", "17:00"} <= set(found.free) and "17:30" not in found.free
    for free in ("13:30", "15:30"):
        scene.book(at=free)  # what is offered is never refused


def test_every_day_shown_is_worked_and_nothing_that_has_passed_is_offered(scene: Scene) -> None:
    found = sessions.room_days(scene.world.counsellor, scene.case)
    pack = scene.world.runtime.pack
    now = scene.world.clock.at.astimezone(pack.time_zone)
    assert len(found) == 10 and all(pack.calendar.is_working(one.day) for one in found)
    assert found[0].day >= now.date()
    today = [one for one in found if one.day == now.date()]
    assert all(at > f"{now:%H:%M}" for one in today for at in one.free)


def test_a_colleague_sees_that_the_room_is_taken_and_not_for_whom(scene: Scene) -> None:
    scene.book()
    other = another(scene.world)
    found = day(scene.world.counsellor2, other)
    assert found.taken == ("14:30–15:20",) and "陆小满" not in repr(found)
    form = read(sessions.BookForm, TUESDAY)
    with pytest.raises(InvalidForm):
        sessions.book(scene.world.counsellor2, other, form)


def test_the_week_of_ones_own_school_shows_when_the_room_is_taken(scene: Scene) -> None:
    world, monday = scene.world, date(2026, 3, 16)
    case = another(world, "south", "counsellor")
    sessions.book(world.counsellor, case, read(sessions.BookForm, TUESDAY))
    scene.book(at="16:00")  # at the other school
    assert sessions.room_week(world.counsellor2, monday) == ()
    (span,) = sessions.room_taken(world.counsellor2, monday)
    assert f"{span[0]:%H:%M}" == "14:30"
    with pytest.raises(Forbidden):
        sessions.room_taken(scene.mother, monday)


def test_the_rooms_of_two_schools_do_not_block_each_other(scene: Scene) -> None:
    scene.book()
    other = another(scene.world, "south")
    assert day(scene.world.counsellor2, other).taken == ()
    sessions.book(scene.world.counsellor2, other, read(sessions.BookForm, TUESDAY))


def test_only_the_counsellor_of_the_case_asks_for_its_room(scene: Scene) -> None:
    with pytest.raises(NotFound):
        sessions.room_days(scene.world.counsellor2, scene.case)
    for who in (scene.world.coordinator, scene.world.teacher, scene.mother):
        with pytest.raises(Forbidden):
            sessions.room_days(who, scene.case)
