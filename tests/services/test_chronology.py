"""One chronology over everything that its reader may see, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.care import Scene
from wellbeing.errors import Forbidden
from wellbeing.forms import read
from wellbeing.gate import Caller
from wellbeing.services import cases, family, letters, observations, team, withholding


def _actions(scene: Scene, who: Caller) -> set[str]:
    return {one.action for one in cases.open_case(who, scene.case).timeline}


def test_each_reader_has_their_own_chronology(scene: Scene) -> None:
    scene.talk()
    scene.agree(scene.plan())
    family.ask_counsellor(scene.mother, scene.case, family.QuestionForm("他还好吗？"))
    letters.complain(scene.mother, scene.case, letters.ComplaintForm("plan", "太快了。"))
    raw = {"guardian_id": str(scene.father_id), "reason": "x", "review_on": date(2026, 6, 1)}
    withholding.withhold(scene.world.counsellor, scene.case, read(withholding.WithholdForm, raw))
    staff = _actions(scene, scene.world.counsellor)
    assert {"plan_answered", "question_asked", "withheld", "session_held"} <= staff
    assert "letter_written" not in staff  # a complaint is the coordinator's
    assert "letter_written" in _actions(scene, scene.world.coordinator)
    mother = _actions(scene, scene.mother)
    assert {"question_asked", "letter_written", "plan_answered"} <= mother
    assert "withheld" not in mother


def test_a_teacher_sees_their_own_observations_over_time_and_no_other(scene: Scene) -> None:
    me = scene.world.counsellor
    helpers = team.people_for(me, scene.case).helpers
    teacher = next(one[0] for one in helpers if one[1].startswith("teacher ("))
    team.add_helper(me, scene.case, team.HelperForm(teacher))
    for mark in ("62", "71"):
        form = read(
            observations.ObserveForm,
            {"concentration": "5", "belonging": "4", "attendance": "90", "mark": mark},
        )
        observations.observe(scene.world.teacher, scene.case, form)
        scene.world.clock.move(days=20)
    seen = observations.observations(scene.world.teacher, scene.case)
    assert [one.mark for one in seen] == [71, 62]
    assert observations.observations(scene.world.caller("teacher2"), scene.case) == ()
    assert observations.observations(scene.mother, scene.case) == ()
    assert len(observations.observations(scene.world.counsellor, scene.case)) == 2
    with pytest.raises(Forbidden):
        observations.observe(scene.mother, scene.case, form)
