"""A guardian's yes is to the part that they were shown; of the rest they are asked later."""

from __future__ import annotations

import pytest

from tests.support.keeping import Keeping
from wellbeing.errors import InvalidTransition
from wellbeing.models import Kept
from wellbeing.services import (
    kept_texts,
    plans,
)


def test_a_yes_is_to_the_part_that_was_shown_and_the_rest_is_asked_later(case: Keeping) -> None:
    scene, world = case.scene, case.scene.world
    kept = case.keep(Kept.GOAL, case.goal)
    scene.agree(case.plan)
    view = case.view()
    assert view.state == "in_force"
    assert {one.who: one.without for one in view.answers if one.guardian_id} == {
        "陆妈妈 (虚构)": 0, "陆爸爸 (虚构)": 1,
    }  # fmt: skip
    assert all(one.without == 0 for one in case.view(scene.father).answers)
    assert not case.view(scene.father).may_answer
    world.clock.move(days=1)
    case.me = world.counsellor
    kept_texts.end_text(case.me, kept)
    assert case.view(scene.father).may_answer and not case.view(scene.mother).may_answer
    assert "answer_plan" in scene.whats(scene.father)
    assert "answer_plan" not in scene.whats(scene.mother)
    assert case.view().state == "in_force"
    with pytest.raises(InvalidTransition):
        plans.answer_plan(scene.mother, case.plan, plans.AnswerForm("refused"))
    world.clock.move(hours=1)
    plans.answer_plan(scene.father, case.plan, plans.AnswerForm("refused"))
    assert "talk_about_plan" in scene.whats(world.counsellor)
    assert case.view(world.counsellor).state == "in_force"
    assert not case.view(scene.father).may_answer


def test_an_old_yes_puts_nothing_in_force_that_was_shown_after_it(case: Keeping) -> None:
    scene, world = case.scene, case.scene.world
    kept = case.keep(Kept.GOAL, case.goal)
    plans.answer_plan(scene.father, case.plan, plans.AnswerForm("agreed"))
    world.clock.move(hours=1)
    kept_texts.end_text(world.counsellor, kept)
    world.clock.move(hours=1)
    own = plans.RecordForm("young_person", None, "agreed", "in_person", "好")
    plans.record_answer(world.counsellor, case.plan, own)
    plans.answer_plan(scene.mother, case.plan, plans.AnswerForm("agreed"))
    assert case.view(world.counsellor).state == "proposed"
    assert "answer_plan" in scene.whats(scene.father)
    plans.answer_plan(scene.father, case.plan, plans.AnswerForm("agreed"))
    assert case.view(world.counsellor).state == "in_force"
