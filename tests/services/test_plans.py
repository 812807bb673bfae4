"""The plan and its answers: every permitted act beside its refused twin."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from tests.support.care import PLAN, Scene
from wellbeing.errors import AlreadyDone, Forbidden, InvalidTransition, NotFound
from wellbeing.forms import InvalidForm, read
from wellbeing.services import cases, home, measures, people, plans, team
from wellbeing.services.measures import GOAL, RecordForm


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


def test_a_task_is_for_somebody_who_is_there_and_of_that_part(scene: Scene) -> None:
    me = scene.world.counsellor
    people = team.people_for(me, scene.case)
    plan = plans.write_plan(me, scene.case, read(plans.PlanForm, PLAN))
    mother = people.family[0][0]
    teacher = next(one[0] for one in people.helpers if one[1].startswith("teacher ("))
    day = date(2026, 4, 30)
    with pytest.raises(NotFound):
        plans.add_task(me, plan, plans.TaskForm("x", "guardian", uuid4(), "home", day))
    for party, who in (("guardian", teacher), ("teacher", mother), ("officer", teacher)):
        with pytest.raises(InvalidForm):
            plans.add_task(me, plan, plans.TaskForm("x", party, who, "home", day))
    assert plans.open_plan(me, scene.case).tasks == ()
    for party, who in (("guardian", mother), ("teacher", teacher), ("young_person", None)):
        plans.add_task(me, plan, plans.TaskForm("x", party, who, "home", day))
    assert len(plans.open_plan(me, scene.case).tasks) == 3


def test_a_repeated_answer_is_one(scene: Scene) -> None:
    plan = scene.plan()
    who, once = scene.mother, uuid4()
    plans.answer_plan(who.sending(once), plan, plans.AnswerForm("agreed"))
    with pytest.raises(AlreadyDone):
        plans.answer_plan(who.sending(once), plan, plans.AnswerForm("agreed"))


def _next(scene: Scene, **changes: str) -> None:
    me = scene.world.counsellor
    made = plans.write_plan(me, scene.case, read(plans.NextPlanForm, {**PLAN, **changes}))
    plans.propose(me, made)


def test_a_goal_stays_the_same_goal_through_its_versions(scene: Scene) -> None:
    scene.agree(scene.plan())
    me = scene.world.counsellor
    first, second = (one.id for one in plans.open_plan(me, scene.case).goals)
    measures.record(me, scene.case, RecordForm(GOAL, total=3, about_id=first))
    _next(scene, goal_1="我想十一点前睡着", same_1="same", goal_2="我想赔掉那辆车", same_2="new")
    view = plans.open_plan(scene.mother, scene.case)
    assert view.goals[0].id == first and view.goals[1].id not in (first, second)
    assert {(one.kind, one.text) for one in view.changes} == {
        ("goal_said_anew", "我想十一点前睡着"), ("goal_new", "我想赔掉那辆车"),
        ("goal_gone", "我想和同学说上话"),
    }  # fmt: skip
    measures.record(me, scene.case, RecordForm(GOAL, total=6, about_id=first))
    line = measures.tracker(me, scene.case).goals[0]
    assert (line.title, line.values) == ("我想十一点前睡着", (3, 6))


def test_goals_that_change_places_keep_their_ratings(scene: Scene) -> None:
    scene.agree(scene.plan())
    me = scene.world.counsellor
    first, second = (one.id for one in plans.open_plan(me, scene.case).goals)
    _next(scene, goal_1=PLAN["goal_2"], goal_2=PLAN["goal_1"])
    assert [one.id for one in plans.open_plan(me, scene.case).goals] == [second, first]


def test_levels_of_a_goal_are_optional_and_hold_in_every_version(scene: Scene) -> None:
    scene.agree(scene.plan())
    me = scene.world.counsellor
    goal = plans.open_plan(me, scene.case).goals[0]
    assert goal.levels == ()
    words = plans.LevelsForm("一点后", "十二点", "十一点", "十点半", "十点")
    with pytest.raises(Forbidden):
        plans.describe_levels(scene.mother, goal.id, words)
    plans.describe_levels(me, goal.id, words)
    _next(scene, goal_1="我想十一点前睡着", same_1="same")
    assert plans.open_plan(scene.mother, scene.case).goals[0].levels[2] == "十一点"


def test_a_task_gets_another_day_only_while_it_is_open_in_a_living_plan(scene: Scene) -> None:
    me, day = scene.world.counsellor, plans.DateForm(date(2026, 5, 8))
    first = scene.plan()
    plans.answer_plan(scene.mother, first, plans.AnswerForm("agreed"))
    task = plans.open_plan(me, scene.case).tasks[0].id
    plans.move_date(me, task, day)  # proposed: the answer stays
    view = plans.open_plan(me, scene.case)
    assert view.tasks[0].due_on == day.due_on
    assert {one.answer for one in view.answers} == {"agreed", ""}
    for who in (scene.mother, scene.world.teacher):
        with pytest.raises(Forbidden):
            plans.move_date(who, task, day)
    with pytest.raises(InvalidForm):
        plans.move_date(me, task, plans.DateForm(date(2026, 3, 1)))
    scene.agree(first)
    plans.tick(scene.world.counsellor, task, plans.TickForm("做到了"))
    with pytest.raises(InvalidTransition):
        plans.move_date(me, task, day)
    assert plans.open_plan(me, scene.case).tasks[0].due_on == day.due_on


def test_a_guardian_reads_the_others_answer_only_where_its_giver_allows_it(scene: Scene) -> None:
    plan = scene.plan()
    plans.answer_plan(scene.father, plan, plans.AnswerForm("wants_talk", "太早了", "yes"))
    seen = plans.open_plan(scene.mother, scene.case).answers
    assert [(one.who, one.answer, one.mine) for one in seen] == [
        ("陆妈妈 (虚构)", "", True), ("", "wants_talk", False),
    ]  # fmt: skip
    plans.answer_plan(scene.father, plan, plans.AnswerForm("wants_talk", "太早了"))
    assert len(plans.open_plan(scene.mother, scene.case).answers) == 1


def test_the_tasks_in_force_go_on_while_a_new_version_is_asked_about(scene: Scene) -> None:
    mother = scene.mother
    task = {"user_id": str(people.me(mother).id)}
    scene.agree(scene.plan(**task))
    assert "do_task" in {one.what for one in home.home(mother).mine}
    _next(scene)
    assert {"do_task", "answer_plan"} <= {one.what for one in home.home(mother).mine}
