"""A plan ends with its case: it is read as history, and none of its steps is alive again."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.support.care import PLAN, Scene
from wellbeing.errors import Forbidden, InvalidTransition, NotFound
from wellbeing.forms import read
from wellbeing.services import cases, closing, home, plans, screening, team

END = {
    "reason": "moved", "for_family": "再见。", "for_team": "好。", "exception": "搬家了。",
    "looks": "yes",
}  # fmt: skip


def _teacher_id(scene: Scene) -> UUID:
    people = team.people_for(scene.world.counsellor, scene.case).helpers
    return next(key for key, _, role in people if role == "teacher")


def _in_force(scene: Scene) -> UUID:
    """Bring a plan into force in which a teacher has a task."""
    office = scene.world.coordinator
    for one in cases.open_case(office, scene.case).referrals:
        screening.tell_back(office, one.id, screening.TellForm("yes", "here"))
    scene.talk()
    plan = scene.plan(party="teacher", user_id=str(_teacher_id(scene)), place="school")
    scene.agree(plan)
    return plan


def _close(scene: Scene) -> None:
    me = scene.world.counsellor
    closing.begin_closing(me, scene.case)
    closing.close_case(me, scene.case, read(closing.CloseForm, END))


def _state(scene: Scene, version: int = 0) -> str:
    plan = plans.open_plan(scene.world.counsellor, scene.case, version)
    return plan.state if plan else ""


def test_closing_the_case_ends_its_plan_in_the_same_act(scene: Scene) -> None:
    _in_force(scene)
    me = scene.world.counsellor
    closing.begin_closing(me, scene.case)
    with pytest.raises(Forbidden):  # who may not close a case ends no plan
        closing.close_case(scene.mother, scene.case, read(closing.CloseForm, END))
    assert _state(scene) == "in_force"
    closing.resume_case(me, scene.case)
    assert _state(scene) == "in_force"
    _close(scene)
    assert _state(scene) == "ended"
    assert scene.path()["plan"] == "done"  # the way that was gone stays


def test_family_and_teacher_read_the_ended_plan_and_nothing_of_it_waits(scene: Scene) -> None:
    _in_force(scene)
    teacher = scene.world.teacher
    (before,) = plans.my_tasks(teacher)
    assert not before.ended
    assert "do_task" in {step.what for step in home.home(teacher).mine}
    _close(scene)
    (mine,) = plans.my_tasks(teacher)
    assert (mine.what, mine.state, mine.ended) == ("十点一起关手机", "open", True)
    assert "do_task" not in {step.what for step in home.home(teacher).mine}
    for act in (
        lambda: plans.tick(teacher, mine.id, plans.TickForm("")),
        lambda: plans.give_up(teacher, mine.id, plans.GiveUpForm("x")),
    ):
        with pytest.raises(NotFound):
            act()
    plan = plans.open_plan(scene.mother, scene.case)
    assert plan is not None and plan.state == "ended" and not plan.may_answer
    assert plans.my_tasks(scene.world.teacher2) == ()


def test_an_ended_plan_takes_no_answer(scene: Scene) -> None:
    _in_force(scene)
    plan = plans.open_plan(scene.world.counsellor, scene.case)
    assert plan is not None
    with pytest.raises(InvalidTransition):
        plans.answer_plan(scene.mother, plan.id, plans.AnswerForm("refused"))
    _close(scene)
    with pytest.raises(InvalidTransition):
        plans.answer_plan(scene.mother, plan.id, plans.AnswerForm("refused"))


def test_reopening_asks_for_a_decision_and_wakes_no_step_of_before(scene: Scene) -> None:
    _in_force(scene)
    _close(scene)
    world = scene.world
    world.clock.move(days=40)
    me = world.counsellor
    closing.reopen(me, scene.case, closing.ReopenForm("又难了。"))
    assert _state(scene) == "ended"
    view = cases.open_case(me, scene.case)
    step = next(one for one in view.steps if one.what == "draft_plan")
    assert step.due_at > world.clock.at  # counted from the day on which the case went on
    assert not {"do_task", "review_plan"} & scene.whats(me)
    assert scene.path()["plan"] == "now"
    checks = dict(closing.closing_checklist(me, scene.case).criteria)
    assert not checks["plan_agreed"]
    assert all(one.ended for one in plans.my_tasks(world.teacher))


def test_taken_up_again_it_is_a_new_version_that_everybody_answers(scene: Scene) -> None:
    _in_force(scene)
    _close(scene)
    me = scene.world.counsellor
    with pytest.raises(InvalidTransition):  # while the case is closed nobody plans
        plans.write_plan(me, scene.case, read(plans.NextPlanForm, PLAN))
    closing.reopen(me, scene.case, closing.ReopenForm("又难了。"))
    made = plans.write_plan(me, scene.case, read(plans.NextPlanForm, PLAN))
    plans.propose(me, made)
    assert (_state(scene), _state(scene, 1)) == ("proposed", "ended")
    assert all(one.ended for one in plans.my_tasks(scene.world.teacher))
    scene.agree(made)
    (mine,) = plans.my_tasks(scene.world.teacher)
    assert not mine.ended
    assert (_state(scene), _state(scene, 1)) == ("in_force", "ended")


def test_a_version_being_written_cannot_go_to_the_family_of_a_closed_case(scene: Scene) -> None:
    _in_force(scene)
    me = scene.world.counsellor
    draft = plans.write_plan(me, scene.case, read(plans.NextPlanForm, PLAN))
    _close(scene)
    assert _state(scene, 1) == "ended"
    with pytest.raises(InvalidTransition):
        plans.propose(me, draft)
    closing.reopen(me, scene.case, closing.ReopenForm("又难了。"))
    plans.propose(me, draft)


def test_an_older_version_that_waits_for_answers_stands_in_the_way_of_closing(
    scene: Scene,
) -> None:
    scene.plan()
    plans.write_plan(scene.world.counsellor, scene.case, read(plans.NextPlanForm, PLAN))
    found = closing.closing_checklist(scene.world.counsellor, scene.case)
    assert "open_answer" in found.blockers
