"""After its end an incident is sealed: read on written request only, and nobody learns more."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.support.repair import Repair
from tests.support.world import World
from wellbeing.errors import Forbidden, InvalidTransition, NotFound
from wellbeing.services import home, incidents


def test_after_the_end_it_is_sealed_and_opens_on_written_request_only(repair: Repair) -> None:
    number = incidents.open_incident(repair.officer, repair.id).number
    repair.seal()
    world = repair.world
    for who in (world.officer, world.coordinator):
        with pytest.raises(NotFound):
            incidents.open_incident(who, repair.id)
        assert incidents.incidents(who) == ()
    assert incidents.incidents_of_case(world.counsellor, repair.case) == ()
    assert incidents.family_incident(repair.mother, repair.id).state == "closed"
    with pytest.raises(Forbidden):
        incidents.ask_sealed(world.teacher, incidents.SealedForm(number, "x"))
    incidents.ask_sealed(world.officer, incidents.SealedForm(number, "复查，第59条。"))
    with pytest.raises(Forbidden):
        incidents.decide_sealed(world.officer, uuid4(), incidents.DecisionForm("grant", "可以。"))
    office = world.coordinator
    assert [one.what for one in home.home(office).mine if one.page == "sealed"] == ["decide_sealed"]
    asked = incidents.sealed_requests(office)[0]
    assert asked.incident_id is None
    incidents.decide_sealed(office, asked.id, incidents.DecisionForm("grant", "依法复查。"))
    assert incidents.open_incident(world.officer, repair.id).police_reference
    with pytest.raises(NotFound):
        incidents.open_incident(world.coordinator, repair.id)
    with pytest.raises(NotFound):
        incidents.open_incident(world.officer2, repair.id)
    assert incidents.incidents(world.officer) == ()  # no list, no count
    world.clock.move(hours=25)
    with pytest.raises(NotFound):
        incidents.open_incident(world.officer, repair.id)
    with pytest.raises(InvalidTransition):
        incidents.decide_sealed(office_of(world), asked.id, incidents.DecisionForm("grant", "x"))


def office_of(world: World) -> object:
    return world.coordinator


def test_a_request_tells_nobody_whether_there_is_such_a_record(repair: Repair) -> None:
    world = repair.world
    due = incidents.ask_sealed(world.counsellor, incidents.SealedForm("I-2026-NONE22", "想看。"))
    assert due > world.clock.at
    mine = incidents.sealed_requests(world.counsellor)
    assert [one.state for one in mine] == ["asked"]
    assert incidents.sealed_requests(world.officer) == ()
    form = incidents.DecisionForm("grant", "可以。")
    with pytest.raises(InvalidTransition):
        incidents.decide_sealed(world.coordinator, mine[0].id, form)
    refuse = incidents.DecisionForm("refuse", "没有理由。")
    incidents.decide_sealed(world.coordinator, mine[0].id, refuse)
    incidents.ask_sealed(world.coordinator, incidents.SealedForm("I-2026-NONE22", "我自己。"))
    own = next(one for one in incidents.sealed_requests(world.coordinator) if one.mine)
    with pytest.raises(InvalidTransition) as refused:
        incidents.decide_sealed(world.coordinator, own.id, refuse)
    assert "of their own" in refused.value.message
