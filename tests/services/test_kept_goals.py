"""What is kept of a plan stays kept in its next version, in the same words and in others."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.keeping import CANARY, REVIEW, Keeping
from wellbeing.models import Kept
from wellbeing.services import (
    cases,
    kept_texts,
    plans,
)


def test_a_new_version_keeps_what_was_kept(case: Keeping) -> None:
    scene = case.scene
    case.keep(Kept.GOAL, case.goal)
    case.keep(Kept.TASK, case.hidden_task)
    case.keep(Kept.STRENGTHS, case.plan)
    anew = case.form(goal_2=f"{CANARY}换了说法", same_2="same", strengths=f"{CANARY}又一句")
    case.plan = plans.write_plan(case.me, scene.case, anew)
    copied = next(one for one in case.view().tasks if CANARY in one.what)
    plans.remove_task(case.me, copied.id)
    case.task(f"{CANARY}任务", user_id=str(case.father_user))  # typed once more
    plans.propose(case.me, case.plan)
    assert CANARY not in repr(case.view(scene.father))
    assert case.view(scene.father).version == 2
    assert repr(case.view(scene.mother)).count(CANARY) >= 3
    scene.agree(case.plan)
    assert CANARY not in repr(plans.my_tasks(scene.father))


def anew(case: Keeping, **changes: str) -> None:
    """Write the next version, or the draft again; goal 2 is the one that was kept."""
    case.plan = plans.write_plan(case.me, case.scene.case, case.form(**changes))


def hidden(case: Keeping) -> set[str]:
    """Return what is kept of the goals of the newest version, as the guardian proves."""
    theirs = {one.words for one in case.view(case.scene.father).goals}
    return {one.words for one in case.view(case.scene.mother).goals} - theirs


def inherited(case: Keeping) -> list[kept_texts.KeptText]:
    return [one for one in kept_texts.kept_texts(case.me, case.scene.case) if one.inherited]


@pytest.mark.parametrize("same", ["", "new"])
def test_a_kept_goal_in_other_words_stays_kept_until_somebody_decides(
    case: Keeping, same: str
) -> None:
    case.keep(Kept.GOAL, case.goal)
    anew(case, goal_2=f"{CANARY}另一句", same_2=same)
    plans.propose(case.me, case.plan)
    assert hidden(case) == {f"{CANARY}另一句"}
    (asked,) = inherited(case)
    assert (asked.guardian, asked.words) == ("陆爸爸 (虚构)", f"{CANARY}另一句")
    assert (asked.review_on, asked.reason) == (REVIEW, f"{CANARY}为什么")
    steps = cases.open_case(case.me, case.scene.case).steps
    assert ("review_withholding", asked.id) in {(one.what, one.object_id) for one in steps}
    kept_texts.end_text(case.me, asked.id)
    assert hidden(case) == set() and inherited(case) == []


def test_what_was_decided_holds_when_the_draft_is_written_again(case: Keeping) -> None:
    case.keep(Kept.GOAL, case.goal)
    anew(case, goal_2="我想学画画")
    kept_texts.end_text(case.me, inherited(case)[0].id)
    anew(case, goal_2="我想学画画了")
    plans.propose(case.me, case.plan)
    assert hidden(case) == set() and inherited(case) == []


def test_to_keep_it_for_longer_is_a_decision_too(case: Keeping) -> None:
    case.keep(Kept.GOAL, case.goal)
    anew(case, goal_2="我想学画画")
    form = kept_texts.ProlongForm(date(2026, 5, 1))
    kept_texts.prolong_text(case.me, inherited(case)[0].id, form)
    assert inherited(case) == []
    anew(case, goal_2="我想学画画了")
    plans.propose(case.me, case.plan)
    assert hidden(case) == {"我想学画画了"}


def test_a_goal_that_is_the_same_after_all_takes_nothing_over(case: Keeping) -> None:
    case.keep(Kept.GOAL, case.goal)
    anew(case, goal_2="我想学画画")
    assert len(inherited(case)) == 1
    anew(case, goal_2="我想学画画", same_2="same")
    assert inherited(case) == []
    anew(case, goal_2="我想学画画", same_2="new")
    assert len(inherited(case)) == 1
    plans.propose(case.me, case.plan)
    assert hidden(case) == {"我想学画画"}


def test_a_kept_goal_that_moved_up_in_other_words_is_not_shown_by_that(case: Keeping) -> None:
    case.keep(Kept.GOAL, case.goal)
    anew(case, goal_1="我想学画画", goal_2="", now_2="", hoped_2="")
    plans.propose(case.me, case.plan)
    assert hidden(case) == {"我想学画画"}


def test_an_open_goal_in_other_words_and_one_in_a_place_of_its_own_are_open(case: Keeping) -> None:
    case.keep(Kept.GOAL, case.goal)
    anew(case, goal_1="我想早睡", goal_3="我想学画画", now_3="1", hoped_3="5")
    plans.propose(case.me, case.plan)
    assert hidden(case) == {f"{CANARY}目标"} and inherited(case) == []
