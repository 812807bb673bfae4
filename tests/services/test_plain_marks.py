"""Who is what here, on which team, and what is entrusted: an edit behind the audit is named."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from sqlalchemy import delete, insert, select, update

from tests.support.care import Scene
from tests.support.tamper import proof_of, row_of
from tests.support.world import World
from wellbeing.configuration import begin_marks
from wellbeing.models import CaseMember, Entrusted, Membership
from wellbeing.row_marks import RolledBack
from wellbeing.services import people

ROLE: Any = Membership.__table__
TEAM: Any = CaseMember.__table__
TIE: Any = Entrusted.__table__


def _change(world: World, statement: Any) -> None:
    with world.runtime.engine.begin() as connection:
        connection.execute(statement)


def _of(world: World, login: str) -> Any:
    """Return the row that gives somebody their role."""
    mine = select(ROLE).where(ROLE.c.user_id == people.me(world.caller(login)).id)
    with world.runtime.reading.connect() as connection:
        return connection.execute(mine).one()


def test_a_role_a_team_and_a_cover_that_are_edited_are_named(scene: Scene) -> None:
    world, cover = scene.world, scene.away()
    assert proof_of(world).rows == []
    role = _of(world, "teacher")
    with world.runtime.reading.connect() as connection:
        member = connection.execute(select(TEAM).where(TEAM.c.case_id == scene.case)).first()
    assert member is not None
    _change(world, update(ROLE).where(ROLE.c.id == role.id).values(role="coordinator"))
    _change(world, update(TEAM).where(TEAM.c.id == member.id).values(user_id=role.user_id))
    _change(world, update(TIE).where(TIE.c.id == cover).values(until=None))
    assert proof_of(world).rows == [
        RolledBack("case_member", member.id, member.rev, member.rev),
        RolledBack("entrusted", cover, row_of(world, TIE, cover)["rev"], 1),
        RolledBack("membership", role.id, role.rev, role.rev),
    ]
    assert proof_of(world).faults == []


def test_a_higher_revision_does_not_hide_an_edit_and_a_deleted_role_is_missed(
    sqlite_world: World,
) -> None:
    world = sqlite_world
    role, other = _of(world, "teacher"), _of(world, "officer")
    _change(world, update(ROLE).where(ROLE.c.id == role.id).values(role="officer", rev=9))
    _change(world, delete(ROLE).where(ROLE.c.id == other.id))
    assert set(proof_of(world).rows) == {
        RolledBack("membership", role.id, 9, 1), RolledBack("membership", other.id, 0, 1),
    }  # fmt: skip


def test_a_role_that_nobody_gave_is_named_once_all_rows_are_marked(sqlite_world: World) -> None:
    world = sqlite_world
    begin_marks(world.runtime)
    begin_marks(world.runtime)
    forged = row_of(world, ROLE, _of(world, "teacher").id)
    forged |= {"id": uuid4(), "role": "coordinator"}
    _change(world, insert(ROLE).values(forged))
    assert proof_of(world).rows == [RolledBack("membership", forged["id"], 1, 0)]


def test_rows_from_before_the_marks_prove_nothing_until_they_are_marked(
    sqlite_world: World,
) -> None:
    world = sqlite_world
    old = {**row_of(world, ROLE, _of(world, "teacher").id), "id": uuid4()}
    _change(world, insert(ROLE).values(old))
    assert proof_of(world).rows == []
    begin_marks(world.runtime)
    assert proof_of(world).rows == []
    _change(world, update(ROLE).where(ROLE.c.id == old["id"]).values(role="coordinator"))
    assert proof_of(world).rows == [RolledBack("membership", old["id"], 1, 1)]


def test_what_is_done_through_the_site_is_no_fault(sqlite_world: World) -> None:
    world, scene = sqlite_world, Scene(sqlite_world)
    begin_marks(world.runtime)
    scene.away()
    people.deactivate(world.coordinator, people.me(world.counsellor2).id)
    people.reactivate(world.coordinator, _of_ended(world))
    assert proof_of(world).rows == [] and proof_of(world).faults == []


def _of_ended(world: World) -> Any:
    names = {one.name: one.id for one in people.people(world.coordinator)}
    return names["counsellor2 (虚构)"]
