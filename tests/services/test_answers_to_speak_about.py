"""An answer that its instrument flags asks for a talk the same day; no score says so, no level."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.support.asking import asking_instrument
from tests.support.care import Scene
from wellbeing.errors import Forbidden
from wellbeing.forms import read
from wellbeing.gate import Caller
from wellbeing.models import Measurement
from wellbeing.services import cases, home, measures, safety
from wellbeing.services.cases import CaseView

STEP = "speak_about_answer"


@pytest.fixture
def asking() -> Iterator[str]:
    """The key of an instrument whose second answer asks for a talk from 1 on."""
    with asking_instrument() as key:
        yield key


def fill(scene: Scene, key: str, *answers: float | None) -> None:
    form = measures.RecordForm(key, answers=answers)
    measures.record(scene.world.counsellor, scene.case, form)


def case_of(who: Caller, scene: Scene) -> CaseView:
    return cases.open_case(who, scene.case)


def test_the_step_is_due_the_same_day_until_somebody_spoke_with_them(
    scene: Scene, asking: str
) -> None:
    world = scene.world
    fill(scene, asking, 0, 1, 0)
    (step,) = [one for one in case_of(world.counsellor, scene).steps if one.what == STEP]
    assert timedelta(0) < step.due_at - world.clock.at < timedelta(days=1)
    (mine,) = [one for one in home.home(world.counsellor).mine if one.what == STEP]
    assert mine.page == "safety"
    world.clock.move(hours=2)
    spoken = {"kind": "contact", "way": "room", "text": "谈过了，今晚外婆陪着。"}
    form = read(safety.ContactForm, spoken)
    with pytest.raises(Forbidden):
        safety.record_contact(world.teacher, scene.case, form)
    assert STEP in scene.whats(world.counsellor)
    safety.record_contact(world.counsellor, scene.case, form)
    assert STEP not in scene.whats(world.counsellor)


def test_a_later_answer_asks_again_and_other_answers_never(scene: Scene, asking: str) -> None:
    world = scene.world
    fill(scene, asking, 3, 0, 3)
    assert STEP not in scene.whats(world.counsellor)
    fill(scene, asking, 0, 3, 0)
    world.clock.move(hours=1)
    spoken = {"kind": "contact", "way": "call", "text": "谈过了。"}
    safety.record_contact(world.counsellor, scene.case, read(safety.ContactForm, spoken))
    world.clock.move(hours=1)
    fill(scene, asking, 0, 1, 0)
    assert STEP in scene.whats(world.counsellor)


def test_no_level_changes_by_an_answer_and_nobody_else_is_told(scene: Scene, asking: str) -> None:
    world = scene.world
    before = case_of(world.counsellor, scene)
    fill(scene, asking, 0, 3, 0)
    after = case_of(world.counsellor, scene)
    assert (after.urgency, after.label) == (before.urgency, before.label)
    for who in (scene.mother, scene.father):
        assert STEP not in scene.whats(who)
        assert "own_three" not in repr(case_of(who, scene))
    with world.runtime.reading.connect() as connection:
        (row,) = connection.execute(Measurement.__table__.select()).all()
    assert row.speak_on == world.clock.at.date()
