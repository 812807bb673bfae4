"""Whoever does not come is looked for: a call, another way, a letter; and a no is a no."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from tests.support.care import Scene
from wellbeing.errors import Forbidden, InvalidTransition, NotFound
from wellbeing.forms import read
from wellbeing.services import cases, sessions

FIRST = {"talk_consent": "no", "limits_told": "yes"}


def missed(scene: Scene, day: str = "2026-03-17", **more: str) -> UUID:
    made = scene.book(day=day)
    scene.world.clock.move(days=1)
    raw = {"missed_by": "not_brought", **more}
    sessions.miss(scene.world.counsellor, made, read(sessions.MissForm, raw))
    return made


def tried(scene: Scene, made: UUID, way: str, reached: str = "no") -> None:
    form = read(sessions.MissedTryForm, {"way": way, "reached": reached, "text": "外婆 (虚构)"})
    sessions.try_after_missed(scene.world.counsellor, made, form)


def after(scene: Scene) -> list[tuple[str, timedelta]]:
    steps = cases.open_case(scene.world.counsellor, scene.case).steps
    mine = ("call_missed", "other_way_missed", "write_missed", "book_again", "review_missed")
    return [(one.what, one.due_at - one.since) for one in steps if one.what in mine]


def test_a_call_the_same_day_then_another_way_then_a_letter_then_people_talk(scene: Scene) -> None:
    made = missed(scene)
    (call,) = after(scene)
    assert call[0] == "call_missed" and call[1] < timedelta(days=1)
    tried(scene, made, "call")
    assert [what for what, _ in after(scene)] == ["other_way_missed"]
    tried(scene, made, "message")
    assert [what for what, _ in after(scene)] == ["write_missed"]
    tried(scene, made, "letter")
    assert [what for what, _ in after(scene)] == ["book_again", "review_missed"]
    view = sessions.open_session(scene.world.counsellor, made)
    assert [one.way for one in view.tries] == ["call", "message", "letter"]


def test_whoever_was_reached_gets_a_new_time_and_no_more_calls(scene: Scene) -> None:
    made = missed(scene, called="silent")
    assert [what for what, _ in after(scene)] == ["other_way_missed"]
    tried(scene, made, "visit", "yes")
    assert [what for what, _ in after(scene)] == ["book_again"]


def test_a_new_time_alone_does_not_end_the_search(scene: Scene) -> None:
    missed(scene)
    scene.book(day="2026-03-24")
    assert [what for what, _ in after(scene)] == ["call_missed"]


@pytest.mark.parametrize(
    "why", [{"excused": "yes"}, {"missed_by": "school"}, {"missed_by": "counsellor"}]
)
def test_what_was_missed_for_a_good_reason_is_not_held_against_them(
    scene: Scene, why: dict[str, str]
) -> None:
    for day in ("2026-03-17", "2026-03-19", "2026-03-23"):
        missed(scene, day, **why)
        assert [what for what, _ in after(scene)] == ["book_again"]


def test_only_ones_own_missed_talks_are_tried_after(scene: Scene) -> None:
    made, form = missed(scene), sessions.MissedTryForm("call", "no")
    with pytest.raises(NotFound):
        sessions.try_after_missed(scene.world.counsellor2, made, form)
    for who in (scene.world.coordinator, scene.world.teacher, scene.mother):
        with pytest.raises(Forbidden):
            sessions.try_after_missed(who, made, form)
    booked = scene.book(day="2026-03-25")
    with pytest.raises(InvalidTransition):
        sessions.try_after_missed(scene.world.counsellor, booked, form)


def test_a_no_is_kept_asked_again_and_never_taken_for_a_yes(scene: Scene) -> None:
    made = scene.book()
    scene.world.clock.move(days=8, hours=6)
    me = scene.world.counsellor
    assert sessions.hold(me, made, read(sessions.FirstHeldForm, FIRST)) == "no"
    view = sessions.open_session(me, made)
    assert (view.talk_consent, view.limits_told_at) == ("no", scene.world.clock.at)
    assert "offer_again" in scene.whats(me) and "book_next" not in scene.whats(me)
    again = scene.book(day="2026-03-24")
    assert sessions.open_session(me, again).first
    scene.world.clock.move(days=10)
    with pytest.raises(InvalidTransition):  # nobody has asked them again
        sessions.hold(scene.world.counsellor, again, sessions.HeldForm())
    form = read(sessions.FirstHeldForm, FIRST | {"talk_consent": "for_now"})
    assert sessions.hold(scene.world.counsellor, again, form) == "for_now"
    assert "offer_again" not in scene.whats(scene.world.counsellor)
    third = scene.book(day="2026-04-07")
    assert not sessions.open_session(scene.world.counsellor, third).first
    scene.world.clock.move(days=14)
    assert sessions.hold(scene.world.counsellor, third, sessions.HeldForm()) == "for_now"


def test_who_asked_to_move_is_kept(scene: Scene) -> None:
    made = scene.book()
    raw = {"day": "2026-03-19", "at": "14:30", "minutes": "50", "asked_by": "family"}
    sessions.move(scene.world.counsellor, made, read(sessions.MoveForm, raw))
    assert sessions.open_session(scene.world.counsellor, made).asked_by == "family"
