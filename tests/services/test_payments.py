"""A family says that it has paid; it counts once the officer, who hears both sides, confirms it."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from tests.support.repair import Repair
from tests.support.world import World
from wellbeing.errors import Forbidden, InvalidTransition, NotFound
from wellbeing.gate import Caller
from wellbeing.services import incidents
from wellbeing.services.incidents import PaidForm, ProofForm

PAID = PaidForm("4月28日转账给车主。")


@pytest.fixture
def scene(world: World, family: None) -> Repair:
    """An incident with a way to agree on a payment."""
    return Repair(world)


def line(who: Caller, scene: Repair, item: UUID) -> incidents.ItemView:
    family = incidents.family_incident(who, scene.id)
    return next(one for one in family.items if one.id == item)


def test_a_guardian_reports_a_payment_and_the_officer_confirms_it(scene: Repair) -> None:
    _, first, *_ = scene.agree()
    assert not line(scene.mother, scene, first).reported
    incidents.report_paid(scene.mother, first, PAID)
    told = line(scene.mother, scene, first)
    assert told.reported and (told.state, told.proof) == ("open", PAID.proof)
    view = incidents.open_incident(scene.officer, scene.id)
    assert next(one for one in view.items if one.id == first).reported
    assert view.paid == 0 and "receive_payment" in {step.what for step in view.steps}
    incidents.record_kept(scene.officer, first, ProofForm("车主也说收到了。"))
    done = line(scene.mother, scene, first)
    assert (done.state, done.reported) == ("done", False)
    assert incidents.open_incident(scene.officer, scene.id).paid == 130_000
    with pytest.raises(InvalidTransition):  # what is confirmed is not reported again
        incidents.report_paid(scene.mother, first, PAID)


def test_nobody_reports_what_is_not_their_sides_payment(scene: Repair) -> None:
    promise, payment, *_ = scene.agree()
    for item in (promise, uuid4()):
        with pytest.raises(NotFound):
            incidents.report_paid(scene.mother, item, PAID)
    for who in (scene.officer, scene.world.teacher, scene.world.counsellor):
        with pytest.raises(Forbidden):
            incidents.report_paid(who, payment, PAID)
    with pytest.raises(Forbidden):  # and nobody confirms their own report
        incidents.record_kept(scene.mother, payment, ProofForm("x"))
