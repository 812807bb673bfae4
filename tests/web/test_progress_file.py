"""A child's progress as a file: nothing is handed out before the act that enters it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from tests.support.care import Scene
from tests.support.hunt import Tab, _watched
from tests.support.keeping import CANARY, Keeping
from tests.support.world import World, case_with_parent
from wellbeing.audit import TABLE
from wellbeing.gate import Caller
from wellbeing.models import Kept
from wellbeing.services import measures


def test_the_file_is_made_by_the_button_and_its_taking_is_entered(sqlite_world: World) -> None:
    case_id, _ = case_with_parent(sqlite_world)
    for total in (19, 25, 34):
        form = measures.RecordForm(measures.CHECK_IN, total=total)
        measures.record(sqlite_world.counsellor, case_id, form)
    tab = Tab(sqlite_world.counsellor)
    shown = tab.open("cases/tracker.py", {"id": str(case_id)})
    assert not shown.failed and shown.files == []
    button = next(one for one in tab._tab.button if str(one.key).startswith("csv-"))
    with _watched(tab._cookies) as kept:
        button.click().run()
    assert not tab._tab.exception
    [table] = kept.files
    assert [line.split(",")[1] for line in table.decode().splitlines()[2:]] == ["19", "25", "34"]
    with sqlite_world.runtime.reading.connect() as connection:
        query = select(TABLE.c.object_id, TABLE.c.detail)
        [taken] = connection.execute(query.where(TABLE.c.act == "export_progress")).all()
    assert (taken.object_id, taken.detail) == (case_id, "file=csv")


def test_the_file_of_a_guardian_holds_nothing_that_is_kept_from_them(sqlite_world: World) -> None:
    case = Keeping(Scene(sqlite_world))
    scene, me = case.scene, case.me
    scene.agree(case.plan)
    for total in (1, 2, 3):
        rated = measures.RecordForm(measures.GOAL, total=total, about_id=case.goal)
        measures.record(me, scene.case, rated)
    assert CANARY in _files(scene.father, scene.case)
    case.keep(Kept.GOAL, case.goal)
    assert CANARY not in _files(scene.father, scene.case)
    assert CANARY in _files(scene.mother, scene.case)


def _files(who: Caller, case_id: UUID) -> str:
    """Press every button of the progress page that makes a file; return the page and the files."""
    tab = Tab(who)
    shown = tab.open("cases/tracker.py", {"id": str(case_id)})
    assert not shown.failed
    found = shown.words
    for key in [
        str(one.key) for one in tab._tab.button if str(one.key).startswith(("csv-", "svg-"))
    ]:
        with _watched(tab._cookies) as kept:
            next(one for one in tab._tab.button if str(one.key) == key).click().run()
        found += b"".join(kept.files).decode()
    return found
