"""Ways of safety: harm, the two fastest levels, and an opening in an emergency."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from tests.support.asking import asking_instrument
from tests.support.ways.ground import Ground, way
from wellbeing.forms import read
from wellbeing.services import cases, emergency, harm, measures, safety

SEEN = {"what": "手臂上有瘀青。", "hold": "no"}
TOLD = {"addressee": "police", "day": "2026-03-09", "at": "09:30"}
SIGNS = {"signs": "一个人待着。", "people": "外婆。", "own": "画画。"}


def _reported(g: Ground, **more: str) -> UUID:
    return harm.report_harm(g.me, g.care.student, read(harm.NoticeForm, {**SEEN, **more}))


@way
def tell_authority(g: Ground) -> Iterator[None]:
    made = _reported(g)
    yield
    harm.tell_authority(g.me, made, read(harm.ToldForm, TOLD))


@way
def ask_outcome(g: Ground) -> Iterator[None]:
    made = _reported(g)
    harm.tell_authority(g.me, made, read(harm.ToldForm, TOLD))
    yield
    raw = {"outcome": "measures", "text": "警方发出告诫书。"}
    harm.record_outcome(g.me, made, read(harm.OutcomeForm, raw))


@way
def review_hold(g: Ground) -> Iterator[None]:
    made = _reported(g, hold="yes", hold_reason="可能来自家里。")
    yield
    hold = harm.open_harm(g.office, made).holds[0].id
    harm.decide_hold(
        g.office, hold, read(harm.HoldDecision, {"decision": "tell", "reason": "可以。"})
    )


def _faster(g: Ground, level: str) -> None:
    raw = {"urgency": level, "reasons": ["plan"], "why": "她说了出来。"}
    safety.change_urgency(g.me, g.case, read(safety.ChangeForm, raw))


def _spoken(g: Ground, kind: str = "contact") -> None:
    raw = {"kind": kind, "way": "call", "text": "平静一些了。", "told": "外婆陪着。"}
    safety.record_contact(g.me, g.case, read(safety.ContactForm, raw))


@way
def speak_now(g: Ground) -> Iterator[None]:
    _faster(g, "u1")
    yield
    g.move(minutes=20)
    _spoken(g)


@way
def speak_about_answer(g: Ground) -> Iterator[None]:
    with asking_instrument() as asking:
        form = measures.RecordForm(asking, answers=(0, 2, 0))
        measures.record(g.me, g.case, form)
    yield
    g.move(minutes=20)
    _spoken(g)


@way
def crisis_contact(g: Ground) -> Iterator[None]:
    _faster(g, "u1")
    g.move(minutes=20)
    _spoken(g)
    g.move(days=25)
    yield
    _spoken(g)


@way
def tell_adult(g: Ground) -> Iterator[None]:
    _faster(g, "u1")
    yield
    g.move(hours=1)
    _spoken(g, "adult")


@way
def write_safety_plan(g: Ground) -> Iterator[None]:
    _faster(g, "u1")
    yield
    safety.write_safety_plan(g.me, g.case, read(safety.SafetyPlanForm, SIGNS))


@way
def look_at_safety_plan(g: Ground) -> Iterator[None]:
    _faster(g, "u1")
    safety.write_safety_plan(g.me, g.case, read(safety.SafetyPlanForm, SIGNS))
    yield
    g.move(days=2)
    safety.look_at_plan(g.me, g.case)


@way
def supervise(g: Ground) -> Iterator[None]:
    _faster(g, "u1")
    yield
    g.move(hours=1)
    safety.record_review(g.office, g.case, safety.ReviewForm("一起看过了。"))


@way
def welfare_check(g: Ground) -> Iterator[None]:
    _faster(g, "u2")
    g.missed()
    yield
    g.move(hours=1)
    _spoken(g, "welfare")


@way
def review_emergency(g: Ground) -> Iterator[None]:
    number = cases.open_case(g.office, g.case).number
    emergency.break_glass(g.world.counsellor2, emergency.EmergencyForm(number, "今晚危险。", "2"))
    yield
    one = emergency.emergencies(g.office, g.case)[0].id
    emergency.review_emergency(g.office, one, emergency.FindingForm("正当。"))
