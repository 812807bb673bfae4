"""What whoever records an incident calls very grave counts by the law of that day alone."""

from __future__ import annotations

import pytest

from tests.support.repair import Repair
from tests.support.world import World
from wellbeing.services import incidents


@pytest.fixture
def scene(world: World, family: None) -> Repair:
    """An officer with an incident to record."""
    return Repair(world)


def test_whoever_records_it_may_call_it_very_grave_and_the_law_of_that_day_counts_it(
    scene: Repair,
) -> None:
    def grave(**changes: str) -> tuple[bool, tuple[str, ...], set[str]]:
        raw = {"deed": "group_fight", "student_id": "", "name": "同学 (虚构)",
               "birth_date": "2009-01-10", **changes}  # fmt: skip
        view = incidents.open_incident(scene.officer, scene.record(**raw))
        (boy,) = view.answers
        return view.grave, view.circumstances, {one.key for one in boy.offered.detention}

    told, listed, allowed = grave(grave="yes", day="2026-03-05")
    assert told and listed == () and "grave" in allowed
    assert grave(grave="no", day="2026-03-05") == (False, (), allowed - {"grave"})
    assert "grave" not in grave(grave="yes", day="2025-03-06")[2]  # the law before knew no such
