"""Ways of handing over: whose turn it is, from a draft to the closed loop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.support.ways.ground import Ground, way
from wellbeing.services import handoffs

DUTY = handoffs.DutyForm("statutory_duty", "已强制报告。")


@way
def send_handoff(g: Ground) -> Iterator[None]:
    made = g.care.draft()
    yield
    handoffs.name_duty(g.me, made, DUTY)
    handoffs.send_handoff(g.me, made, handoffs.open_handoff(g.me, made).rev)


@way
def reply_to_handoff(g: Ground) -> Iterator[None]:
    made = g.care.received()
    yield
    handoffs.accept(g.care.partner, made)


@way
def answer_receiver(g: Ground) -> Iterator[None]:
    made = g.care.received()
    handoffs.ask_sender(g.care.partner, made, handoffs.QuestionForm("住哪里？"))
    yield
    handoffs.answer_receiver(g.me, made, handoffs.ReplyForm("住奶奶家。"))


@way
def see_handed_over(g: Ground) -> Iterator[None]:
    made = g.care.accepted()
    yield
    handoffs.begin(g.care.partner, made, handoffs.ContactForm("周二家访。"))


@way
def word_on_handoff(g: Ground) -> Iterator[None]:
    made = g.care.begun()
    yield
    handoffs.finish(g.care.partner, made, handoffs.FinishForm("got_help", "安全。"))


@way
def resume_handoff(g: Ground) -> Iterator[None]:
    made = g.care.begun()
    handoffs.hold(g.care.partner, made, handoffs.HoldForm("等床位。", date(2026, 4, 1)))
    yield
    handoffs.resume(g.care.partner, made, handoffs.ResumeForm())


@way
def confirm_cancel(g: Ground) -> Iterator[None]:
    made = g.care.accepted()
    handoffs.take_back(g.me, made, handoffs.TakeBackForm("不需要了。"))
    yield
    handoffs.confirm_cancel(g.care.partner, made, handoffs.ConfirmForm("还没有开始。"))


@way
def loop_handoff(g: Ground) -> Iterator[None]:
    made = g.care.begun()
    handoffs.finish(g.care.partner, made, handoffs.FinishForm("got_help", "安全。"))
    yield
    handoffs.close_loop(g.me, made, handoffs.LoopForm("need_met"))
