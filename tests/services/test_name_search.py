"""Search by name over several processes and many names: fresh everywhere, and one's own alone."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update

from tests.support.searcher import searcher
from tests.support.world import World
from wellbeing.models import Student
from wellbeing.services import students

TABLE = Student.__table__


def _add(world: World, login: str, name: str) -> UUID:
    form = students.StudentForm(name, world.places["north"])
    return students.add_student(world.caller(login).sending(uuid4()), form)


def _names(world: World, login: str, typed: str) -> list[str]:
    return [one.name for one in students.find_students(world.caller(login), typed)]


def test_two_processes_find_what_the_other_has_just_saved(world: World) -> None:
    _add(world, "teacher", "单小雨(虚构)")
    with searcher(world, "teacher") as other:
        assert other.find("单小") == ["单小雨(虚构)"] == _names(world, "teacher", "shanxy")
        late = _add(world, "teacher", "热合曼·小雪(虚构)")
        assert other.find("rehemanxx") == ["热合曼·小雪(虚构)"]
        assert other.find("xiao") == _names(world, "teacher", "xiao")
        # Gone from the database: found by nobody, although the other process knew the name.
        with world.runtime.engine.begin() as connection:
            connection.execute(delete(TABLE).where(TABLE.c.id == late))
        assert other.find("rehemanxx") == [] == _names(world, "teacher", "rehemanxx")


def test_a_change_stamped_by_a_slow_clock_is_found_at_the_latest_by_the_full_comparison(
    world: World,
) -> None:
    _add(world, "teacher", "赵一(虚构)")
    assert _names(world, "teacher", "赵一") == ["赵一(虚构)"]
    late = _add(world, "teacher", "赵二(虚构)")
    long_ago = world.clock() - timedelta(days=1)
    with world.runtime.engine.begin() as connection:
        connection.execute(update(TABLE).where(TABLE.c.id == late).values(changed_at=long_ago))
    assert _names(world, "teacher", "赵二") == []
    world.clock.move(minutes=10)
    assert _names(world, "teacher", "赵二") == ["赵二(虚构)"]


def test_names_of_other_schools_never_crowd_out_ones_own(world: World) -> None:
    """Rights are applied before anything is counted: 260 strangers sound like the one pupil."""
    stranger = world.teacher2
    for number in range(260):
        form = students.StudentForm(f"钱多{number}(虚构)", world.places["south"])
        students.add_student(stranger.sending(uuid4()), form)
    _add(world, "teacher", "钱多多(虚构)")
    assert _names(world, "teacher", "钱多") == ["钱多多(虚构)"]
    assert len(_names(world, "teacher2", "qianduo")) == students.MOST_FOUND
    assert _names(world, "officer", "钱多") == []


def test_a_name_that_does_not_open_hides_no_other(world: World) -> None:
    broken, _ = _add(world, "teacher", "孙坏(虚构)"), _add(world, "teacher", "孙好(虚构)")
    with world.runtime.engine.begin() as connection:
        connection.execute(update(TABLE).where(TABLE.c.id == broken).values(rev=7))
        assert connection.execute(select(TABLE.c.rev).where(TABLE.c.id == broken)).scalar() == 7
    assert _names(world, "teacher", "孙") == ["孙好(虚构)"]
    assert _names(world, "teacher", "孙") == ["孙好(虚构)"]
