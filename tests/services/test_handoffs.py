"""Handing over without losing anyone: every step beside its refused twin, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.handing import Handing
from tests.support.world import World
from wellbeing.errors import Forbidden, InvalidTransition, NoBasis, NotFound, SignedOut, Stale
from wellbeing.forms import InvalidForm
from wellbeing.gate import Caller
from wellbeing.services import cases, closing, consents, handoffs, home
from wellbeing.throttle import PER_ADDRESS, TooManyAttempts


@pytest.fixture
def scene(world: World, family: None) -> Handing:
    """A case that can be handed over."""
    return Handing(world)


def _texts(view: handoffs.HandoffView) -> str:
    return "\n".join(text for piece in view.pieces for _, text in piece.rows)


def test_the_receiver_gets_exactly_what_was_previewed_and_nothing_else(scene: Handing) -> None:
    draft = scene.draft()
    with pytest.raises(NotFound):  # a draft is nobody's but the sender's
        handoffs.open_handoff(scene.partner, draft)
    seen = handoffs.open_handoff(scene.me, draft)
    assert {piece.field for piece in seen.pieces} == {"reason", "identity", "contact"}
    with pytest.raises(NoBasis):
        handoffs.send_handoff(scene.me, draft, seen.rev)
    with pytest.raises(Forbidden):
        handoffs.name_duty(scene.partner, draft, handoffs.DutyForm("emergency", "x"))
    handoffs.name_duty(scene.me, draft, handoffs.DutyForm("statutory_duty", "已报告。"))
    with pytest.raises(Stale):  # what was looked at is not what stands there now
        handoffs.send_handoff(scene.me, draft, seen.rev - 1)
    handoffs.send_handoff(scene.me, draft, seen.rev)
    handoffs.open_request(scene.partner, draft)
    handoffs.accept(scene.partner, draft)
    got = handoffs.open_handoff(scene.partner, draft)
    assert got.pieces == seen.pieces
    assert "陆小满" in _texts(got) and "000-0000-0011" in _texts(got)


def test_access_of_the_receiver_is_a_function_of_the_state(scene: Handing) -> None:
    sent = scene.send().id
    assert handoffs.open_handoff(scene.partner, sent).pieces == ()  # not opened yet
    handoffs.open_request(scene.partner, sent)
    asked = handoffs.open_handoff(scene.partner, sent)
    assert [one.field for one in asked.pieces] == ["reason"]
    assert "陆小满" not in _texts(asked) and asked.row.student == ""
    handoffs.accept(scene.partner, sent)
    assert len(handoffs.open_handoff(scene.partner, sent).pieces) == 3
    handoffs.begin(scene.partner, sent, handoffs.ContactForm("周二家访。"))
    handoffs.hold(scene.partner, sent, handoffs.HoldForm("孩子住院。", _day(scene, 5)))
    assert len(handoffs.open_handoff(scene.partner, sent).pieces) == 3
    handoffs.resume(scene.partner, sent, handoffs.ResumeForm())
    handoffs.finish(scene.partner, sent, handoffs.FinishForm("got_help", "已安排每周家访。"))
    after = handoffs.open_handoff(scene.partner, sent)
    assert after.pieces == ()
    assert {one.side for one in after.entries} == {"receiver"}
    assert [action for _, action, _ in after.history][-1] == "complete"
    assert len(handoffs.open_handoff(scene.me, sent).pieces) == 3


def _day(scene: Handing, days: int) -> object:
    return (scene.world.clock.at + timedelta(days=days)).date()


def test_strangers_know_nothing_of_it(scene: Handing) -> None:
    sent = scene.received()
    for who in (scene.world.counsellor2, scene.world.caller("partner2")):
        assert handoffs.handoffs(who) == ()
        with pytest.raises(NotFound):
            handoffs.open_handoff(who, sent)
    for who in (scene.mother, scene.world.teacher, scene.world.officer):
        with pytest.raises(Forbidden):
            handoffs.open_handoff(who, sent)
    with pytest.raises(Forbidden):
        cases.open_case(scene.partner, scene.case)


def test_a_question_back_returns_to_the_sender_with_one_field(scene: Handing) -> None:
    sent = scene.received()
    with pytest.raises(Forbidden):
        handoffs.ask_sender(scene.me, sent, handoffs.QuestionForm("?"))
    handoffs.ask_sender(scene.partner, sent, handoffs.QuestionForm("孩子现在住哪里？"))
    assert handoffs.handoffs(scene.me)[0].turn == "sender"
    assert handoffs.handoffs(scene.partner)[0].turn == "sender"
    assert "answer_receiver" in scene.whats(scene.me)
    assert "answer_receiver" in {one.what for one in home.home(scene.me).mine}
    before = handoffs.open_handoff(scene.me, sent).row.due_at
    with pytest.raises(Forbidden):
        handoffs.answer_receiver(scene.partner, sent, handoffs.ReplyForm("x"))
    scene.world.clock.move(days=1)
    handoffs.answer_receiver(scene.me, sent, handoffs.ReplyForm("住奶奶家。"))
    view = handoffs.open_handoff(scene.partner, sent)
    assert [one.text for one in view.entries] == ["孩子现在住哪里？", "住奶奶家。"]
    assert (view.row.state, view.row.turn) == ("requested", "receiver")
    assert view.row.due_at and before


def test_a_refusal_needs_code_and_words_and_the_row_is_never_used_again(scene: Handing) -> None:
    sent = scene.received()
    with pytest.raises(Forbidden):
        handoffs.decline(scene.me, sent, handoffs.DeclineForm("no_capacity", "满了"))
    handoffs.decline(scene.partner, sent, handoffs.DeclineForm("no_capacity", "要等六周。"))
    with pytest.raises(InvalidTransition):
        handoffs.accept(scene.partner, sent)
    with pytest.raises(InvalidTransition):  # replaced only after the loop was closed
        handoffs.prepare(scene.me, scene.case, _form(scene), replaces_id=sent)
    handoffs.close_loop(scene.me, sent, handoffs.LoopForm("new_handoff"))
    again = handoffs.prepare(scene.me, scene.case, _form(scene), replaces_id=sent)
    assert again != sent
    assert handoffs.open_handoff(scene.me, sent).replaced_by == again


def _form(scene: Handing) -> handoffs.HandoffForm:
    place = scene.world.places["other"]
    day = (scene.world.clock.at + timedelta(days=9)).date()
    return handoffs.HandoffForm(place, "请接手。", "十岁。", ("identity",), day, "no")


def test_a_request_that_nobody_answers_lapses_by_the_clock(scene: Handing) -> None:
    sent = scene.received()
    scene.world.clock.move(days=9)
    for act in (handoffs.open_handoff, handoffs.accept, handoffs.open_request):
        with pytest.raises(NotFound):  # gone for the receiver at that very moment
            act(scene.partner, sent)
    view = handoffs.open_handoff(scene.me, sent)
    assert (view.row.state, view.row.turn) == ("lapsed", "sender")
    assert "loop_handoff" in scene.whats(scene.me)
    handoffs.close_loop(scene.me, sent, handoffs.LoopForm("close"))
    done = handoffs.open_handoff(scene.me, sent)
    assert [(action, side) for _, action, side in done.history][-2:] == [
        ("lapse", "clock"), ("loop", "sender"),
    ]  # fmt: skip
    at = {action: at for at, action, _ in done.history}
    assert at["lapse"] < at["loop"] == scene.world.clock.at


def test_taking_back_is_at_once_while_unopened_else_the_place_confirms(scene: Handing) -> None:
    first = scene.send().id
    with pytest.raises(Forbidden):
        handoffs.take_back(scene.partner, first, handoffs.TakeBackForm("x"))
    assert handoffs.take_back(scene.me, first, handoffs.TakeBackForm("不需要了")) == "cancelled"
    handoffs.close_loop(scene.me, first, handoffs.LoopForm("close"))
    second = scene.begun()
    assert handoffs.take_back(scene.me, second, handoffs.TakeBackForm("搬走")) == "cancel_asked"
    with pytest.raises(Forbidden):
        handoffs.confirm_cancel(scene.me, second, handoffs.ConfirmForm("x"))
    handoffs.confirm_cancel(scene.partner, second, handoffs.ConfirmForm("家访过一次。"))
    assert scene.state(second) == "cancelled"
    assert handoffs.open_handoff(scene.partner, second).pieces == ()


def test_an_outcome_needs_a_code_and_a_line_and_the_sender_closes_the_loop(
    scene: Handing,
) -> None:
    sent = scene.begun()
    handoffs.tell_interim(scene.partner, sent, handoffs.WordForm("进展顺利。"))
    with pytest.raises(InvalidTransition):  # nothing to read yet
        handoffs.close_loop(scene.me, sent, handoffs.LoopForm("close"))
    handoffs.finish(scene.partner, sent, handoffs.FinishForm("could_not_contact", "三次不在家。"))
    assert scene.state(sent) == "failed"
    with pytest.raises(Forbidden):
        handoffs.close_loop(scene.partner, sent, handoffs.LoopForm("close"))
    with pytest.raises(InvalidForm):
        handoffs.close_loop(scene.me, sent, handoffs.LoopForm("keep_watching", _day(scene, -1)))
    handoffs.close_loop(scene.me, sent, handoffs.LoopForm("keep_watching", _day(scene, 20)))
    assert scene.state(sent) == "looped"
    assert "follow_up" in scene.whats(scene.me)
    steps = [action for _, action, _ in handoffs.open_handoff(scene.me, sent).history]
    assert steps == ["send", "accept", "begin", "interim", "fail", "loop"]


def test_a_rest_whose_day_has_passed_is_overdue(scene: Handing) -> None:
    sent = scene.accepted()
    with pytest.raises(InvalidForm):
        handoffs.hold(scene.partner, sent, handoffs.HoldForm("x", _day(scene, -1)))
    handoffs.hold(scene.partner, sent, handoffs.HoldForm("等床位。", _day(scene, 2)))
    scene.world.clock.move(days=4)
    row = handoffs.handoffs(scene.me)[0]
    assert (row.what, row.turn, row.standing) == ("resume_handoff", "receiver", "escalated")
    assert {one.what for one in home.home(scene.partner).mine} == {"resume_handoff"}


def test_a_case_cannot_close_while_something_is_handed_over(scene: Handing) -> None:
    sent = scene.begun()
    assert "open_handoff" in closing.closing_checklist(scene.me, scene.case).blockers
    handoffs.finish(scene.partner, sent, handoffs.FinishForm("got_help", "好。"))
    assert "open_handoff" in closing.closing_checklist(scene.me, scene.case).blockers
    handoffs.close_loop(scene.me, sent, handoffs.LoopForm("need_met"))
    assert "open_handoff" not in closing.closing_checklist(scene.me, scene.case).blockers


def test_what_is_known_before_asking_is_told_by_the_place_and_measured(scene: Handing) -> None:
    station = scene.world.places["station"]
    with pytest.raises(Forbidden):
        handoffs.tell_capacity(scene.me, station, handoffs.CapacityForm("2"))
    with pytest.raises(NotFound):
        handoffs.tell_capacity(scene.world.caller("partner2"), station, handoffs.CapacityForm("2"))
    with pytest.raises(InvalidForm):
        handoffs.tell_capacity(scene.partner, station, handoffs.CapacityForm("viele"))
    handoffs.tell_capacity(scene.partner, station, handoffs.CapacityForm("2"))
    for days in (1, 2, 3):
        sent = scene.received()
        handoffs.accept(scene.partner, sent)
        scene.world.clock.move(days=days)
        handoffs.begin(scene.partner, sent, handoffs.ContactForm("家访。"))
        handoffs.finish(scene.partner, sent, handoffs.FinishForm("got_help", "好。"))
        handoffs.close_loop(scene.me, sent, handoffs.LoopForm("need_met"))
    found = {one.id: one for one in handoffs.places_to_ask(scene.me, scene.case)}
    known = found[station]
    assert (known.free, known.median_days, known.waits, known.inside) == (2, 2.0, 3, True)
    assert found[scene.world.places["hospital"]].median_days is None
    assert scene.world.places["north"] not in found  # one's own school is no other place


def test_a_link_opens_one_handing_over_and_nothing_else(scene: Handing) -> None:
    sent = scene.send("hospital")
    other = scene.send("other").id
    guest, where = scene.guest(sent)
    assert where == sent.id
    assert "陆小满" not in sent.link and "hospital" not in sent.link
    handoffs.open_request(guest, where)
    assert [one.field for one in handoffs.open_handoff(guest, where).pieces] == ["reason"]
    handoffs.accept(guest, where, signed="王医生")
    assert "陆小满" in _texts(handoffs.open_handoff(guest, where))
    with pytest.raises(NotFound):
        handoffs.open_handoff(guest, other)
    for act in (home.home, cases.cases):
        with pytest.raises(Forbidden):
            act(guest)
    entry = handoffs.open_handoff(scene.me, where).entries[0]
    assert (entry.kind, entry.signed) == ("accept", "王医生")


def test_a_link_ends_with_its_time_with_a_new_one_and_with_the_loop(scene: Handing) -> None:
    sent = scene.send("hospital")
    guest, where = scene.guest(sent)
    newer = handoffs.new_link(scene.me, where)
    with pytest.raises(SignedOut):
        handoffs.open_handoff(guest, where)
    guest, where = scene.guest(newer)
    handoffs.open_request(guest, where)
    handoffs.decline(guest, where, handoffs.DeclineForm("wrong_place", "请找精神科。"), "王医生")
    handoffs.close_loop(scene.me, where, handoffs.LoopForm("close"))
    with pytest.raises(SignedOut):
        handoffs.open_handoff(guest, where)
    third = scene.send("hospital")
    guest, where = scene.guest(third)
    scene.world.clock.move(days=31)
    with pytest.raises(SignedOut):
        handoffs.open_handoff(guest, where)


def test_guessing_links_is_counted_and_slowed_down(scene: Handing) -> None:
    door = Caller(scene.world.runtime, address="203.0.113.9")
    for n in range(PER_ADDRESS):
        with pytest.raises(handoffs.LinkRefused):
            handoffs.enter(door, f"guess-{n}")
    with pytest.raises(TooManyAttempts):
        handoffs.enter(door, "guess-again")


def test_what_was_entered_by_mistake_stays_in_the_record(scene: Handing) -> None:
    sent = scene.received()
    with pytest.raises(Forbidden):
        handoffs.mark_error(scene.partner, sent, handoffs.TakeBackForm("x"))
    handoffs.mark_error(scene.world.coordinator, sent, handoffs.TakeBackForm("弄错了孩子。"))
    assert scene.state(sent) == "entered_in_error"
    assert handoffs.open_handoff(scene.partner, sent).pieces == ()


def test_a_consent_for_this_place_and_these_fields_carries_it_and_its_end_closes_it(
    scene: Handing,
) -> None:
    draft = scene.draft()
    assert handoffs.ask_to_share(scene.me, draft) == 2  # each guardian for themselves
    with pytest.raises(Forbidden):
        handoffs.ask_to_share(scene.partner, draft)
    found = consents.consents(scene.me, scene.case)
    asked = [one.id for one in found if one.purpose == "handoff"]
    consents.record_consent(scene.me, asked[0], consents.RecordForm("yes", "in_person", "好"))
    rev = handoffs.open_handoff(scene.me, draft).rev
    handoffs.send_handoff(scene.me, draft, rev)
    handoffs.open_request(scene.partner, draft)
    handoffs.accept(scene.partner, draft)
    assert handoffs.open_handoff(scene.partner, draft).pieces
    consents.record_consent(scene.me, asked[0], consents.RecordForm("no", "in_person"))
    assert handoffs.open_handoff(scene.partner, draft).pieces == ()  # at the next query
    assert [one.kind for one in handoffs.open_handoff(scene.me, draft).entries] == ["accept"]
