"""When one young person is erased, an incident keeps the other side's own words and no others."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.support.repair import Repair
from tests.support.world import World, reopen
from wellbeing import crypto
from wellbeing.crypto import SubjectErased
from wellbeing.forms import read
from wellbeing.models import Incident, IncidentPerson, RepairItem
from wellbeing.services import erasure, incidents
from wellbeing.services.erasure import EraseForm, Part, Why

OWN = "想要一句道歉，也想知道他为什么这样做。"
GONE = EraseForm(Part.RESPONSIBILITY, Why.RETENTION_OVER)


@pytest.fixture
def scene(world: World, family: None) -> Repair:
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


def rows(scene: Repair, model: Any) -> list[dict[str, Any]]:
    """Return rows of the incident whole, as a thief of a backup has them."""
    table = model.__table__
    with scene.world.runtime.reading.connect() as connection:
        return [dict(row) for row in connection.execute(select(table)).mappings()]


def put_back(scene: Repair, model: Any, before: list[dict[str, Any]]) -> None:
    """Write rows over those of today."""
    table = model.__table__
    with scene.world.runtime.engine.begin() as connection:
        for row in before:
            held = {name: crypto.SealedBytes(row[name]) for name in model.__sealed__ if row[name]}
            connection.execute(update(table).where(table.c.id == row["id"]).values({**row, **held}))


def test_the_incidents_key_is_renewed_so_that_an_older_row_opens_nowhere(scene: Repair) -> None:
    before = {model: rows(scene, model) for model in (Incident, IncidentPerson)}
    done = erasure.erase(scene.world.coordinator, scene.student, GONE)
    assert not done.final
    assert len(erasure.erasures(scene.world.coordinator)) == 1  # the renewed key is a part of it
    for model, old in before.items():
        put_back(scene, model, old)
    view = incidents.open_incident(scene.officer, scene.id)
    assert (view.what, view.place, view.damage) == ("—", "—", "—")
    assert {one.preparation for one in view.people} == {"—"}


def test_the_receipt_is_final_only_when_the_incidents_old_key_is_gone(scene: Repair) -> None:
    world = scene.world
    site = world.runtime
    # The incident's key comes under a newer epoch than anything of the young person's own.
    crypto.roll(site.engine, site.keyring(), site.keys)
    crypto.rewrap(site.engine, site.keyring())
    erasure.erase(world.coordinator, scene.student, GONE)
    for epoch, final in ((1, False), (2, True)):
        crypto.roll(site.engine, site.keyring(), site.keys)
        crypto.rewrap(site.engine, site.keyring())
        crypto.destroy(site.engine, site.keys, epoch)
        assert [one.final for one in erasure.erasures(world.coordinator)] == [final]


def test_a_second_incident_can_be_erased_after_the_first(scene: Repair) -> None:
    office = scene.world.coordinator
    erasure.erase(office, scene.student, GONE)
    second = scene.record(what="第二件事。")
    erasure.erase(office, scene.student, GONE)
    assert incidents.open_incident(scene.officer, second).what == ""
    with pytest.raises(SubjectErased):
        erasure.erase(office, scene.student, GONE)


def test_yesterdays_backup_brings_back_the_others_words_and_not_the_erased_ones(
    sqlite_world: World, tmp_path: Path
) -> None:
    scene = Repair(sqlite_world)
    scene.confirm()
    incidents.prepare_side(scene.officer, scene.boy, incidents.PrepareForm("yes", "他很后悔。"))
    incidents.prepare_side(scene.officer, scene.neighbour, incidents.PrepareForm("yes", OWN))
    settings = sqlite_world.runtime.settings
    sqlite_world.close()
    backup = shutil.copy(settings.sqlite_path, tmp_path / "yesterday")
    scene.world = reopen(settings.folder)
    erasure.erase(scene.world.coordinator, scene.student, GONE)
    # A second erasure of the same incident's keys, so that two are made up for at once.
    erasure.erase(scene.world.coordinator, scene.student, EraseForm(Part.FAMILY, Why.UNLAWFUL))
    scene.world.close()
    for journal in settings.folder.glob("miaopu.sqlite3-*"):
        journal.unlink()
    shutil.copy(backup, settings.sqlite_path)
    scene.world = reopen(settings.folder)
    view = incidents.open_incident(scene.officer, scene.id)
    assert (view.what, view.place) == ("", "")
    words = {one.id: (one.preparation, one.for_family) for one in view.people}
    assert words[scene.boy] == ("", "") and words[scene.neighbour][0] == OWN
    assert len(erasure.erasures(scene.world.coordinator)) == 2
    scene.world.close()
