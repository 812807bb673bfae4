"""After closing and between talks: two taps, letters to the coordinator, the rhythm of contacts."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.support.care import Scene
from wellbeing.errors import Forbidden, InvalidTransition, NotFound
from wellbeing.forms import read
from wellbeing.gate import Caller
from wellbeing.rules import load_pack
from wellbeing.services import (
    cases,
    closing,
    follow_ups,
    home,
    letters,
    observations,
    screening,
    team,
    two_taps,
)


def _closed(scene: Scene) -> None:
    office = scene.world.coordinator
    for one in cases.open_case(office, scene.case).referrals:
        screening.tell_back(office, one.id, screening.TellForm("yes", "here"))
    me = scene.world.counsellor
    closing.begin_closing(me, scene.case)
    raw = {"reason": "moved", "for_family": "再难时来找我。", "for_team": "好", "exception": "搬家",
           "looks": "yes"}  # fmt: skip
    closing.close_case(me, scene.case, read(closing.CloseForm, raw))


def _code(scene: Scene, party: str = "guardian") -> str:
    me = scene.world.counsellor
    look = cases.open_case(me, scene.case).follow_ups[0].id
    made = two_taps.make_link(me, look, two_taps.LinkForm(party))
    return made.link.rsplit("/", 1)[1]


def test_two_taps_answer_once_without_signing_in(scene: Scene) -> None:
    _closed(scene)
    code = _code(scene)
    door = Caller(scene.world.runtime)
    assert two_taps.asked(door, code).party == "guardian"
    with pytest.raises(NotFound):
        two_taps.asked(door, "nothing")
    two_taps.answer_taps(door, code, two_taps.TapsForm("worse", "yes"))
    for act in (
        lambda: two_taps.asked(door, code),
        lambda: two_taps.answer_taps(door, code, two_taps.TapsForm("better")),
    ):
        with pytest.raises(NotFound):
            act()
    me = scene.world.counsellor
    look = cases.open_case(me, scene.case).follow_ups[0]
    assert [(one.party, one.how, one.talk) for one in look.replies] == [("guardian", "worse", True)]
    assert "hear_answer" in scene.whats(me)
    follow_ups.do_follow_up(me, look.id, follow_ups.FollowUpForm("call", "reopen", "又不去了"))
    assert "hear_answer" not in scene.whats(me)
    assert cases.open_case(me, scene.case).state == "open"


def test_a_two_tap_link_ends_and_is_not_anybodys_to_make(scene: Scene) -> None:
    _closed(scene)
    code = _code(scene, "young_person")
    look = cases.open_case(scene.world.counsellor, scene.case).follow_ups[0].id
    for stranger in (scene.mother, scene.world.teacher):
        with pytest.raises(Forbidden):
            two_taps.make_link(stranger, look, two_taps.LinkForm("guardian"))
    with pytest.raises(NotFound):
        two_taps.make_link(scene.world.counsellor2, look, two_taps.LinkForm("guardian"))
    scene.world.clock.move(days=15)
    with pytest.raises(NotFound):
        two_taps.asked(Caller(scene.world.runtime), code)
    me = scene.world.counsellor
    follow_ups.do_follow_up(me, look, follow_ups.FollowUpForm("visit", "holding"))
    with pytest.raises(InvalidTransition):
        two_taps.make_link(me, look, two_taps.LinkForm("guardian"))


def test_an_overdue_follow_up_reaches_the_coordinator(scene: Scene) -> None:
    _closed(scene)
    scene.world.clock.move(days=70)
    office = home.home(scene.world.coordinator)
    assert "follow_up" in {one.what for one in office.others}
    assert "follow_up" in {one.what for one in home.home(scene.world.counsellor).late}


def test_a_complaint_is_the_coordinators_and_never_the_counsellors(scene: Scene) -> None:
    form = letters.ComplaintForm("counsellor", "他总是迟到。")
    me, office = scene.world.counsellor, scene.world.coordinator
    with pytest.raises(Forbidden):
        letters.complain(me, scene.case, form)
    letters.complain(scene.mother, scene.case, form)
    scene.world.clock.move(minutes=1)
    letters.offer_help(scene.mother, scene.case, letters.OfferForm("activity_room", "周六"))
    assert letters.letters(me, scene.case) == ()
    assert letters.letters(scene.father, scene.case) == ()
    assert "answer_complaint" not in scene.whats(me)
    waits = {one.what for one in home.home(office).mine}
    assert {"answer_complaint", "answer_offer"} <= waits
    offered, complained = letters.letters(office, scene.case)
    with pytest.raises(Forbidden):
        letters.answer_letter(me, complained.id, letters.LetterReplyForm("x"))
    with pytest.raises(NotFound):
        letters.answer_letter(office, uuid4(), letters.LetterReplyForm("x"))
    letters.answer_letter(office, complained.id, letters.LetterReplyForm("我和他谈了。"))
    with pytest.raises(InvalidTransition):
        letters.answer_letter(office, complained.id, letters.LetterReplyForm("again"))
    assert letters.letters(scene.mother, scene.case)[1].answer == "我和他谈了。"
    assert "answer_complaint" not in {one.what for one in home.home(office).mine}
    assert offered.text == "周六"


def test_contacts_that_are_missing_are_computed_from_what_took_place(scene: Scene) -> None:
    scene.talk()
    scene.world.clock.move(days=30)
    me = scene.world.counsellor
    before = cases.open_case(me, scene.case).rhythm
    assert before is not None and before.missing
    form = follow_ups.ContactForm("call", "holding", "睡得好一些。")
    with pytest.raises(Forbidden):
        follow_ups.note_contact(scene.mother, scene.case, form)
    follow_ups.note_contact(me, scene.case, form)
    view = cases.open_case(me, scene.case)
    assert view.follow_ups[0].way == "call"
    due = next(one.due_at for one in view.steps if one.what == "book_next")
    assert due > scene.world.clock.at  # a call counts: the next talk is due later
    assert cases.open_case(scene.mother, scene.case).rhythm is None


def test_a_teacher_of_the_team_is_asked_again_and_again_what_they_see(scene: Scene) -> None:
    me = scene.world.counsellor
    people = team.people_for(me, scene.case)
    teacher = next(one[0] for one in people.helpers if one[1].startswith("teacher ("))
    team.add_helper(me, scene.case, team.HelperForm(teacher))

    def asked(login: str) -> bool:
        return "observe" in {one.what for one in home.home(scene.world.caller(login)).mine}

    answers = {"concentration": "5", "belonging": "4", "attendance": "90"}
    assert not asked("teacher")  # nobody is asked on the day they join
    for _ in range(3):
        scene.world.clock.move(days=13)
        assert asked("teacher") and not asked("teacher2") and not asked("counsellor")
        who = scene.world.teacher
        assert scene.whats(who) == {"observe"}
        assert "observe" in scene.whats(scene.world.counsellor)
        assert scene.whats(scene.mother).isdisjoint({"observe"})
        observations.observe(who, scene.case, read(observations.ObserveForm, answers))
        assert not asked("teacher") and "observe" not in scene.whats(scene.world.counsellor)
    scene.world.clock.move(days=13)
    _closed(scene)
    assert not asked("teacher")


def test_two_contacts_on_one_day_are_one() -> None:
    rule = load_pack("cn_shanghai").care.cadence["u1"]  # two in seven days
    first = date(2026, 3, 2)
    days = [first, first, first + timedelta(days=8), first + timedelta(days=9)]
    found = rule.windows(days, first, first + timedelta(days=14))
    assert [one.missing for one in found] == [1, 0]
    assert found[0].last == date(2026, 3, 8)
    assert rule.windows([], first, first + timedelta(days=6)) == ()
