"""A young person asks for a talk themselves: by a link, without an account, answered in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from tests.support.world import World
from wellbeing.errors import AlreadyDone, Forbidden, InvalidTransition, NotFound
from wellbeing.forms import read
from wellbeing.gate import Caller
from wellbeing.rules import Standing
from wellbeing.services import audit_trail, home, referrals, screening
from wellbeing.services.referrals import SelfReferralForm, SetAsideForm, TakeUpForm
from wellbeing.throttle import TooManyAttempts

# S11: a girl of 17, on a Tuesday at 21:40 in Shanghai, after the holidays of May.
S11 = datetime(2025, 5, 6, 13, 40, tzinfo=UTC)
WORDS = {
    "name": "乔雨薇", "class_name": "高三2班", "reach": "大课间，在教室", "topic": "study",
    "text": "快考试了，我睡不着。",
}  # fmt: skip
TAKE = {
    "student_name": "乔雨薇", "class_name": "高三2班", "birth_date": "2008-01-12", "danger": "no",
    "family_safe": "yes", "lawful_basis": "own_consent",
}  # fmt: skip


def poster(world: World, place: str = "north") -> str:
    """Print a poster as the coordinator and return the code of its link."""
    form = referrals.PosterForm(world.places[place])
    return referrals.make_poster(world.coordinator, form).link.rsplit("/", 1)[1]


def asked(world: World, code: str = "", **words: str) -> UUID:
    """Ask for a talk by a link, and return what the coordinator finds."""
    before = {one.id for one in referrals.self_referrals(world.coordinator)}
    form = read(SelfReferralForm, {**WORDS, **words})
    referrals.ask_for_talk(world.visitor, code or poster(world), form)
    [new] = {one.id for one in referrals.self_referrals(world.coordinator)} - before
    return new


def steps_of(who: Caller) -> list[str]:
    """Return what a home page asks of somebody."""
    return [one.what for one in home.home(who).mine]


def test_s11_asked_by_night_is_due_on_the_next_working_day_and_acknowledged_then(
    world: World,
) -> None:
    world.clock.at = S11
    office = world.coordinator
    one = asked(world)
    step = next(s for s in home.home(office).mine if s.what == "answer_self_referral")
    assert step.object_id == one and step.student == "" and step.number.startswith("S-2025-")
    assert step.due_at == datetime(2025, 5, 7, 15, 59, 59, tzinfo=UTC)
    assert step.standing is not Standing.OVERDUE
    world.clock.move(hours=11)  # Wednesday, 8:40
    seen = referrals.open_self_referral(world.coordinator, one)
    assert (seen.name, seen.reach, seen.topic) == ("乔雨薇", "大课间，在教室", "study")
    referral = referrals.take_up(world.coordinator, one, read(TakeUpForm, TAKE))
    view = screening.open_screening(world.coordinator, referral)
    assert (view.student, view.age, view.source) == ("乔雨薇", 17, "young_person")
    assert view.texts["own_view"] == "快考试了，我睡不着。"
    assert view.texts["worries"] == "School and exams"
    assert view.texts["reply_contact"] == "大课间，在教室"
    assert view.sent_at == S11 and view.state == "screening"
    assert "answer_self_referral" not in steps_of(world.coordinator)
    raw = {"reasons": ["pressure"], "urgency": "u4", "outcome": "new_case", "reason": "先谈一次。"}
    screening.decide(world.coordinator, referral, read(screening.DecideForm, raw))
    told = screening.TellForm("yes", "in_person")
    screening.tell_back(world.coordinator, referral, told)
    assert screening.open_screening(world.coordinator, referral).told_at


def test_a_request_of_a_friday_night_is_due_on_monday_and_escalates_like_others(
    world: World,
) -> None:
    world.clock.at = datetime(2026, 3, 13, 13, 40, tzinfo=UTC)
    asked(world)
    step = next(s for s in home.home(world.coordinator).mine if s.what == "answer_self_referral")
    assert step.due_at == datetime(2026, 3, 16, 15, 59, 59, tzinfo=UTC)
    standings = []
    for _ in range(3):
        world.clock.move(days=2, hours=12)
        found = home.home(world.coordinator).mine
        standings.append(next(s.standing for s in found if s.what == "answer_self_referral"))
    assert standings[0] is Standing.DUE_SOON
    assert standings[1:] == [Standing.ESCALATED, Standing.ESCALATED]


@pytest.mark.parametrize("login", ["officer", "teacher", "counsellor", "administrator"])
def test_nobody_but_the_coordinators_knows_that_somebody_asked(world: World, login: str) -> None:
    code = poster(world)
    one = asked(world, code)
    who = world.caller(login)
    form = referrals.PosterForm(world.places["north"])
    for act in (
        lambda: referrals.self_referrals(who),
        lambda: referrals.open_self_referral(who, one),
        lambda: referrals.take_up(who, one, read(TakeUpForm, TAKE)),
        lambda: referrals.set_aside(who, one, SetAsideForm("not_ours")),
        lambda: referrals.forget_set_aside(who),
        lambda: referrals.make_poster(who, form),
        lambda: referrals.end_poster(who, world.places["north"]),
        lambda: referrals.posters(who),
    ):
        with pytest.raises(Forbidden):
            act()
    assert "answer_self_referral" not in steps_of(who)
    assert [row.id for row in referrals.self_referrals(world.coordinator)] == [one]


def test_a_link_tells_nothing_and_a_new_one_ends_the_one_before(world: World) -> None:
    old = poster(world)
    door = referrals.self_referral_door(world.visitor, old.lower().replace("-", " "))
    assert door.place and door.kept_days == 14
    new = poster(world)
    assert new != old and len(new.replace("-", "")) == 28
    for dead in (old, "unknown", ""):
        with pytest.raises(NotFound):
            referrals.self_referral_door(world.visitor, dead)
        with pytest.raises(NotFound):
            referrals.ask_for_talk(world.visitor, dead, read(SelfReferralForm, WORDS))
    assert len(referrals.posters(world.coordinator)) == 1
    referrals.end_poster(world.coordinator, world.places["north"])
    with pytest.raises(NotFound):
        referrals.self_referral_door(world.visitor, new)
    with pytest.raises(NotFound):
        referrals.end_poster(world.coordinator, world.places["north"])
    with pytest.raises(NotFound):
        poster(world, "police")


def test_one_form_sent_twice_is_kept_once(world: World) -> None:
    code, who = poster(world), world.visitor.sending(uuid4())
    form = read(SelfReferralForm, WORDS)
    referrals.ask_for_talk(who, code, form)
    with pytest.raises(AlreadyDone):
        referrals.ask_for_talk(who, code, form)
    assert len(referrals.self_referrals(world.coordinator)) == 1


def test_too_many_from_one_address_or_by_one_link_are_slowed_down(world: World) -> None:
    code, form = poster(world), read(SelfReferralForm, {**WORDS, "text": ""})
    for _ in range(20):
        referrals.ask_for_talk(world.visitor, code, form)
    with pytest.raises(TooManyAttempts):
        referrals.ask_for_talk(world.visitor, code, form)
    for n in range(40):
        referrals.ask_for_talk(replace(world.visitor, address=f"10.0.0.{n}"), code, form)
    with pytest.raises(TooManyAttempts):
        referrals.ask_for_talk(replace(world.visitor, address="10.0.1.1"), code, form)
    # Signing in from the same address is another count, and so is another place's link.
    assert world.caller("teacher").token
    world.clock.move(minutes=16)
    referrals.ask_for_talk(world.visitor, code, form)


def test_what_is_set_aside_can_be_taken_up_until_its_words_are_erased(world: World) -> None:
    one, two = asked(world), asked(world, text="说错了。")
    referrals.set_aside(world.coordinator, one, SetAsideForm("not_reached"))
    referrals.set_aside(world.coordinator, two, SetAsideForm("not_real"))
    with pytest.raises(InvalidTransition):
        referrals.set_aside(world.coordinator, one, SetAsideForm("not_real"))
    assert not home.home(world.coordinator).to_erase
    assert referrals.take_up(world.coordinator, one, read(TakeUpForm, TAKE))
    world.clock.move(days=15)
    assert home.home(world.coordinator).to_erase
    assert referrals.forget_set_aside(world.coordinator) == 1
    assert referrals.forget_set_aside(world.coordinator) == 0
    assert not home.home(world.coordinator).to_erase
    gone = referrals.open_self_referral(world.coordinator, two)
    assert gone.words_gone and gone.name == gone.text == ""
    with pytest.raises(InvalidTransition):
        referrals.take_up(world.coordinator, two, read(TakeUpForm, TAKE))
    assert referrals.self_referrals(world.coordinator) == ()


def test_taken_up_its_words_stand_in_the_referral_alone(world: World) -> None:
    one = asked(world)
    referral = referrals.take_up(world.coordinator, one, read(TakeUpForm, TAKE))
    seen = referrals.open_self_referral(world.coordinator, one)
    assert seen.words_gone and seen.referral_id == referral
    for act in (
        lambda: referrals.take_up(world.coordinator, one, read(TakeUpForm, TAKE)),
        lambda: referrals.set_aside(world.coordinator, one, SetAsideForm("not_real")),
    ):
        with pytest.raises(InvalidTransition):
            act()


def test_it_is_taken_up_for_whom_the_roll_knows_or_for_nobody_unknown(world: World) -> None:
    first = world.refer("teacher", student_name="乔雨薇")
    known = screening.open_screening(world.coordinator, first.id).student_id
    raw = {**TAKE, "student_id": str(known), "danger": "yes"}
    made = referrals.take_up(world.coordinator, asked(world), read(TakeUpForm, raw))
    view = screening.open_screening(world.coordinator, made)
    assert view.student_id == known and view.urgent and len(view.others) == 1
    one = asked(world)
    nobody = read(TakeUpForm, {**TAKE, "student_id": str(uuid4())})
    with pytest.raises(NotFound):
        referrals.take_up(world.coordinator, one, nobody)
    assert not referrals.open_self_referral(world.coordinator, one).words_gone


def test_the_audit_says_what_was_done_and_none_of_the_words(world: World) -> None:
    one = asked(world)
    referrals.set_aside(world.coordinator, one, SetAsideForm("wrong_office"))
    with pytest.raises(Forbidden):
        referrals.set_aside(world.officer, one, SetAsideForm("wrong_office"))
    entries = audit_trail.trail(world.coordinator, audit_trail.TrailFilter())
    told = {(entry.act, entry.outcome) for entry in entries}
    assert {("make_poster", "done"), ("ask_for_talk", "done"), ("set_aside", "done")} <= told
    assert ("set_aside", "denied") in told
    assert "乔雨薇" not in repr(entries)
