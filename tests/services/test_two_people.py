"""The two-person rule: one proposes, another confirms exactly that, in time, once."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from tests.support.world import World, accept
from wellbeing import audit
from wellbeing.errors import Forbidden, NotFound
from wellbeing.gate import Caller
from wellbeing.models import Proposal
from wellbeing.services import (
    erasure,
    invitations,
    people,
    proposals,
    second_factor,
    students,
)
from wellbeing.services.sign_in import SignInRefused
from wellbeing.two_people import OwnProposal, Proposed


@pytest.fixture
def other(world: World) -> Caller:
    """A second coordinator, invited while the first was alone."""
    form = invitations.InviteForm("coordinator2 (虚构)", "coordinator", None)
    link = invitations.invite(world.coordinator, form).link
    return accept(world, link, "coordinator2")


def _admin() -> invitations.InviteForm:
    return invitations.InviteForm("新管理员 (虚构)", "administrator", None)


def _proposed(world: World) -> UUID:
    with pytest.raises(Proposed):
        invitations.invite(world.coordinator, _admin())
    return proposals.proposals(world.coordinator)[0].id


def _waiting(world: World) -> list[str]:
    return [one.name for one in invitations.waiting_invitations(world.coordinator)]


def test_whoever_is_alone_may_invite_a_second(world: World) -> None:
    assert invitations.invite(world.coordinator, _admin()).link
    with world.runtime.reading.connect() as connection:
        acts = connection.execute(select(audit.TABLE.c.act, audit.TABLE.c.detail)).all()
    assert ("invite", "role=administrator") in [tuple(one) for one in acts]


def test_raising_somebody_takes_two(world: World, other: Caller) -> None:
    made = _proposed(world)
    assert _waiting(world) == []
    shown = proposals.proposals(other)[0]
    assert dict(shown.details)["Name of the person"] == "新管理员 (虚构)" and not shown.mine
    assert proposals.confirm(other, made).link
    assert _waiting(world) == ["新管理员 (虚构)"]
    with pytest.raises(NotFound):
        proposals.confirm(other, made)


def test_inviting_a_teacher_takes_one(world: World, other: Caller) -> None:
    form = invitations.InviteForm("老师 (虚构)", "teacher", world.places["north"])
    assert invitations.invite(world.coordinator, form).link


def test_nobody_confirms_their_own(world: World, other: Caller) -> None:
    made = _proposed(world)
    with pytest.raises(OwnProposal):
        proposals.confirm(world.coordinator, made)
    with pytest.raises(OwnProposal):
        invitations.invite(world.coordinator, _admin())
    with pytest.raises(IntegrityError), world.runtime.engine.begin() as connection:
        connection.execute(text("UPDATE proposal SET settled_by = proposed_by, outcome = 'done'"))
    assert _waiting(world) == []


def test_who_has_not_the_right_neither_sees_nor_confirms(world: World, other: Caller) -> None:
    made = _proposed(world)
    for login in ("officer", "teacher", "counsellor", "administrator"):
        assert proposals.proposals(world.caller(login)) == ()
        for act in (proposals.confirm, proposals.decline):
            with pytest.raises(NotFound):
                act(world.caller(login), made)
    with pytest.raises(Forbidden):
        proposals.confirm(world.visitor, made)


def test_after_three_days_nothing_is_left_to_confirm(world: World, other: Caller) -> None:
    made = _proposed(world)
    world.clock.move(hours=72)
    late = world.caller("coordinator2")
    assert proposals.proposals(late) == ()
    with pytest.raises(NotFound):
        proposals.confirm(late, made)
    with pytest.raises(Proposed):
        invitations.invite(world.coordinator, _admin())


def test_a_proposal_that_was_edited_is_not_carried_out(world: World, other: Caller) -> None:
    made = _proposed(world)
    with world.runtime.engine.begin() as connection:
        connection.execute(Proposal.__table__.update().values(digest=bytes(32)))
    with pytest.raises(Exception) as refused:
        proposals.confirm(other, made)
    assert type(refused.value).__name__ in ("StaleRecord", "OwnProposal")
    assert _waiting(world) == []


def test_no_is_an_answer(world: World, other: Caller) -> None:
    made = _proposed(world)
    proposals.decline(other, made)
    with pytest.raises(NotFound):
        proposals.confirm(other, made)
    assert proposals.proposals(other) == () and _waiting(world) == []


def test_taking_a_second_factor_away_takes_two(world: World, other: Caller) -> None:
    officer = people.me(world.officer).id
    with pytest.raises(Proposed):
        second_factor.take_factor_away(world.coordinator, officer)
    made = proposals.proposals(other)[0]
    assert made.details == (("", "officer (虚构)"),)
    with pytest.raises(NotFound):
        proposals.confirm(world.caller("administrator"), made.id)


def test_ending_a_colleague_makes_nobody_alone(world: World, other: Caller) -> None:
    people.deactivate(world.coordinator, people.me(other).id)
    with pytest.raises(Proposed):
        invitations.invite(world.coordinator, _admin())


def test_giving_a_former_coordinator_their_power_back_takes_two(
    world: World, other: Caller
) -> None:
    theirs, officers = people.me(other).id, people.me(world.officer).id
    for one in (theirs, officers):
        people.deactivate(world.coordinator, one)
    people.reactivate(world.coordinator, officers)  # who held no office comes back by one word
    assert people.me(world.officer).id == officers
    with pytest.raises(Proposed):
        people.reactivate(world.coordinator, theirs)
    with pytest.raises(SignInRefused):
        world.caller("coordinator2")
    with pytest.raises(OwnProposal):
        proposals.confirm(world.coordinator, proposals.proposals(world.coordinator)[0].id)
    proposals.confirm(world.administrator, proposals.proposals(world.administrator)[0].id)
    assert people.me(world.caller("coordinator2")).id == theirs


def test_erasing_takes_two_as_soon_as_there_are_two(world: World, other: Caller) -> None:
    world.refer("officer")
    child = students.find_students(world.coordinator, "陆小满")[0].id
    form = erasure.EraseForm(erasure.Part.ALL, erasure.Why.RETENTION_OVER)
    with pytest.raises(Proposed):
        erasure.erase(world.coordinator, child, form)
    assert students.find_students(world.coordinator, "陆小满")
    made = proposals.proposals(other)[0].id
    with pytest.raises(OwnProposal):
        proposals.confirm(world.coordinator, made)
    assert not proposals.confirm(other, made).final
    assert students.find_students(world.coordinator, "陆小满") == ()
