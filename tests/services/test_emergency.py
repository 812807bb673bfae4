"""Breaking the glass: a reason, hours, the coordinator told at once, a review owed, an end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.support.care import TUESDAY, Scene
from tests.support.world import World
from wellbeing import audit
from wellbeing.errors import Forbidden, InvalidTransition, NotFound
from wellbeing.forms import InvalidForm, read
from wellbeing.services import cases, emergency, home, sessions

WHY = "他在走廊里说不想活了，辅导老师今天不在。"


@pytest.fixture
def scene(world: World, family: None) -> Scene:
    """A case of the north counsellor."""
    return Scene(world)


def _form(**changes: Any) -> emergency.EmergencyForm:
    raw = {"whose": "陆小满", "reason": WHY, "hours": "2", **changes}
    return read(emergency.EmergencyForm, raw)


def test_it_needs_a_reason_and_at_most_four_hours(world: World, scene: Scene) -> None:
    for changes in ({"reason": " "}, {"hours": "5"}, {"hours": ""}):
        with pytest.raises(InvalidForm):
            _form(**changes)


def test_it_opens_the_case_for_reading_and_ends_by_itself(world: World, scene: Scene) -> None:
    talk = scene.talk()
    with pytest.raises(NotFound):
        cases.open_case(world.counsellor2, scene.case)
    me = world.counsellor2
    assert emergency.break_glass(me, _form()) == scene.case
    assert cases.open_case(me, scene.case).reads_as == "emergency"
    assert sessions.open_session(me, talk).parts
    with pytest.raises(NotFound):
        sessions.book(me, scene.case, read(sessions.BookForm, {**TUESDAY, "day": "2026-04-21"}))
    world.clock.move(hours=2)
    with pytest.raises(NotFound):
        cases.open_case(world.counsellor2, scene.case)


def test_the_coordinator_is_told_at_once_and_owes_the_look(world: World, scene: Scene) -> None:
    emergency.break_glass(world.counsellor2, _form())
    office = world.coordinator
    assert "review_emergency" in {step.what for step in home.home(office).mine}
    found = emergency.emergencies(office, scene.case)[0]
    assert found.reason == WHY and found.by == "counsellor2 (虚构)"
    for login in ("counsellor2", "counsellor", "officer"):
        with pytest.raises((Forbidden, NotFound)):
            form = emergency.FindingForm("好")
            emergency.review_emergency(world.caller(login), found.id, form)
    emergency.review_emergency(office, found.id, emergency.FindingForm("有必要。"))
    assert "review_emergency" not in {step.what for step in home.home(office).mine}
    with pytest.raises(NotFound):
        cases.open_case(world.counsellor2, scene.case)
    with pytest.raises(NotFound):
        emergency.review_emergency(office, found.id, emergency.FindingForm("再看。"))


def test_everything_read_under_it_says_so(world: World, scene: Scene) -> None:
    talk = scene.talk()
    me = world.counsellor2
    emergency.break_glass(me, _form())
    sessions.open_session(me, talk)
    t = audit.TABLE.c
    with world.runtime.reading.connect() as connection:
        entered = connection.execute(select(t.kind, t.detail).where(t.outcome == "opened")).all()
    under = {kind for kind, detail in entered if detail.startswith("emergency:")}
    assert {"student", "session_note", "counselling_session"} <= under


def test_only_counsellors_break_it_and_never_their_own_or_an_unclear_case(
    world: World, scene: Scene
) -> None:
    for login in ("officer", "teacher", "parent", "administrator", "coordinator"):
        with pytest.raises(Forbidden):
            emergency.break_glass(world.caller(login), _form())
    with pytest.raises(InvalidTransition):
        emergency.break_glass(world.counsellor, _form())
    with pytest.raises(InvalidForm):
        emergency.break_glass(world.counsellor2, _form(whose="陆小"))
    assert "emergency" not in {one.tie for one in _ties(world)}


def _ties(world: World) -> Any:
    from wellbeing.services import cover

    return cover.cover(world.coordinator).rows


def test_it_can_be_ended_early_by_whoever_opened_it_alone(world: World, scene: Scene) -> None:
    me = world.counsellor2
    emergency.break_glass(me, _form(whose=_number(world, scene.case)))
    mine = emergency.emergencies(me)[0]
    with pytest.raises(NotFound):
        emergency.end_emergency(world.counsellor, mine.id)
    emergency.end_emergency(me, mine.id)
    with pytest.raises(NotFound):
        cases.open_case(me, scene.case)
    assert "review_emergency" in {step.what for step in home.home(world.coordinator).mine}


def _number(world: World, case_id: UUID) -> str:
    return cases.open_case(world.coordinator, case_id).number
