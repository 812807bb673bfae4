"""What a plan shows besides its words: who said what, its basis, what changed, older versions."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from tests.support.care import PLAN, Scene
from wellbeing.errors import Forbidden, InvalidTransition, NotFound
from wellbeing.forms import read
from wellbeing.services import plans, team
from wellbeing.services.plans import PlanView


def seen(scene: Scene, version: int = 0) -> PlanView:
    view = plans.open_plan(scene.world.counsellor, scene.case, version)
    assert view is not None
    return view


def write(scene: Scene, **changed: str) -> UUID:
    form = read(plans.NextPlanForm, {**PLAN, **changed})
    return plans.write_plan(scene.world.counsellor, scene.case, form)


def test_answers_their_way_and_who_took_them_stay_to_be_read(scene: Scene) -> None:
    plan = scene.plan()
    plans.answer_plan(scene.father, plan, plans.AnswerForm("refused", "太早了"))
    phone = plans.RecordForm("guardian", scene.father_id, "agreed", "phone", "好吧")
    plans.record_answer(scene.world.coordinator, plan, phone)
    scene.agree(plan)  # the father by his own sign-in again, and the young person in person
    for state in ("in_force", "superseded"):
        view = seen(scene, 1)
        assert view.state == state and view.basis == "agreed"
        said = {one.who[:3]: (one.answer, one.route, one.taken_by) for one in view.answers}
        assert said == {
            "陆妈妈": ("agreed", "own_login", ""), "陆爸爸": ("agreed", "own_login", ""),
            "": ("agreed", "in_person", "counsellor (虚构)"),
        }  # fmt: skip
        if state == "in_force":
            second = write(scene, goal_1="我想十一点前睡着")
            plans.propose(scene.world.counsellor, second)
            scene.agree(second)


def test_who_took_an_answer_is_told_to_those_who_run_the_case_alone(scene: Scene) -> None:
    plan = scene.plan()
    phone = plans.RecordForm("guardian", scene.father_id, "agreed", "phone", "好吧")
    plans.record_answer(scene.world.coordinator, plan, phone)
    taken = {one.who[:3]: one.taken_by for one in seen(scene).answers}
    assert taken == {"陆妈妈": "", "陆爸爸": "纪宁", "": ""}
    own = plans.open_plan(scene.father, scene.case)
    assert own is not None and [(one.answer, one.taken_by) for one in own.answers] == [
        ("agreed", "")
    ]
    other = plans.open_plan(scene.mother, scene.case)
    assert other is not None and [one.answer for one in other.answers] == [""]


def test_the_basis_and_its_reason_are_read_by_those_who_run_the_case_alone(scene: Scene) -> None:
    plan = scene.plan()
    plans.answer_plan(scene.mother, plan, plans.AnswerForm("agreed"))
    form = plans.BasisForm("one_guardian", "父亲联系不上，母亲单独决定。")
    plans.name_basis(scene.world.counsellor, plan, form)
    for who in (scene.world.counsellor, scene.world.coordinator):
        view = plans.open_plan(who, scene.case)
        assert view is not None and (view.basis, view.basis_note) == (form.basis, form.note)
    # From the basis the father would read what the mother said.
    for who in (scene.mother, scene.father):
        view = plans.open_plan(who, scene.case)
        assert view is not None and (view.basis, view.basis_note) == ("", "")
    with pytest.raises(Forbidden):
        plans.open_plan(scene.world.teacher, scene.case)


def test_an_older_version_is_opened_by_its_number(scene: Scene) -> None:
    first = scene.plan()
    scene.agree(first)
    write(scene, goal_1="我想十一点前睡着")
    assert [(one.version, one.state) for one in seen(scene).versions] == [
        (2, "draft"), (1, "in_force"),
    ]  # fmt: skip
    assert seen(scene).newest and not seen(scene, 1).newest
    assert (seen(scene, 1).id, seen(scene, 1).goals[0].words) == (first, PLAN["goal_1"])
    with pytest.raises(NotFound):
        plans.open_plan(scene.mother, scene.case, 2)  # a draft, and not for the family
    with pytest.raises(NotFound):
        seen(scene, 3)


def test_every_difference_between_two_versions_is_said(scene: Scene) -> None:
    me, day = scene.world.counsellor, date(2026, 4, 30)
    helpers = team.people_for(me, scene.case).helpers
    teacher = next(one[0] for one in helpers if one[1].startswith("teacher ("))
    first = plans.write_plan(me, scene.case, read(plans.PlanForm, PLAN))
    for what, party, who, place in (
        ("打一次球", "teacher", teacher, "school"), ("散步", "young_person", None, "home"),
        ("写一封信", "young_person", None, "home"), ("早起", "young_person", None, "home"),
        ("读书", "young_person", None, "home"),
    ):  # fmt: skip
        plans.add_task(me, first, plans.TaskForm(what, party, who, place, day))
    plans.propose(me, first)
    scene.agree(first)
    ids = {one.what: one.id for one in seen(scene).tasks}
    plans.tick(me, ids["写一封信"], plans.TickForm("写好了"))
    plans.give_up(me, ids["早起"], plans.GiveUpForm("起不来"))
    second = write(scene, strengths="画画好。", now_1="4", hoped_2="7")
    for one in seen(scene).tasks:
        plans.remove_task(me, one.id)
    for what, party, who, place, on in (
        ("打一次球", "counsellor", None, "community", day),
        ("散步", "young_person", None, "home", date(2026, 5, 8)),
    ):
        plans.add_task(me, second, plans.TaskForm(what, party, who, place, on))
    assert {(one.kind, one.text, one.was, one.now) for one in seen(scene).changes} == {
        ("strengths", "", PLAN["strengths"], "画画好。"),
        ("goal_now", PLAN["goal_1"], 3, 4),
        ("goal_hoped", PLAN["goal_2"], 6, 7),
        ("task_party", "打一次球", "teacher", "counsellor"),
        ("task_place", "打一次球", "school", "community"),
        ("task_moved", "散步", day, date(2026, 5, 8)),
        ("task_done", "写一封信", "", ""),
        ("task_not_possible", "早起", "", ""),
        ("task_gone", "读书", "", ""),
    }


def test_a_version_without_a_difference_says_none(scene: Scene) -> None:
    scene.agree(scene.plan())
    write(scene)
    assert seen(scene).changes == ()


def test_a_task_that_is_ticked_is_done_in_the_version_that_is_being_written(scene: Scene) -> None:
    mother = next(
        one for one, name in team.people_for(scene.world.counsellor, scene.case).family
        if name[:2] == "陆妈"
    )  # fmt: skip
    scene.agree(first := scene.plan(user_id=str(mother)))
    raw = {"what": "一起散步", "party": "guardian", "place": "home", "due_on": "2026-05-30"}
    second = write(scene)
    plans.add_task(scene.world.counsellor, second, read(plans.TaskForm, raw))
    (mine,) = plans.my_tasks(scene.mother)
    plans.tick(scene.mother, mine.id, plans.TickForm("昨晚关了。"))
    states = {one.what: (one.state, one.word) for one in seen(scene).tasks}
    assert states == {"十点一起关手机": ("done", "昨晚关了。"), "一起散步": ("open", "")}
    plans.propose(scene.world.counsellor, second)
    scene.agree(second)
    assert seen(scene).state == "in_force" and first != second
    assert [one.state for one in plans.my_tasks(scene.mother)] == ["done"]
    assert plans.my_tasks(scene.father) == ()


def test_a_version_in_which_everything_is_done_needs_a_task_before_it_is_put_to_anybody(
    scene: Scene,
) -> None:
    scene.agree(scene.plan())
    second = write(scene)
    (task,) = seen(scene, 1).tasks
    reason = plans.GiveUpForm("搬家了。")
    plans.give_up(scene.world.counsellor, task.id, reason)
    (copy,) = seen(scene).tasks
    assert (copy.state, copy.word) == ("not_possible", "搬家了。")
    with pytest.raises(InvalidTransition):
        plans.propose(scene.world.counsellor, second)
