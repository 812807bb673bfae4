"""The line under a text box names those whom the rules let in, and nobody else."""

from __future__ import annotations

import pytest

from tests.support.care import Scene
from tests.support.handing import Handing
from tests.support.repair import Repair
from tests.support.world import World
from wellbeing.errors import Forbidden, NotFound
from wellbeing.readers import Reader
from wellbeing.services import family, handoffs, harm, incidents, need_to_know


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


def _roles(line: tuple[Reader, ...]) -> set[str]:
    return {one.role for one in line}


def test_no_line_of_an_incident_names_the_family_of_the_other_side(sqlite_world: World) -> None:
    repair = Repair(sqlite_world)
    _, other = repair.another_family("2012-05-01")
    incidents.add_person(repair.officer, repair.id, incidents.PersonForm("affected", other))
    texts = "repair_item.proof", "measure_decision.reason", "incident_person.for_family"
    sides = {"陆": repair.mother, "白": sqlite_world.caller("bai")}
    for own, family_of in sides.items():
        for text in texts:
            line = need_to_know.will_read(family_of, repair.id, text, about="incident")
            foreign = set(sides) - {own}
            assert not [one for one in line for sign in foreign if sign in one.name]
            assert "counsellor2 (虚构)" not in {one.name for one in line} or own == "白"
    # Whoever leads it knows by the line that both families read what is promised, not who they are.
    line = need_to_know.will_read(repair.officer, repair.id, "repair_item.what", about="incident")
    assert Reader("", "parent") in line and "coordinator" in _roles(line)
    line = need_to_know.will_read(
        repair.officer, repair.id, "measure_decision.reason", about="incident"
    )
    assert _roles(line) == {"coordinator"}
    with pytest.raises(NotFound):
        need_to_know.will_read(
            sqlite_world.officer2, repair.id, "repair_item.what", about="incident"
        )


def test_whoever_reports_harm_does_not_learn_who_helps_already(sqlite_world: World) -> None:
    scene, me = Scene(sqlite_world), sqlite_world.caller("officer")
    line = need_to_know.will_read(me, scene.student, "harm_report.what", about="student")
    assert Reader("", "counsellor") in line and "parent" not in _roles(line)
    assert "counsellor (虚构)" not in {one.name for one in line}
    mine = sqlite_world.counsellor
    form = harm.NoticeForm("手臂上有淤青。", hold="no")
    report = harm.report_harm(me, scene.student, form)
    line = need_to_know.will_read_in(mine, report, "harm_report.outcome_text")
    assert _roles(line) == {"coordinator", "officer"}  # who reported reads what came of it


def test_what_is_said_to_a_place_is_read_there_and_a_draft_is_not(sqlite_world: World) -> None:
    handing = Handing(sqlite_world)
    asked = handing.received()
    text = "handoff_entry.text"
    line = need_to_know.will_read(handing.me, asked, text, about="handoff")
    assert _roles(line) == {"coordinator", "partner"}
    draft = handoffs.open_handoff(handing.me, asked).row.case_id
    assert draft is not None
    line = need_to_know.will_read(handing.me, draft, "handoff_share.content")
    assert _roles(line) == {"coordinator"}  # nothing is sent yet
