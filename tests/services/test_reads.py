"""A young person's record is entered once per reader and day of the site, before it is shown."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import func, select

from tests.support.care import Scene
from tests.support.world import World
from wellbeing import anchors, audit
from wellbeing.errors import Unavailable
from wellbeing.gate import Caller
from wellbeing.models import SafetyEntry
from wellbeing.runtime import Runtime
from wellbeing.services import cases, people, safety


def _opened(world: World, who: Caller, subject: UUID) -> int:
    """Return how often it is entered that somebody opened the texts of a young person."""
    c = audit.TABLE.c
    mine = c.outcome == "opened", c.actor_id == people.me(who).id, c.object_id == subject
    query = select(c.kind).where(*mine, c.kind == "student")
    with world.runtime.reading.connect() as connection:
        return len(connection.execute(query).all())


def _elsewhere(world: World, who: Caller) -> Caller:
    """Return the same person in another process: it shares database and key, and no memory."""
    runtime = world.runtime
    return replace(who, runtime=Runtime.start(runtime.settings, runtime.clock))


def test_a_record_is_entered_once_a_day_and_the_day_turns_on_the_sites_clock(
    sqlite_world: World,
) -> None:
    world, scene = sqlite_world, Scene(sqlite_world)
    world.clock.move(days=1)
    world.clock.at = world.clock.at.replace(hour=15, minute=30)  # half past eleven at night
    who = world.counsellor
    for _ in range(2):
        cases.open_case(who, scene.case)
    assert _opened(world, who, scene.student) == 1
    world.clock.move(hours=1)  # the next day here, the same day in UTC
    who = world.counsellor
    cases.open_case(who, scene.case)
    assert _opened(world, who, scene.student) == 2
    world.clock.move(hours=8)  # the next day in UTC, the same here
    who = world.counsellor
    cases.open_case(who, scene.case)
    assert _opened(world, who, scene.student) == 2


def test_another_process_enters_no_second_reading(sqlite_world: World) -> None:
    world, scene = sqlite_world, Scene(sqlite_world)
    who = world.counsellor
    cases.open_case(who, scene.case)
    there = _elsewhere(world, who)
    assert cases.open_case(there, scene.case).student_id == scene.student
    assert _opened(world, who, scene.student) == 1
    there.runtime.close()


def test_who_reads_the_same_for_the_first_time_in_many_places_is_entered_once(
    scene: Scene,
) -> None:
    scene.away()
    world, who = scene.world, scene.world.counsellor2
    processes = [_elsewhere(world, who) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        shown = list(pool.map(lambda one: cases.open_case(one, scene.case).id, processes))
    assert shown == [scene.case] * 4
    assert _opened(world, who, scene.student) == 1
    for one in processes:
        one.runtime.close()


def test_what_cannot_be_entered_is_not_shown(scene: Scene) -> None:
    world, who = scene.world, scene.world.counsellor2
    scene.away()
    _full(world)
    with pytest.raises(Unavailable):
        cases.open_case(who, scene.case)
    assert _opened(world, who, scene.student) == 0


def test_what_cannot_be_entered_is_not_done(scene: Scene) -> None:
    world, who = scene.world, scene.world.counsellor
    form = safety.ContactForm("contact", "call", "平静一些了。")
    safety.record_contact(who, scene.case, form)
    before, anchored = _contacts(world), anchors.read(world.runtime.settings.anchor_path)
    assert before == 1
    _full(world)
    with pytest.raises(Unavailable):
        safety.record_contact(who, scene.case, form)
    assert _contacts(world) == before
    assert anchors.read(world.runtime.settings.anchor_path) == anchored


def _contacts(world: World) -> int:
    query = select(func.count()).select_from(SafetyEntry.__table__)
    with world.runtime.reading.connect() as connection:
        return int(connection.execute(query).scalar_one())


def _full(world: World) -> None:
    """Let the database refuse every new entry, as a full disk would."""
    refuse = "BEGIN RAISE EXCEPTION 'full'; END"
    made = [
        f"CREATE FUNCTION full_disk() RETURNS trigger AS $$ {refuse} $$ LANGUAGE plpgsql",
        "CREATE TRIGGER full_disk BEFORE INSERT ON audit EXECUTE FUNCTION full_disk()",
    ]
    with world.runtime.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            raised = "BEGIN SELECT RAISE(ABORT, 'full'); END"
            made = [f"CREATE TRIGGER full_disk BEFORE INSERT ON audit {raised}"]
        for one in made:
            connection.exec_driver_sql(one)
