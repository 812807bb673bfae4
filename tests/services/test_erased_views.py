"""After an erasure every view that opened opens still: nothing erased takes other words along."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from tests.support.hunt import Tab, parameters
from tests.support.hunt_scene import HuntScene
from tests.support.matrix import arguments, use_cases
from tests.support.matrix_scene import CASES
from tests.support.world import reopen
from wellbeing.forms import read
from wellbeing.gate import Access
from wellbeing.services import erasure, incidents
from wellbeing.services.erasure import EraseForm, Part, Why

# Who has to do with the young person whose texts are erased, and with whom nobody else has.
PEOPLE = {
    "coordinator": "coordinator", "counsellor": "counsellor2", "officer": "officer2",
    "teacher": "teacher", "mother": "mother-noise", "partner": "partner",
}  # fmt: skip
OWN = "想要一句道歉，也想知道他为什么这样做。"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> tuple[Path, Any]:
    """A site with every kind of record of one young person, to copy; and the scene's ids."""
    folder = tmp_path_factory.mktemp("erased") / "site"
    shutil.copytree(sqlite_template, folder)
    scene = HuntScene(reopen(folder))
    world, mine = scene.world, scene.ids["noise"]
    form = incidents.PersonForm("affected", None, "邻居 (虚构)", None, "000-0000-0042")
    mine["neighbour"] = incidents.add_person(world.officer2, mine["incident_id"], form)
    raw = {"code": "38-4", "reason": "当场承认。", "measures": ["41-2"]}
    confirmed = read(incidents.MeasuresForm, raw)
    (boy,) = incidents.open_incident(world.officer2, mine["incident_id"]).answers
    incidents.confirm_measures(world.officer2, boy.id, confirmed)
    words = read(incidents.PrepareForm, {"wants": "yes", "preparation": OWN})
    incidents.prepare_side(world.officer2, mine["neighbour"], words)
    with world.runtime.engine.begin() as connection:
        ended = CASES.c.id == mine["case_id"]
        connection.execute(update(CASES).where(ended).values(state="closed"))
    world.close()
    return folder, scene


@pytest.fixture
def scene(built: tuple[Path, Any], tmp_path: Path) -> Iterator[Any]:
    """A copy of that site, opened."""
    folder = tmp_path / "copy"
    shutil.copytree(built[0], folder)
    scene, at = built[1], built[1].world.clock.at
    scene.world = reopen(folder)
    scene.world.clock.at = at
    yield scene
    scene.world.close()


def walk(scene: Any) -> dict[tuple[str, str], str]:
    """Return how every view answers everybody: "shown", or the refusal's name."""
    found = {}
    views = {name: act for name, act in use_cases().items() if act.__use_case__[1] is Access.READ}
    for who, login in PEOPLE.items():
        caller = scene.world.caller(login)
        for name, act in views.items():
            try:
                act(caller, *arguments(scene, name, act, "noise"))
                found[name, who] = "shown"
            except Exception as refusal:  # noqa: BLE001 - all that break are told at once
                found[name, who] = repr(refusal)
    return found


@pytest.mark.parametrize("part", list(Part))
def test_every_view_that_opened_opens_after_each_part_is_erased(scene: Any, part: Part) -> None:
    mine = scene.ids["noise"]
    before = walk(scene)
    assert sum(one == "shown" for one in before.values()) > 150
    form = EraseForm(part, Why.RETENTION_OVER)
    erasure.erase(scene.world.coordinator, mine["student_id"], form)
    after = walk(scene)
    assert {one: after[one] for one in before if after[one] != before[one]} == {}
    kept = incidents.open_incident(scene.world.officer2, mine["incident_id"])
    neighbour = next(one for one in kept.people if one.id == mine["neighbour"])
    assert (neighbour.name, neighbour.preparation) == ("邻居 (虚构)", OWN)


KINDS = ("case_file", "student", "referral", "plan", "counselling_session", "handoff",
         "harm_report", "incident")  # fmt: skip


@pytest.mark.parametrize("part", [Part.ALL, Part.IDENTITY, Part.SHARED, Part.FAMILY])
def test_no_page_breaks_after_it(scene: Any, part: Part) -> None:
    student = scene.ids["noise"]["student_id"]
    form = EraseForm(part, Why.RETENTION_OVER)
    erasure.erase(scene.world.coordinator, student, form)
    ids, broken = scene.foreign(), set()
    for who in ("coordinator", "counsellor", "officer", "mother"):
        tab = Tab(scene.world.caller(PEOPLE[who]))
        for path, names in parameters().items():
            if not tab.has(path):
                continue
            queries = [{name: ids[kind]} for name in names for kind in KINDS if name != "draft"]
            for query in ({}, *queries):
                if failed := tab.open(path, query).failed:
                    broken.add(f"{who}: {path} {query}: {failed}")
    assert broken == set()
