"""Restorative meetings: the guards, mediation where the law allows it, and stopping."""

from __future__ import annotations

import pytest

from tests.support.repair import Repair
from wellbeing.errors import InvalidTransition, NotFound
from wellbeing.forms import InvalidForm
from wellbeing.services import incidents


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"admitted": "no"}, "admitted"),
        ({"safe": "no"}, "safe"),
        ({"balanced": "no"}, "power"),
    ],
)
def test_each_guard_of_the_meeting_is_said_in_words(
    repair: Repair, change: dict[str, str], words: str
) -> None:
    repair.confirm()
    repair.prepare()
    with pytest.raises(InvalidTransition) as refused:
        repair.ready(**change)
    assert words in refused.value.message
    repair.ready()
    assert repair.state() == "ready"


def test_nobody_is_put_together_unprepared_or_unwilling(repair: Repair) -> None:
    with pytest.raises(InvalidTransition):
        repair.prepare()  # first the measures
    repair.confirm()
    form = incidents.PrepareForm("yes", "愿意。")
    incidents.prepare_side(repair.officer, repair.boy, form)
    with pytest.raises(InvalidTransition) as unprepared:
        repair.ready()
    assert "prepared" in unprepared.value.message
    repair.prepare(neighbour="no")
    with pytest.raises(InvalidTransition) as unwilling:
        repair.ready()
    assert "does not want" in unwilling.value.message
    repair.prepare(neighbour="apart")
    with pytest.raises(InvalidForm):
        repair.ready()
    repair.ready(way="shuttle")
    assert repair.state() == "ready"


def test_civil_mediation_is_possible_where_the_pack_says_so_and_refused_with_the_article(
    repair: Repair,
) -> None:
    repair.confirm()
    repair.prepare()
    repair.ready(way="mediation")
    repair.id = repair.record(circumstances=["repeated"])
    repair.boy = repair.part("responsible")
    repair.neighbour = incidents.add_person(
        repair.officer, repair.id, incidents.PersonForm("affected", None, "邻居 (虚构)")
    )
    repair.confirm()
    repair.prepare()
    with pytest.raises(InvalidTransition) as refused:
        repair.ready(way="mediation")
    assert refused.value.params["article"] == "179(3)"
    repair.ready()


def test_where_harm_is_suspected_nobody_meets(repair: Repair) -> None:
    repair.id = repair.record(deed="sexual_harm")
    repair.boy = repair.part("responsible")
    view = incidents.open_incident(repair.officer, repair.id)
    assert view.barred is not None
    assert "report_now" in {one.key for one in view.answers[0].offered.duties}
    repair.confirm(code="38-9", measures=["41-6"])
    with pytest.raises(InvalidTransition):
        incidents.prepare_side(
            repair.officer, repair.boy, incidents.PrepareForm("yes", "不应该发生。")
        )


def test_any_party_stops_it_without_penalty_and_it_can_begin_again(repair: Repair) -> None:
    repair.confirm()
    repair.prepare()
    repair.ready()
    incidents.stop_for_family(repair.mother, repair.id)
    view = incidents.open_incident(repair.officer, repair.id)
    assert (view.state, view.meeting_at) == ("stopped", None)
    assert [one.key for one in view.answers[0].measures] == [
        "41-2",
        "41-3",
        "41-6",
    ]  # nothing was added
    with pytest.raises(InvalidTransition):
        incidents.stop_for_family(repair.mother, repair.id)
    incidents.resume(repair.officer, repair.id)
    repair.prepare()
    incidents.stop(repair.officer, repair.id, incidents.StopForm(repair.neighbour))
    incidents.close_incident(repair.officer, repair.id, incidents.EndForm())
    with pytest.raises(NotFound):
        incidents.open_incident(repair.officer, repair.id)
