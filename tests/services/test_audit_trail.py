"""Reading the audit: for the office alone; the family learns roles and days."""

from __future__ import annotations

import pytest

from tests.support.world import World, case_with_parent
from wellbeing.errors import Forbidden, NotFound
from wellbeing.policy import Role
from wellbeing.services import audit_trail, cases, people
from wellbeing.services.audit_trail import TrailFilter


def test_the_office_reads_the_audit_and_filters_it(world: World) -> None:
    who = people.me(world.officer).id
    with pytest.raises(Forbidden):
        people.people(world.officer)
    for login in ("administrator", "coordinator"):
        rows = audit_trail.trail(world.caller(login), TrailFilter(outcome="denied"))
        assert [one.act for one in rows] == ["people"] and rows[0].who == "officer (虚构)"
        assert audit_trail.trail(world.caller(login), TrailFilter(actor_id=who))
        assert audit_trail.trail(world.caller(login), TrailFilter(before=1)) == ()


def test_nobody_else_reads_the_audit(world: World) -> None:
    for login in ("officer", "teacher", "counsellor"):
        with pytest.raises(Forbidden):
            audit_trail.trail(world.caller(login), TrailFilter())


def test_the_family_learns_which_roles_opened_the_record_and_nobody_else_does(
    world: World,
) -> None:
    case, parent = case_with_parent(world)
    cases.open_case(world.counsellor, case)
    opened = audit_trail.who_opened(parent, case)
    assert {Role.COUNSELLOR, Role.COORDINATOR} <= {one.role for one in opened}
    assert not any(hasattr(one, "name") for one in opened)
    for login in ("teacher", "officer", "counsellor2"):
        with pytest.raises(NotFound):
            audit_trail.who_opened(world.caller(login), case)
    with pytest.raises(Forbidden):
        audit_trail.who_opened(world.administrator, case)


def test_older_entries_are_reached_and_acts_are_found_by_their_code(world: World) -> None:
    office = world.coordinator
    newest = audit_trail.trail(office, TrailFilter())
    older = audit_trail.trail(office, TrailFilter(before=newest[1].seq))
    assert older == newest[2:]
    found = audit_trail.trail(office, TrailFilter(act=newest[0].act))
    assert found and {one.act for one in found} == {newest[0].act}
    named = next(one for one in newest if one.object_id)
    assert named in audit_trail.trail(office, TrailFilter(object_id=named.object_id))
