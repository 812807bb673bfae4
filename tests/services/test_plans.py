"""The plan and its answers: every permitted act beside its refused twin."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from tests.support.care import PLAN, Scene
from wellbeing.errors import AlreadyDone, Forbidden, InvalidTransition, NotFound
from wellbeing.forms import InvalidForm, read
from wellbeing.services import (
    cases,
    plans,
    team,
)


def test_a_plan_is_in_force_only_when_everybody_has_agreed(scene: Scene) -> None:
    scene.talk()
    me = scene.world.counsellor
    assert "draft_plan" in scene.whats(me)
    plan = scene.plan()
    assert {step.what for step in cases.open_case(scene.mother, scene.case).steps} == {
        "answer_plan"
    }
    plans.answer_plan(scene.mother, plan, plans.AnswerForm("agreed"))
    own = plans.RecordForm("young_person", None, "agreed", "in_person", "好")
    plans.record_answer(me, plan, own)
    assert plans.open_plan(me, scene.case).state == "proposed"
    plans.answer_plan(scene.father, plan, plans.AnswerForm("wants_talk", "太早了"))
    assert "talk_about_plan" in scene.whats(me)
    plans.answer_plan(scene.father, plan, plans.AnswerForm("agreed"))
    assert plans.open_plan(me, scene.case).state == "in_force"
    assert scene.path()["plan"] == "done"
    with pytest.raises(InvalidTransition):
        plans.answer_plan(scene.father, plan, plans.AnswerForm("refused"))


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


def test_separated_guardians_see_each_others_answer_nowhere(scene: Scene) -> None:
    plan = scene.plan()
    plans.answer_plan(scene.father, plan, plans.AnswerForm("refused", "我不同意见他"))
    view = plans.open_plan(scene.mother, scene.case)
    assert [one.who for one in view.answers] == ["陆妈妈 (虚构)"]
    assert all(not one.answer for one in view.answers)


def test_a_new_version_resets_answers_and_says_what_changed(scene: Scene) -> None:
    first = scene.plan()
    scene.agree(first)
    me = scene.world.counsellor
    task = plans.open_plan(me, scene.case).tasks[0]
    plans.move_date(me, task.id, plans.DateForm(date(2026, 5, 8)))
    assert plans.open_plan(me, scene.case).state == "in_force"
    changed = {**PLAN, "goal_2": "我想赔掉那辆车"}
    second = plans.write_plan(me, scene.case, read(plans.PlanForm, changed))
    assert second != first
    assert plans.open_plan(scene.mother, scene.case).id == first  # no draft for the family
    plans.propose(me, second)
    view = plans.open_plan(scene.mother, scene.case)
    assert {(one.kind, one.text) for one in view.changes} == {
        ("goal_new", "我想赔掉那辆车"), ("goal_gone", "我想和同学说上话"),
    }  # fmt: skip
    assert not view.answers[0].answer
    scene.agree(second)
    assert plans.open_plan(me, scene.case).id == second


def test_a_plan_without_a_task_is_not_proposed(scene: Scene) -> None:
    me = scene.world.counsellor
    made = plans.write_plan(me, scene.case, read(plans.PlanForm, PLAN))
    with pytest.raises(InvalidTransition):
        plans.propose(me, made)


def test_a_goal_needs_both_numbers(scene: Scene) -> None:
    half = read(plans.PlanForm, {**PLAN, "hoped_2": ""})
    with pytest.raises(InvalidForm):
        plans.write_plan(scene.world.counsellor, scene.case, half)


def test_helpers_see_their_own_task_and_nothing_of_the_plan(scene: Scene) -> None:
    me = scene.world.counsellor
    people = team.people_for(me, scene.case)
    teacher = next(one[0] for one in people.helpers if one[1].startswith("teacher ("))
    plan = scene.plan(party="teacher", user_id=str(teacher), what="午休和他打一次球")
    assert plans.my_tasks(scene.world.teacher) == ()  # not agreed yet
    scene.agree(plan)
    mine = plans.my_tasks(scene.world.teacher)
    assert [one.what for one in mine] == ["午休和他打一次球"]
    assert plans.my_tasks(scene.world.teacher2) == ()
    with pytest.raises(Forbidden):
        plans.open_plan(scene.world.teacher, scene.case)
    with pytest.raises(NotFound):
        plans.tick(scene.world.teacher2, mine[0].id, plans.TickForm())
    with pytest.raises(Forbidden):
        plans.tick(scene.mother, mine[0].id, plans.TickForm())
    plans.tick(scene.world.teacher, mine[0].id, plans.TickForm("打了两局"))
    with pytest.raises(InvalidTransition):
        plans.tick(scene.world.teacher, mine[0].id, plans.TickForm())
    assert plans.open_plan(me, scene.case).tasks[0].word == "打了两局"


def test_a_repeated_answer_is_one(scene: Scene) -> None:
    plan = scene.plan()
    who, once = scene.mother, uuid4()
    plans.answer_plan(who.sending(once), plan, plans.AnswerForm("agreed"))
    with pytest.raises(AlreadyDone):
        plans.answer_plan(who.sending(once), plan, plans.AnswerForm("agreed"))
