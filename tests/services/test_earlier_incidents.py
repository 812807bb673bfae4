"""Earlier incidents of the same young person: a hint to who may see them, and no more."""

from __future__ import annotations

from tests.support.repair import Repair
from wellbeing.gate import Caller
from wellbeing.services import incidents


def hints(who: Caller, repair: Repair) -> list[str]:
    """Return the numbers of the earlier incidents that stand beside the latest one."""
    return [one.number for one in incidents.open_incident(who, repair.id).answers[0].earlier]


def test_whoever_may_see_an_earlier_incident_is_reminded_of_it_and_it_is_not_counted(
    repair: Repair,
) -> None:
    world = repair.world
    first = incidents.open_incident(repair.officer, repair.id).number
    assert hints(repair.officer, repair) == []
    repair.begin_incident("2026-03-06")
    assert hints(repair.officer, repair) == hints(world.coordinator, repair) == [first]
    (one,) = incidents.open_incident(repair.officer, repair.id).answers
    assert one.again == 1 and not one.offered.detention
    # What the coordinator has recorded is not the officer's: they learn nothing of it.
    incidents.record_incident(world.coordinator, repair.filled(day="2026-03-05", at="08:00"))
    assert hints(repair.officer, repair) == [first]
    assert len(hints(world.coordinator, repair)) == 2


def test_what_is_sealed_or_long_ago_is_not_told(repair: Repair) -> None:
    repair.seal()
    repair.begin_incident("2026-03-08")
    assert hints(repair.officer, repair) == hints(repair.world.coordinator, repair) == []
    repair.begin_incident("2024-12-01")
    repair.begin_incident("2026-03-08")
    assert len(hints(repair.officer, repair)) == 1  # of the same day, not of the year before last
