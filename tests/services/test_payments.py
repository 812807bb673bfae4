"""A family says that it has paid; it counts once the side that receives it confirms it."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from tests.support.incident_page import opened, sent
from tests.support.repair import Repair
from tests.support.world import World
from wellbeing.errors import Forbidden, InvalidTransition, NotFound
from wellbeing.forms import InvalidForm
from wellbeing.gate import Caller
from wellbeing.services import home, incidents
from wellbeing.services.incidents import (
    PaidForm,
    PaymentForm,
    ProofForm,
    ReceivedForm,
    ToldReceivedForm,
)

PAID = PaidForm("4月28日转账给车主。")
BY_PHONE = ToldReceivedForm("call", "车主也说收到了。")
COME = ReceivedForm("4月29日到账。")


@pytest.fixture
def scene(world: World, family: None) -> Repair:
    """An incident with a way to agree on a payment."""
    return Repair(world)


def line(who: Caller, scene: Repair, item: UUID) -> incidents.ItemView:
    family = incidents.family_incident(who, scene.id)
    return next(one for one in family.items if one.id == item)


def test_a_reported_payment_stays_open_until_who_receives_it_has_said_so(scene: Repair) -> None:
    _, first, *_ = scene.agree()
    assert not line(scene.mother, scene, first).reported
    incidents.report_paid(scene.mother, first, PAID)
    told = line(scene.mother, scene, first)
    assert told.reported and (told.state, told.proof) == ("open", PAID.proof)
    view = incidents.open_incident(scene.officer, scene.id)
    assert next(one for one in view.items if one.id == first).reported
    assert view.paid == 0 and "receive_payment" in {step.what for step in view.steps}
    with pytest.raises(InvalidTransition):  # the officer alone does not say that it has come
        incidents.record_kept(scene.officer, first, ProofForm("看过收据。"))
    incidents.record_received(scene.officer, first, BY_PHONE)
    done = line(scene.mother, scene, first)
    assert (done.state, done.reported, done.route) == ("done", False, "call")
    assert done.proof == f"{PAID.proof} · {BY_PHONE.proof}" and not done.payee
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
    with pytest.raises(Forbidden):
        incidents.record_received(scene.mother, payment, BY_PHONE)
    with pytest.raises(NotFound):  # and nobody confirms their own report
        incidents.confirm_received(scene.mother, payment, COME)


def test_the_side_that_receives_a_payment_confirms_it_by_its_own_sign_in(scene: Repair) -> None:
    part = scene.paid_to_the_boy(due="2026-04-30")
    assert not waits(scene.mother)
    scene.world.clock.move(days=52)  # its day has come
    assert waits(scene.mother) and line(scene.mother, scene, part).payee == "陆小满"
    with pytest.raises(InvalidTransition):  # they have an account: nobody confirms for them
        incidents.record_received(scene.officer, part, BY_PHONE)
    with pytest.raises(Forbidden):
        incidents.confirm_received(scene.officer, part, COME)
    with pytest.raises(NotFound):  # it is not their side that pays
        incidents.report_paid(scene.mother, part, PAID)
    incidents.confirm_received(scene.mother, part, COME)
    assert not waits(scene.mother)
    view = incidents.open_incident(scene.officer, scene.id)
    assert [(one.state, one.route, one.proof) for one in view.items] == [
        ("done", "own_login", COME.proof)
    ]
    with pytest.raises(InvalidTransition):
        incidents.confirm_received(scene.mother, part, COME)


def test_where_several_are_affected_it_is_said_who_receives_it(scene: Repair) -> None:
    scene.confirm()
    other = incidents.PersonForm("affected", None, "第二位 (虚构)", None, "")
    other_id = incidents.add_person(scene.officer, scene.id, other)
    day = scene.world.clock.at.date()
    for payee, problem in ((None, "payee_id"), (scene.boy, "payee_id")):
        with pytest.raises(InvalidForm) as refused:
            incidents.add_payment(scene.officer, scene.id,
                                  PaymentForm("1300", scene.boy, day, payee))  # fmt: skip
        assert set(refused.value.problems) == {problem}
    incidents.add_payment(scene.officer, scene.id, PaymentForm("1300", scene.boy, day, other_id))
    (part,) = incidents.open_incident(scene.officer, scene.id).items
    assert (part.payee, part.own_login) == ("第二位 (虚构)", False)


def test_both_say_it_on_the_incidents_page(scene: Repair) -> None:
    _, first, *_ = scene.agree()
    sent(scene.officer, scene, f"received-{first}", way="call", proof="车主说收到了。")
    assert line(scene.mother, scene, first).route == "call"
    part = scene.paid_to_the_boy()
    assert f"send-received-{part}" not in opened(scene.officer, scene).buttons()
    sent(scene.mother, scene, f"own-received-{part}", proof="到账了。")
    assert line(scene.mother, scene, part).route == "own_login"


def waits(who: Caller) -> bool:
    """Tell whether somebody's start page asks them to confirm a payment."""
    return "confirm_received" in {one.what for one in home.home(who).mine}
