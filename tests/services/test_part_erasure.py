"""When one young person is erased, an incident keeps the other side's own words and no others."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from tests.support.repair import Repair
from tests.support.world import World
from wellbeing.forms import read
from wellbeing.models import Incident, IncidentPerson, RepairItem
from wellbeing.services import erasure, incidents
from wellbeing.services.erasure import EraseForm, Part, Why

OWN = "想要一句道歉，也想知道他为什么这样做。"
GONE = EraseForm(Part.RESPONSIBILITY, Why.RETENTION_OVER)


@pytest.fixture
def scene(world: World) -> Repair:
    """An incident whose two sides were spoken with alone."""
    made = Repair(world)
    made.confirm()
    for part, words in ((made.boy, "他很后悔。"), (made.neighbour, OWN)):
        form = read(incidents.PrepareForm, {"wants": "yes", "preparation": words})
        incidents.prepare_side(made.officer, part, form)
    return made


def cells(scene: Repair, model: Any, **wanted: Any) -> list[dict[str, Any]]:
    """Return the sealed cells of rows as the database holds them."""
    table = model.__table__
    rows = select(table).where(*(table.c[name] == value for name, value in wanted.items()))
    names = [one for one in model.__sealed__ if one in table.c]
    with scene.world.runtime.reading.connect() as connection:
        return [{name: row[name] for name in names}
                for row in connection.execute(rows).mappings()]  # fmt: skip


def test_nothing_of_the_erased_is_left_and_the_other_side_keeps_its_own(scene: Repair) -> None:
    before = incidents.open_incident(scene.officer, scene.id)
    kept = next(one for one in before.people if one.id == scene.neighbour)
    assert before.what and kept.preparation == OWN
    erasure.erase(scene.world.coordinator, scene.student, GONE)
    assert cells(scene, Incident) == [dict.fromkeys(Incident.__sealed__)]
    (mine,) = cells(scene, IncidentPerson, student_id=scene.student)
    assert {name for name, cell in mine.items() if cell} <= {"for_family"}  # another compartment
    after = incidents.open_incident(scene.officer, scene.id)
    assert (after.what, after.place, after.damage) == ("", "", "") and after.number == before.number
    assert next(one for one in after.people if one.id == scene.neighbour) == kept
    boy = next(one for one in after.people if one.id == scene.boy)
    assert (boy.contact, boy.preparation) == ("", "")


def test_each_compartment_goes_alone(scene: Repair) -> None:
    erasure.erase(scene.world.coordinator, scene.student, EraseForm(Part.FAMILY, Why.UNLAWFUL))
    (mine,) = cells(scene, IncidentPerson, student_id=scene.student)
    assert mine["for_family"] is None and mine["preparation"] is not None
    assert incidents.open_incident(scene.officer, scene.id).what


def test_somebody_else_erased_changes_nothing_in_it(scene: Repair) -> None:
    before = incidents.open_incident(scene.officer, scene.id)
    sent = scene.world.refer("officer2", student_name="安小舟")
    other = scene.world.decide(sent.id).case_id
    from wellbeing.services import cases

    child = cases.open_case(scene.world.coordinator, other).student_id
    erasure.erase(scene.world.coordinator, child, GONE)
    assert incidents.open_incident(scene.officer, scene.id) == before
    assert cells(scene, RepairItem) == []
