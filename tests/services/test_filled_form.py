"""Single answers of a filled form: its counsellors see item and value; nobody else, no wording."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.asking import asking_instrument
from tests.support.care import Scene
from wellbeing.errors import Forbidden, NotFound
from wellbeing.models import Informant, Kept
from wellbeing.services import cover, kept_texts, measures


@pytest.fixture
def asking() -> Iterator[str]:
    """The key of an instrument whose second answer asks for a talk from 1 on."""
    with asking_instrument() as key:
        yield key


def _fill(scene: Scene, key: str, *answers: float | None, shared: str = "no") -> None:
    form = measures.RecordForm(key, answers=answers, shared=shared)
    measures.record(scene.world.counsellor, scene.case, form)


def test_the_counsellor_reads_item_value_day_and_total(scene: Scene, asking: str) -> None:
    me = scene.world.counsellor
    assert measures.filled_form(me, scene.case) is None
    _fill(scene, asking, 0, 1, 3)
    found = measures.filled_form(me, scene.case)
    assert found is not None
    assert (found.instrument, found.form_version, found.total) == (asking, "1", 4)
    assert (found.informant, found.taken_on) == (
        Informant.YOUNG_PERSON, scene.world.clock.at.date(),
    )  # fmt: skip
    said = [(one.item, one.value, one.talk) for one in found.answers]
    assert said == [(1, 0, False), (2, 1, True), (3, 3, False)]


def test_one_form_is_opened_at_a_time_and_the_own_check_in_is_not_among_them(
    scene: Scene, asking: str
) -> None:
    me = scene.world.counsellor
    measures.record(me, scene.case, measures.RecordForm(measures.CHECK_IN, total=18))
    _fill(scene, asking, 0, 0, 1)
    scene.world.clock.move(minutes=10)
    _fill(scene, asking, 3, 3, 3)
    newest, older = (measures.filled_form(me, scene.case, n) for n in (0, 1))
    assert newest is not None and older is not None
    assert (newest.total, older.total) == (9, 1)
    assert [one for one, _ in newest.forms] == [asking, asking]
    for wrong in (2, -1):
        with pytest.raises(NotFound):
            measures.filled_form(me, scene.case, wrong)


def test_everybody_else_is_refused(scene: Scene, asking: str) -> None:
    world = scene.world
    _fill(scene, asking, 0, 1, 3, shared="yes")
    others = (scene.mother, scene.father, world.teacher, world.officer, world.coordinator)
    for who in (*others, world.administrator):
        with pytest.raises(Forbidden):
            measures.filled_form(who, scene.case)
    with pytest.raises(NotFound):
        measures.filled_form(world.counsellor2, scene.case)
    watches = cover.SupervisorForm(scene.desk("counsellor").id, scene.desk("counsellor2").id)
    cover.appoint_supervisor(world.coordinator, watches)
    found = measures.filled_form(world.counsellor2, scene.case)  # who supervises looks with them
    assert found is not None and found.total == 4


def test_what_the_family_is_shown_of_it_holds_no_single_answer(scene: Scene, asking: str) -> None:
    _fill(scene, asking, 0, 1, 3, shared="yes")
    (line,) = [one for one in measures.series(scene.mother, scene.case) if one.instrument == asking]
    assert line.values == (4,) and "answers" not in repr(line)
    form = kept_texts.KeepForm(scene.father_id, "x", scene.world.clock.at.date())
    kept_texts.keep_text(scene.world.counsellor, Kept.SCORES.value, scene.case, form)
    assert measures.series(scene.father, scene.case) == ()
