"""What a role can do is said at its first visit, and never again."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.support.world import World
from wellbeing.errors import SignedOut
from wellbeing.gate import Access, Work, use_case
from wellbeing.models import FirstVisit, Membership
from wellbeing.policy import May, Role
from wellbeing.services.welcome import greet


@use_case(may=May.USE_OWN_ACCOUNT, access=Access.READ)
def known(work: Work) -> set[str]:
    """Return the roles of the first visits that the actor may know of."""
    return {one.role for one in work.db.scalars(select(FirstVisit))}


@use_case(may=May.USE_OWN_ACCOUNT, access=Access.KEEP)
def become(work: Work, role: str) -> None:
    """Take on a second role."""
    work.db.add(Membership(user_id=work.actor.user_id, role=role, since=work.now))


def test_the_first_visit_is_the_first_once(world: World) -> None:
    assert greet(world.officer) == {Role.OFFICER}
    assert greet(world.officer) == frozenset()
    assert greet(world.officer2) == {Role.OFFICER}


def test_a_new_role_is_welcomed_by_itself(world: World) -> None:
    greet(world.teacher)
    become(world.teacher, Role.COUNSELLOR)
    assert greet(world.teacher) == {Role.COUNSELLOR}
    assert greet(world.teacher) == frozenset()


def test_nobody_learns_of_the_first_visit_of_another(world: World) -> None:
    greet(world.officer)
    assert known(world.officer) == {"officer"}
    for other in (world.coordinator, world.officer2, world.administrator):
        assert known(other) == set()


def test_a_visitor_is_not_greeted(world: World) -> None:
    with pytest.raises(SignedOut):
        greet(world.visitor)
