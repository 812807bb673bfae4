"""Ways of what is promised to a family: consents, questions, letters, an ending and after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from tests.support.ways.ground import Ground, way
from wellbeing.forms import read
from wellbeing.gate import Caller
from wellbeing.services import (
    cases,
    closing,
    consents,
    family,
    follow_ups,
    letters,
    people,
    two_taps,
    withholding,
)

END = {
    "reason": "moved", "for_family": "再难时来找我。", "for_team": "好", "exception": "搬家",
    "looks": "yes",
}  # fmt: skip
YES = {"answer": "yes", "route": "in_person"}
HOLDS = follow_ups.FollowUpForm("call", "holding", "还好。")


@way
def ask_consent(g: Ground) -> Iterator[None]:
    sent = g.world.refer("officer", lawful_basis="own_consent", student_name="白小舟")
    g.care.case = g.world.decide(sent.id).case_id
    yield
    duty = {"purpose": "help", "kind": "statutory_duty", "why": "已强制报告。"}
    consents.name_basis(g.office, g.case, read(consents.NameForm, duty))


def _officer(g: Ground) -> dict[str, object]:
    return {"purpose": "referrer", "recipient_id": people.me(g.world.officer).id}


def _asked(g: Ground) -> list[UUID]:
    consents.ask_for_consent(g.me, g.case, read(consents.AskForm, _officer(g)))
    return [one.id for one in consents.consents(g.me, g.case) if one.state == "asked"]


@way
def answer_consent(g: Ground) -> Iterator[None]:
    _asked(g)
    yield
    for who in (g.care.mother, g.care.father):
        for one in consents.consents(who, g.case):
            if one.mine and one.state == "asked":
                consents.answer_consent(who, one.id, consents.ConsentAnswer("yes"))


@way
def take_consent(g: Ground) -> Iterator[None]:
    made = _asked(g)
    g.move(days=20)
    yield
    for one in made:
        consents.record_consent(g.me, one, read(consents.RecordForm, YES))


@way
def ask_own_consent(g: Ground) -> Iterator[None]:
    g.move(days=430)  # born 2013-05-10: fourteen by then
    yield
    (given,) = [one for one in consents.consents(g.me, g.case) if one.state == "agreed"]
    consents.ask_again(g.me, given.id)


@way
def inform_family(g: Ground) -> Iterator[None]:
    raw = {**_officer(g), "kind": "emergency", "why": "今晚不安全。"}
    made = consents.name_basis(g.me, g.case, read(consents.NameForm, raw))
    yield
    consents.inform_family(g.me, made, read(consents.InformForm, {"route": "phone"}))


@way
def answer_family(g: Ground) -> Iterator[None]:
    family.ask_counsellor(g.care.mother, g.case, family.QuestionForm("他好吗？"))
    yield
    one = family.family_questions(g.me, g.case)[0].id
    family.answer_family(g.me, one, family.ReplyForm("好多了。"))


@way
def review_withholding(g: Ground) -> Iterator[None]:
    form = withholding.WithholdForm(g.care.father_id, "不安全。", date(2026, 6, 1))
    made = withholding.withhold(g.me, g.case, form)
    yield
    withholding.end_withholding(g.me, made, withholding.EndForm())


@way
def answer_complaint(g: Ground) -> Iterator[None]:
    letters.complain(g.care.mother, g.case, letters.ComplaintForm("plan", "太快了。"))
    yield
    _reply(g)


@way
def answer_offer(g: Ground) -> Iterator[None]:
    letters.offer_help(g.care.mother, g.case, letters.OfferForm("accompany", "周六。"))
    yield
    _reply(g)


def _reply(g: Ground) -> None:
    one = letters.letters(g.office, g.case)[0].id
    letters.answer_letter(g.office, one, letters.LetterReplyForm("谢谢。"))


@way
def finish_closing(g: Ground) -> Iterator[None]:
    closing.begin_closing(g.me, g.case)
    yield
    closing.close_case(g.me, g.case, read(closing.CloseForm, END))


def _closed(g: Ground) -> list[UUID]:
    closing.begin_closing(g.me, g.case)
    closing.close_case(g.me, g.case, read(closing.CloseForm, END))
    return [one.id for one in cases.open_case(g.me, g.case).follow_ups]


@way
def follow_up(g: Ground) -> Iterator[None]:
    looks = _closed(g)
    yield
    for one in looks:
        follow_ups.do_follow_up(g.me, one, HOLDS)


@way
def hear_answer(g: Ground) -> Iterator[None]:
    look = _closed(g)[0]
    link = two_taps.make_link(g.me, look, two_taps.LinkForm("guardian")).link
    taps = two_taps.TapsForm("worse", "yes")
    two_taps.answer_taps(Caller(g.world.runtime), link.rsplit("/", 1)[1], taps)
    yield
    follow_ups.do_follow_up(g.me, look, HOLDS)
