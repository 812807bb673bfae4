"""What a plan may rest on where not everybody agreed: each condition beside its refused twin."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.support.care import Scene
from wellbeing.errors import Forbidden
from wellbeing.forms import InvalidForm, read
from wellbeing.services import plans


def name(scene: Scene, plan: UUID, basis: str) -> None:
    form = read(plans.BasisForm, {"basis": basis, "note": "一起想过了。"})
    plans.name_basis(scene.world.counsellor, plan, form)


def lacks(scene: Scene, plan: UUID, basis: str) -> str:
    """Return the refusal, and make sure that nothing has changed."""
    with pytest.raises(InvalidForm) as refused:
        name(scene, plan, basis)
    view = plans.open_plan(scene.world.counsellor, scene.case)
    assert (view.state, view.basis) == ("proposed", "")
    problem = refused.value.problems["basis"]
    return problem.message.format(**problem.params)


def own(scene: Scene, plan: UUID, answer: str) -> None:
    form = plans.RecordForm("young_person", None, answer, "in_person", "嗯")
    plans.record_answer(scene.world.counsellor, plan, form)


def test_an_own_yes_does_not_count_below_the_age_of_own_consent(scene: Scene) -> None:
    plan = scene.plan()
    own(scene, plan, "agreed")
    assert "is 12 years old" in lacks(scene, plan, "own_consent")
    assert "14 years" in lacks(scene, plan, "own_consent")


def test_an_own_yes_counts_from_the_age_of_the_pack_once_it_is_recorded(scene: Scene) -> None:
    scene.world.clock.move(days=430)  # 2027-05-13: fourteen since two days
    plan = scene.plan(due_on="2027-06-30")
    assert "has not said yes" in lacks(scene, plan, "own_consent")
    own(scene, plan, "refused")
    assert "has not said yes" in lacks(scene, plan, "own_consent")
    own(scene, plan, "agreed")
    plans.answer_plan(scene.father, plan, plans.AnswerForm("refused"))
    with pytest.raises(Forbidden):
        plans.name_basis(scene.mother, plan, plans.BasisForm("own_consent", "x"))
    name(scene, plan, "own_consent")
    assert plans.open_plan(scene.world.counsellor, scene.case).basis == "own_consent"


def test_one_guardian_stands_for_all_only_with_a_recorded_yes_of_one_who_decides_alone(
    scene: Scene,
) -> None:
    plan = scene.plan()
    assert "No guardian" in lacks(scene, plan, "one_guardian")
    plans.answer_plan(scene.father, plan, plans.AnswerForm("agreed"))  # decides with another
    assert "No guardian" in lacks(scene, plan, "one_guardian")
    plans.answer_plan(scene.mother, plan, plans.AnswerForm("agreed"))
    name(scene, plan, "one_guardian")
    assert plans.open_plan(scene.world.counsellor, scene.case).state == "in_force"


def test_one_guardian_never_stands_over_a_no(scene: Scene) -> None:
    plan = scene.plan()
    plans.answer_plan(scene.mother, plan, plans.AnswerForm("agreed"))
    plans.answer_plan(scene.father, plan, plans.AnswerForm("refused"))
    assert "said no" in lacks(scene, plan, "one_guardian")
    plans.answer_plan(scene.father, plan, plans.AnswerForm("wants_talk"))
    own(scene, plan, "refused")
    assert "said no" in lacks(scene, plan, "one_guardian")
    own(scene, plan, "wants_talk")
    name(scene, plan, "one_guardian")  # the newest word counts, and nobody says no any more
