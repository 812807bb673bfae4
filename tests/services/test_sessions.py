"""Talks and the three kinds of text: every permitted act beside its refused twin."""

from __future__ import annotations

import pytest

from tests.support.care import TUESDAY, Scene
from wellbeing.errors import Forbidden, InvalidTransition, NotFound
from wellbeing.forms import InvalidForm, read
from wellbeing.services import (
    cases,
    plans,
    sessions,
    team,
)

STAYED_AWAY = {"missed_by": "not_brought", "called": "reached", "reason": "打了电话"}


def test_a_talk_is_booked_held_and_noted(scene: Scene) -> None:
    me = scene.world.counsellor
    assert scene.whats(me) == {"book_first"}
    made = scene.book()
    assert scene.whats(me) == {"hold_session"}
    with pytest.raises(InvalidTransition):  # a note of a talk that was not held
        sessions.sign_note(me, made, sessions.LAYOUTS["free"]("x"))
    scene.world.clock.move(days=8, hours=6)
    me = scene.world.counsellor
    assert scene.whats(me) == {"record_session"}
    with pytest.raises(InvalidTransition):  # nobody has asked the young person
        sessions.hold(me, made, sessions.HeldForm())
    form = read(sessions.FirstHeldForm, {"talk_consent": "for_now", "limits_told": "yes"})
    sessions.hold(me, made, form)
    assert "sign_note" in scene.whats(me)
    sessions.sign_note(me, made, sessions.LAYOUTS["dap"]("数据", others_need="两行"))
    assert "sign_note" not in scene.whats(me)
    assert scene.path()["first_talk"] == "done"
    view = sessions.open_session(me, made)
    assert (view.layout, view.parts["data"], view.talk_consent) == ("dap", "数据", "for_now")


def test_the_first_talk_needs_the_limits_to_be_told(scene: Scene) -> None:
    with pytest.raises(InvalidForm):
        read(sessions.FirstHeldForm, {"talk_consent": "yes"})


def test_a_taken_room_is_refused_and_a_free_hour_is_not(scene: Scene) -> None:
    scene.book()
    with pytest.raises(InvalidForm) as refused:
        scene.book(at="15:00")
    assert "14:30–15:20" in str(refused.value.problems["at"].params["times"])
    scene.book(at="15:20")


@pytest.mark.parametrize(
    ("field", "value"), [("at", "25:00"), ("at", "later"), ("day", "2020-1-1")]
)
def test_times_that_cannot_be_are_refused(scene: Scene, field: str, value: str) -> None:
    with pytest.raises(InvalidForm) as refused:
        scene.book(**{field: value})
    assert set(refused.value.problems) == {field}


def test_nobody_else_books_or_records(scene: Scene) -> None:
    form = read(sessions.BookForm, TUESDAY)
    for login in ("coordinator", "teacher", "officer"):
        with pytest.raises(Forbidden):
            sessions.book(scene.world.caller(login), scene.case, form)
    with pytest.raises(NotFound):
        sessions.book(scene.world.counsellor2, scene.case, form)
    with pytest.raises(Forbidden):
        sessions.book(scene.mother, scene.case, form)


def test_a_moved_talk_stays_visible(scene: Scene) -> None:
    old = scene.book()
    form = read(
        sessions.MoveForm, {**TUESDAY, "day": "2026-03-19", "reason": "考试", "asked_by": "school"}
    )
    new = sessions.move(scene.world.counsellor, old, form)
    rows = {one.id: one.state for one in cases.open_case(scene.mother, scene.case).sessions}
    assert rows == {old: "moved", new: "booked"}


def test_two_missed_in_a_row_lead_to_people_talking_not_to_closing(scene: Scene) -> None:
    for day in ("2026-03-17", "2026-03-18"):
        made = scene.book(day=day)
        sessions.miss(scene.world.counsellor, made, read(sessions.MissForm, STAYED_AWAY))
    found = scene.whats(scene.world.counsellor)
    assert {"review_missed", "book_again"} <= found
    assert cases.open_case(scene.world.counsellor, scene.case).state == "open"


def test_a_note_locks_after_a_day_and_takes_addenda(scene: Scene) -> None:
    made = scene.talk()
    me = scene.world.counsellor
    sessions.sign_note(me, made, sessions.LAYOUTS["free"]("改过的"))
    scene.world.clock.move(hours=25)
    me = scene.world.counsellor
    with pytest.raises(InvalidTransition):
        sessions.sign_note(me, made, sessions.LAYOUTS["free"]("再改"))
    sessions.add_to_note(me, made, sessions.AddendumForm("补充"))
    view = sessions.open_session(me, made)
    assert view.locked and view.parts == {"text": "改过的"}
    assert [text for _, text in view.addenda] == ["补充"]


def test_three_kinds_of_text_reach_three_kinds_of_readers(scene: Scene) -> None:
    made = scene.talk()
    me = scene.world.counsellor
    sessions.keep_private(me, scene.case, sessions.PrivateForm("只给自己看"))
    mine = sessions.open_session(me, made)
    assert mine.parts and mine.private == "只给自己看" and mine.others_need
    office = sessions.open_session(scene.world.coordinator, made)
    assert (office.parts, office.private) == ({}, "")
    assert office.others_need == "请多给他一点时间。"
    for who in (scene.mother, scene.world.teacher, scene.world.officer):
        with pytest.raises((Forbidden, NotFound)):
            sessions.open_session(who, made)
    family_view = cases.open_case(scene.mother, scene.case)
    assert [one.others_need for one in family_view.sessions] == [""]


def test_the_line_under_the_box_says_who_will_read_it(scene: Scene) -> None:
    made = scene.book()
    me = scene.world.counsellor
    helper = next(
        one for one in team.people_for(me, scene.case).helpers if one[1].startswith("teacher (")
    )
    team.add_helper(me, scene.case, team.HelperForm(helper[0]))
    view = sessions.open_session(me, made)
    assert view.note_readers == ()
    assert {one.role for one in view.line_readers} == {"coordinator", "teacher"}
    plan = scene.plan()
    found = plans.open_plan(me, scene.case)
    assert found is not None and found.id == plan
    assert {one.role for one in found.readers} == {"coordinator", "parent"}
