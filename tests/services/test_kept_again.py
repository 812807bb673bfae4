"""What is kept, taken out and added anew comes kept: in the same words, and where nobody knows."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.keeping import CANARY, Keeping, ids_of, shown_to
from wellbeing.errors import Forbidden, NotFound
from wellbeing.models import Kept
from wellbeing.services import cases, home, kept_texts, measures, plans, students

SAID = f"{CANARY}任务"


def _anew(case: Keeping, **changes: str) -> None:
    case.plan = plans.write_plan(case.me, case.scene.case, case.form(**changes))


def _take_out(case: Keeping, words: str) -> None:
    gone = next(one for one in case.view().tasks if one.what == words)
    plans.remove_task(case.me, gone.id)


def _inherited(case: Keeping) -> list[kept_texts.KeptText]:
    return [one for one in kept_texts.kept_texts(case.me, case.scene.case) if one.inherited]


def _only_tasks_hide(case: Keeping) -> None:
    """Keep the goal and the strengths, too: what is left to find is the task."""
    case.keep(Kept.GOAL, case.goal)
    case.keep(Kept.STRENGTHS, case.plan)


def _nowhere_for_the_father(case: Keeping) -> None:
    scene = case.scene
    assert CANARY not in shown_to(scene.father, ids_of(case))
    assert CANARY not in repr(cases.cases(scene.father)) + repr(home.home(scene.father))
    assert CANARY not in repr(plans.my_tasks(scene.father))
    with pytest.raises(Forbidden):
        students.find_students(scene.father, CANARY)
    with pytest.raises(Forbidden):
        measures.own_sheet(scene.father, scene.case, measures.Trend.WANTED)
    assert SAID in shown_to(scene.mother, ids_of(case))


@pytest.mark.parametrize("party", ["guardian", "young_person", "counsellor"])
def test_a_kept_task_of_another_party_in_the_same_words_comes_kept(
    case: Keeping, party: str
) -> None:
    _only_tasks_hide(case)
    case.keep(Kept.TASK, case.hidden_task)
    _anew(case)
    _take_out(case, SAID)
    case.task(f" {SAID} ", party=party)
    plans.propose(case.me, case.plan)
    case.scene.agree(case.plan)
    _nowhere_for_the_father(case)


def test_a_task_that_is_kept_and_taken_out_of_its_only_version_comes_kept(case: Keeping) -> None:
    _only_tasks_hide(case)
    _anew(case)
    new = case.task(f"{CANARY}新的")
    case.keep(Kept.TASK, case.hidden_task)
    case.keep(Kept.TASK, new)
    _take_out(case, f"{CANARY}新的")
    case.task(f"{CANARY}新的")
    plans.propose(case.me, case.plan)
    _nowhere_for_the_father(case)
    (asked,) = _inherited(case)
    assert asked.words == f"{CANARY}新的"
    steps = cases.open_case(case.me, case.scene.case).steps
    assert ("review_withholding", asked.id) in {(one.what, one.object_id) for one in steps}


def test_the_author_is_asked_and_what_they_decide_holds(case: Keeping) -> None:
    _anew(case)
    new = case.task("去游泳")
    case.keep(Kept.TASK, new)
    _take_out(case, "去游泳")
    case.task("一起散步")  # may be the one that was taken out, in other words
    (asked,) = _inherited(case)
    with pytest.raises(Forbidden):  # a guardian decides nothing of it
        kept_texts.end_text(case.scene.mother, asked.id)
    with pytest.raises(NotFound):  # nor a counsellor of other cases
        kept_texts.end_text(case.scene.world.counsellor2, asked.id)
    kept_texts.end_text(case.me, asked.id)
    plans.propose(case.me, case.plan)
    father = {one.what for one in case.view(case.scene.father).tasks}
    assert "一起散步" in father and _inherited(case) == []


def test_another_task_and_one_that_stayed_are_not_kept(case: Keeping) -> None:
    case.keep(Kept.TASK, case.hidden_task)
    _anew(case)
    case.task("一起散步")  # nothing that is kept was taken out for good
    plans.propose(case.me, case.plan)
    father = {one.what for one in case.view(case.scene.father).tasks}
    assert {"一起散步", "十点一起关手机"} <= father and SAID not in father


def test_to_take_out_what_was_only_taken_over_forgets_that(case: Keeping) -> None:
    _anew(case)
    new = case.task("去游泳")
    case.keep(Kept.TASK, new)
    _take_out(case, "去游泳")
    case.task("一起散步")
    _take_out(case, "一起散步")
    assert _inherited(case) == []
    case.task("去游泳")
    assert [one.words for one in _inherited(case)] == ["去游泳"]


def test_a_kept_goal_that_left_out_a_version_comes_back_kept(case: Keeping) -> None:
    case.keep(Kept.GOAL, case.goal)
    _anew(case, goal_2="", now_2="", hoped_2="")
    plans.propose(case.me, case.plan)
    _anew(case, goal_3=f"{CANARY}目标", now_3="1", hoped_3="5", goal_2="", now_2="", hoped_2="")
    plans.propose(case.me, case.plan)
    father = {one.words for one in case.view(case.scene.father).goals}
    assert father == {"我想睡得早一点"}
    assert case.view(case.scene.mother).goals[-1].id == case.goal  # and so do its ratings


def test_a_kept_goal_that_a_draft_lost_comes_back_kept(case: Keeping) -> None:
    third = {"goal_3": "我想学画画", "now_3": "1", "hoped_3": "5"}
    _anew(case, **third)
    case.keep(Kept.GOAL, case.view().goals[2].id)
    _anew(case)
    _anew(case, **third)
    _anew(case, **third)  # written once more it stays kept
    (asked,) = _inherited(case)
    assert asked.words == "我想学画画"
    kept_texts.prolong_text(case.me, asked.id, kept_texts.ProlongForm(date(2026, 5, 1)))
    plans.propose(case.me, case.plan)
    father = {one.words for one in case.view(case.scene.father).goals}
    assert father == {"我想睡得早一点", f"{CANARY}目标"}
