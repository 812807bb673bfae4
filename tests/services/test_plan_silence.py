"""Silence after a plan was put to somebody: a call, another way, the coordinator; never a yes."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.support.care import Scene
from wellbeing.errors import Forbidden, InvalidTransition, NotFound
from wellbeing.forms import InvalidForm, read
from wellbeing.services import home, plans


def test_silence_never_becomes_agreement(scene: Scene) -> None:
    plan = scene.plan()
    scene.world.clock.move(days=40)
    me = scene.world.counsellor
    assert plans.open_plan(me, scene.case).state == "proposed"
    assert "call_family" in scene.whats(me)
    with pytest.raises(InvalidForm):
        read(plans.BasisForm, {"basis": "protection"})
    basis = read(plans.BasisForm, {"basis": "protection", "note": "联系不上。"})
    plans.name_basis(me, plan, basis)
    view = plans.open_plan(me, scene.case)
    assert (view.state, view.basis) == ("in_force", "protection")


def test_silence_leads_to_a_call_another_way_and_the_coordinator(scene: Scene) -> None:
    plan = scene.plan()
    scene.world.clock.move(days=20)
    me = scene.world.counsellor
    assert "call_family" in scene.whats(me)

    def tried(way: str) -> None:
        for one in plans.open_plan(me, scene.case).answers:
            if one.guardian_id is not None:
                plans.try_to_reach(
                    me, plan, plans.TryForm("guardian", one.guardian_id, way, "没人接")
                )
                scene.world.clock.move(minutes=1)

    with pytest.raises(Forbidden):
        plans.try_to_reach(scene.mother, plan, plans.TryForm("guardian", scene.father_id, "call"))
    with pytest.raises(NotFound):
        plans.try_to_reach(me, plan, plans.TryForm("guardian", uuid4(), "call"))
    tried("call")
    assert "ask_other_way" in scene.whats(me) and "decide_silence" not in scene.whats(me)
    tried("call")  # the same way again is no other way
    assert "ask_other_way" in scene.whats(me)
    tried("visit")
    assert not {"ask_other_way"} & scene.whats(me)
    office = home.home(scene.world.coordinator)
    assert "decide_silence" in {one.what for one in office.mine}
    assert len(plans.open_plan(me, scene.case).tries) == 6
    assert plans.open_plan(scene.mother, scene.case).tries == ()
    assert plans.open_plan(me, scene.case).state == "proposed"  # and never a yes


def test_a_young_persons_silence_reaches_the_coordinator_as_a_guardians_does(
    scene: Scene,
) -> None:
    plan = scene.plan()
    for who in (scene.mother, scene.father):
        plans.answer_plan(who, plan, plans.AnswerForm("agreed"))
    me = scene.world.counsellor
    assert "ask_young_person" in scene.whats(me) and "call_family" not in scene.whats(me)
    with pytest.raises(InvalidForm):
        read(plans.TryForm, {"who": "guardian", "way": "call"})
    with pytest.raises(Forbidden):
        plans.try_to_reach(scene.mother, plan, plans.TryForm("young_person", None, "room"))
    for way, again in (("room", True), ("room", True), ("trusted", False)):
        plans.try_to_reach(me, plan, read(plans.TryForm, {"who": "young_person", "way": way}))
        scene.world.clock.move(minutes=5)
        whats = scene.whats(me)
        assert "ask_young_person" not in whats and ("ask_other_way" in whats) is again
    assert "decide_silence" in {one.what for one in home.home(scene.world.coordinator).mine}
    assert [one.who for one in plans.open_plan(me, scene.case).tries] == ["", "", ""]
    assert plans.open_plan(me, scene.case).state == "proposed"  # and never a yes


def test_a_young_person_who_is_only_told_is_not_chased(scene: Scene) -> None:
    scene.world.clock.at -= timedelta(days=365 * 5)  # seven years old
    plan = scene.plan()
    scene.world.clock.move(days=20)
    me = scene.world.counsellor
    assert "ask_young_person" not in scene.whats(me)
    with pytest.raises(InvalidTransition):
        plans.try_to_reach(me, plan, plans.TryForm("young_person", None, "room"))
