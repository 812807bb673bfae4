"""A child's progress as a file: nothing is handed out before the act that enters it."""

from __future__ import annotations

from sqlalchemy import select

from tests.support.hunt import Tab, _watched
from tests.support.world import World, case_with_parent
from wellbeing.audit import TABLE
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
