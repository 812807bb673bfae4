"""Where a young person stands with a change: dated, the counsellor's alone, never a score."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.support.care import Scene
from wellbeing.errors import Forbidden, NotFound
from wellbeing.forms import InvalidForm, read
from wellbeing.services import change_stages, transfers


def test_a_stage_has_its_day_and_the_way_back_is_one_of_them(scene: Scene) -> None:
    me, today = scene.world.counsellor, scene.world.clock.at.date()
    for stage, on in (("doing", None), ("not_yet", today - timedelta(weeks=9)), ("back", today)):
        change_stages.record_stage(me, scene.case, change_stages.StageForm(stage, on))
        scene.world.clock.move(minutes=1)
    found = [(one.on, one.stage) for one in change_stages.stages(me, scene.case)]
    assert found == [(today - timedelta(weeks=9), "not_yet"), (today, "doing"), (today, "back")]
    with pytest.raises(InvalidForm):
        form = change_stages.StageForm("doing", today + timedelta(days=1))
        change_stages.record_stage(me, scene.case, form)
    with pytest.raises(InvalidForm):
        read(change_stages.StageForm, {"stage": "7"})


def test_nobody_but_the_counsellors_of_the_case_reads_or_writes_it(scene: Scene) -> None:
    world = scene.world
    form = change_stages.StageForm("thinking", date(2026, 3, 2))
    change_stages.record_stage(world.counsellor, scene.case, form)
    for who in (world.coordinator, world.teacher, world.officer, scene.mother):
        with pytest.raises(Forbidden):
            change_stages.stages(who, scene.case)
        with pytest.raises(Forbidden):
            change_stages.record_stage(who, scene.case, form)
    for act in (
        lambda: change_stages.stages(world.counsellor2, scene.case),
        lambda: change_stages.record_stage(world.counsellor2, scene.case, form),
    ):
        with pytest.raises(NotFound):
            act()
    asked = transfers.TransferForm(scene.desk("counsellor2").id, "她离得近。")
    transfers.ask_transfer(world.counsellor, scene.case, asked)
    waiting = transfers.transfers(world.counsellor, scene.case)[0].id
    transfers.accept_transfer(world.counsellor2, waiting, transfers.AcceptForm())
    found = change_stages.stages(world.counsellor2, scene.case)
    assert [one.stage for one in found] == ["thinking"]
    with pytest.raises(NotFound):
        change_stages.stages(world.counsellor, scene.case)
