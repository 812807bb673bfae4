"""Home pages: what is mine, what is late, whom I wait for, however many cases there are."""

from __future__ import annotations

from benchmarks.care_path import grow
from tests.support.care import Scene
from tests.support.world import World
from wellbeing.services import home


def test_the_coordinator_is_told_what_is_long_overdue_among_hundreds_of_cases(
    world: World,
) -> None:
    me = world.counsellor
    grow(me, 130, 1, 0)
    assert not any(one.page == "case" for one in home.home(world.coordinator).others)
    world.clock.move(days=60)
    grow(world.counsellor, 130, 1, 0)  # newer cases, none of them late
    seen = home.home(world.coordinator).others
    assert seen and all(one.standing == "escalated" for one in seen)
    assert {one.what for one in seen} <= {"book_next", "review_plan", "do_task"}


def test_the_owner_sees_what_is_overdue_first_and_whom_they_wait_for(scene: Scene) -> None:
    scene.plan()
    waits = {one.what for one in home.home(scene.world.counsellor).others}
    assert waits == {"answer_plan", "tell_back"}
    assert {one.what for one in home.home(scene.mother).today} == {"answer_plan"}
    assert home.home(scene.mother).others == ()
    scene.world.clock.move(days=20)
    mine = home.home(scene.world.counsellor)
    assert "call_family" in {one.what for one in mine.late}
