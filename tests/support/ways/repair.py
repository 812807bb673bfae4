"""Ways of an incident and what repairs it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.ways.ground import Ground, way
from wellbeing.services import incidents


@way
def confirm_measures(g: Ground) -> Iterator[None]:
    yield
    g.repair.confirm()


@way
def prepare_sides(g: Ground) -> Iterator[None]:
    g.repair.confirm()
    yield
    g.repair.prepare()


@way
def fix_meeting(g: Ground) -> Iterator[None]:
    g.repair.confirm()
    g.repair.prepare()
    yield
    g.repair.ready()


@way
def hold_meeting(g: Ground) -> Iterator[None]:
    g.repair.confirm()
    g.repair.prepare()
    g.repair.ready()
    yield
    g.repair.meet_now()


@way
def sign_agreement(g: Ground) -> Iterator[None]:
    g.repair.meet()
    g.repair.promise()
    yield
    g.repair.sign()


@way
def receive_payment(g: Ground) -> Iterator[None]:
    g.repair.meet()
    g.repair.promise()
    made = g.repair.pay("2600")
    g.repair.sign()
    yield
    g.repair.keep([made])


@way
def confirm_received(g: Ground) -> Iterator[None]:
    made = g.repair.paid_to_the_boy()
    yield
    incidents.confirm_received(g.repair.mother, made, incidents.ReceivedForm("到账了。"))


@way
def answer_proof(g: Ground) -> Iterator[None]:
    made = g.repair.paid_to_the_boy("2026-01-05")
    incidents.record_proof(g.repair.officer, made, incidents.SeenForm("回单 (虚构)"))
    yield
    incidents.confirm_received(g.repair.mother, made, incidents.ReceivedForm("到账了。"))


@way
def speak_of_payment(g: Ground) -> Iterator[None]:
    made = g.repair.paid_to_the_boy("2026-01-05")
    incidents.record_proof(g.repair.officer, made, incidents.SeenForm("回单 (虚构)"))
    objection = incidents.ObjectionForm("没有收到。")
    incidents.object_received(g.repair.mother, made, objection)
    yield
    incidents.record_proof(g.repair.officer, made, incidents.SeenForm("另一张回单 (虚构)"))


@way
def see_promise_kept(g: Ground) -> Iterator[None]:
    g.repair.meet()
    made = g.repair.promise()
    g.repair.sign()
    yield
    g.repair.keep([made])


@way
def check_agreement(g: Ground) -> Iterator[None]:
    g.repair.keep(g.repair.agree())
    yield
    g.repair.looks()


@way
def lead_on(g: Ground) -> Iterator[None]:
    g.repair.agree()
    form = incidents.BreakForm("没有付。")
    incidents.break_agreement(g.repair.officer, g.repair.id, form)
    yield
    incidents.close_incident(g.repair.officer, g.repair.id, incidents.EndForm("改用社会服务。"))


@way
def close_incident(g: Ground) -> Iterator[None]:
    g.repair.keep(g.repair.agree())
    g.repair.looks()
    yield
    incidents.close_incident(g.repair.officer, g.repair.id, incidents.EndForm("都做到了。"))


@way
def decide_sealed(g: Ground) -> Iterator[None]:
    number = incidents.open_incident(g.repair.officer, g.repair.id).number
    g.repair.seal()
    incidents.ask_sealed(g.repair.officer, incidents.SealedForm(number, "复查，第59条。"))
    yield
    (asked,) = incidents.sealed_requests(g.office)
    form = incidents.DecisionForm("grant", "依法复查。")
    incidents.decide_sealed(g.office, asked.id, form)
