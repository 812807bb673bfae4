"""What keeps a case alive and safe: every permitted act beside its refused twin."""

from __future__ import annotations

import pytest

from tests.support.care import Scene
from tests.support.world import World
from wellbeing.errors import Forbidden, InvalidTransition, NotFound
from wellbeing.forms import read
from wellbeing.services import (
    cases,
    family,
    plans,
    withholding,
)


def test_a_question_of_the_family_is_answered_on_the_record(scene: Scene) -> None:
    family.ask_counsellor(scene.mother, scene.case, family.QuestionForm("他还好吗？"))
    me = scene.world.counsellor
    assert "answer_family" in scene.whats(me)
    asked = family.family_questions(me, scene.case)[0]
    with pytest.raises(Forbidden):
        family.answer_family(scene.mother, asked.id, family.ReplyForm("x"))
    family.answer_family(me, asked.id, family.ReplyForm("在变好。"))
    assert family.family_questions(scene.mother, scene.case)[0].answer == "在变好。"
    assert family.family_questions(scene.father, scene.case) == ()
    assert "answer_family" not in scene.whats(me)
    with pytest.raises(InvalidTransition):
        family.answer_family(me, asked.id, family.ReplyForm("again"))


def test_what_is_withheld_is_gone_at_the_next_query(scene: Scene) -> None:
    plan = scene.plan()
    me = scene.world.counsellor
    assert cases.cases(scene.father)
    raw = {"guardian_id": str(scene.father_id), "reason": "孩子害怕。", "review_on": "2026-03-20"}
    form = read(withholding.WithholdForm, raw)
    for who in (scene.mother, scene.world.teacher):
        with pytest.raises(Forbidden):
            withholding.withhold(who, scene.case, form)
    kept = withholding.withhold(me, scene.case, form)
    assert cases.cases(scene.father) == ()
    for look in (cases.open_case, plans.open_plan):
        with pytest.raises(NotFound):
            look(scene.father, scene.case)
    with pytest.raises(NotFound):
        plans.answer_plan(scene.father, plan, plans.AnswerForm("agreed"))
    assert family.family_questions(scene.father, scene.case) == ()
    assert cases.cases(scene.mother)
    scene.world.clock.move(days=30)  # a review date that passes opens nothing
    assert cases.cases(scene.world.caller("father")) == ()
    me = scene.world.counsellor
    assert "review_withholding" in scene.whats(me)
    withholding.end_withholding(me, kept, withholding.EndForm())
    assert cases.cases(scene.world.caller("father"))


def test_a_case_that_nobody_has_is_the_coordinators(world: World) -> None:
    sent = world.refer("officer")
    case = world.decide(sent.id).case_id
    found = cases.open_case(world.coordinator, case).steps
    assert "assign" in {step.what for step in found}
    assert all(step.owner == "coordinator" for step in found)
