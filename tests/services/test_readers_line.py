"""The line under a text box names those whom the rules let in, and nobody else."""

from __future__ import annotations

import pytest

from tests.support.care import Scene
from wellbeing.errors import Forbidden, NotFound
from wellbeing.services import family, need_to_know


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("case_transfer.reason", {"coordinator"}),
        ("case_reason.text", {"coordinator"}),
        ("urgency_change.why", {"coordinator"}),
        ("safety_plan.parts", {"coordinator"}),
        ("withholding.reason", {"coordinator"}),
        ("plan.strengths", {"coordinator", "parent"}),
        ("note_addendum.text", set()),
    ],
)
def test_the_line_names_those_whom_the_rules_let_in(
    scene: Scene, text: str, roles: set[str]
) -> None:
    found = need_to_know.will_read(scene.world.counsellor, scene.case, text)
    assert {one.role for one in found} == roles


def test_a_guardian_reads_who_reads_them_and_nobody_elses_box(scene: Scene) -> None:
    line = need_to_know.will_read(scene.mother, scene.case, "family_question.question")
    assert {one.role for one in line} <= {"coordinator", "counsellor"}
    assert "陆爸爸" not in repr(line)
    with pytest.raises(NotFound):
        need_to_know.will_read(scene.world.counsellor2, scene.case, "plan.strengths")
    with pytest.raises(Forbidden):
        need_to_know.will_read(scene.world.administrator, scene.case, "plan.strengths")
    with pytest.raises(NotFound):
        need_to_know.will_read(scene.world.counsellor, scene.case, "user_account.name")


def test_an_answer_is_read_by_whoever_asked(scene: Scene) -> None:
    family.ask_counsellor(scene.mother, scene.case, family.QuestionForm("他还好吗？"))
    me = scene.world.counsellor
    asked = family.family_questions(me, scene.case)[0]
    line = need_to_know.will_read_in(me, asked.id, "family_question.answer")
    assert {one.role for one in line} == {"coordinator", "parent"} and "陆爸爸" not in repr(line)
    with pytest.raises(NotFound):
        need_to_know.will_read_in(scene.father, asked.id, "family_question.answer")
