"""What an agreement leads to when it does not hold, and what is left of it when one side stops."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.repair import TALK, Repair
from wellbeing.errors import InvalidTransition
from wellbeing.forms import read
from wellbeing.services import incidents
from wellbeing.services.incidents import IncidentView, ItemView

PAID = incidents.ProofForm("转账 (虚构)")


def opened(repair: Repair) -> IncidentView:
    return incidents.open_incident(repair.officer, repair.id)


def looks(repair: Repair) -> list[ItemView]:
    return [one for one in opened(repair).items if one.kind == "check"]


@pytest.mark.parametrize(("found", "state"), [("no", "fails"), ("partly", "in_part")])
def test_what_does_not_hold_is_looked_at_again_and_keeps_the_incident_open(
    repair: Repair, found: str, state: str
) -> None:
    repair.keep(repair.agree())
    *early, last = looks(repair)
    for one in early:
        incidents.look(repair.officer, one.id, incidents.CheckForm("yes", "都好。"))
    repair.world.clock.move(days=90)
    again = incidents.look(repair.officer, last.id, incidents.CheckForm(found, "又吵了。"))
    assert again == repair.world.clock.at.date() + timedelta(days=7)
    assert [one.state for one in looks(repair)] == ["holds", "holds", state, "open"]
    assert [step.what for step in opened(repair).steps] == ["check_agreement"]
    with pytest.raises(InvalidTransition):
        incidents.close_incident(repair.officer, repair.id, incidents.EndForm())
    newest = looks(repair)[-1]
    assert incidents.look(repair.officer, newest.id, incidents.CheckForm("yes", "都好。")) is None
    incidents.close_incident(repair.officer, repair.id, incidents.EndForm())


def test_a_look_that_is_near_anyway_is_not_promised_twice(repair: Repair) -> None:
    repair.keep(repair.agree())
    first, second, third = looks(repair)
    repair.world.clock.move(days=25)
    again = incidents.look(repair.officer, first.id, incidents.CheckForm("no", "没有来。"))
    assert again == second.due_on
    assert [one.id for one in looks(repair)] == [first.id, second.id, third.id]
    with pytest.raises(InvalidTransition):
        incidents.look(repair.officer, first.id, incidents.CheckForm("yes", "都好。"))


def test_a_broken_agreement_is_looked_at_no_more(repair: Repair) -> None:
    repair.agree()
    incidents.break_agreement(repair.officer, repair.id, incidents.BreakForm("没有付。"))
    assert {one.state for one in opened(repair).items} == {"cancelled"}


def test_nothing_is_added_once_somebody_has_signed(repair: Repair) -> None:
    repair.meet()
    repair.promise()
    name = incidents.SignForm(repair.boy, "self", "陆小满")
    incidents.sign_here(repair.officer, repair.id, name)
    for add in (repair.promise, repair.pay):
        with pytest.raises(InvalidTransition):
            add()


def test_a_signature_from_before_a_stop_never_counts_later(repair: Repair) -> None:
    repair.meet()
    repair.promise()
    incidents.sign_here(repair.officer, repair.id, incidents.SignForm(repair.boy, "self", "陆小满"))
    incidents.stop_for_family(repair.mother, repair.id)
    view = opened(repair)
    assert view.signatures == () and view.items == ()
    incidents.resume(repair.officer, repair.id)
    repair.prepare()
    repair.ready()
    incidents.hold_meeting(repair.officer, repair.id, read(incidents.TalkForm, TALK))
    with pytest.raises(InvalidTransition):  # there is no promise to sign
        incidents.sign_here(repair.officer, repair.id, name_of(repair))
    repair.promise("写一封信")
    repair.sign()
    assert repair.state() == "agreed"


def name_of(repair: Repair) -> incidents.SignForm:
    return incidents.SignForm(repair.neighbour, "self", "邻居 (虚构)")


def test_a_stopped_incident_ends_although_the_damage_is_not_paid(repair: Repair) -> None:
    repair.meet()
    part = repair.pay()
    incidents.stop(repair.officer, repair.id, incidents.StopForm(repair.neighbour))
    with pytest.raises(InvalidTransition):
        incidents.close_incident(repair.officer, repair.id, incidents.EndForm())
    form = incidents.BreakForm("走民事途径。")
    incidents.record_not_kept(repair.officer, part, form)
    assert repair.state() == "stopped"
    with pytest.raises(InvalidTransition):
        incidents.record_not_kept(repair.officer, part, form)
    repair.pay("2600")  # what was given up is not counted twice
    repair.keep([opened(repair).items[-1].id])
    incidents.close_incident(repair.officer, repair.id, incidents.EndForm("民事途径。"))
