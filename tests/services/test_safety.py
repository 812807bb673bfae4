"""Urgency by a person, its clocks, the days after; storyline S05 by its own expectations."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.care import Scene
from wellbeing.errors import Forbidden, InvalidTransition, NotFound
from wellbeing.forms import InvalidForm, read
from wellbeing.gate import Caller
from wellbeing.models import HarmReport, SafetyEntry, SafetyPlan, UrgencyChange
from wellbeing.services import cases, cover, home, people, safety, sessions

PLAN = {"signs": "一个人待着，什么都不想做。", "people": "美术老师，外婆。", "own": "画画。"}


def act(who: Caller, scene: Scene, level: str, *reasons: str) -> None:
    raw = {"urgency": level, "reasons": reasons or ("plan",), "why": "她说了出来。"}
    safety.change_urgency(who, scene.case, read(safety.ChangeForm, raw))


def contact(who: Caller, scene: Scene, kind: str = "contact") -> None:
    raw = {"kind": kind, "way": "call", "text": "平静一些了。"}
    safety.record_contact(who, scene.case, read(safety.ContactForm, raw))


def review(who: Caller, scene: Scene) -> None:
    safety.record_review(who, scene.case, safety.ReviewForm("一起看过了。"))


def due(who: Caller, scene: Scene, what: str) -> datetime | None:
    steps = cases.open_case(who, scene.case).steps
    return next((one.due_at for one in steps if one.what == what), None)


def hours(scene: Scene, moment: datetime | None) -> float:
    assert moment is not None
    return (moment - scene.world.clock.at) / timedelta(hours=1)


def test_the_story_of_a_disclosure_is_carried_by_the_guide(scene: Scene) -> None:
    world = scene.world
    scene.talk()
    act(world.counsellor, scene, "u1")
    me = world.counsellor
    assert hours(scene, due(me, scene, "speak_now")) == 4
    assert hours(scene, due(me, scene, "write_safety_plan")) == 24
    supervise = due(world.coordinator, scene, "supervise")
    assert supervise is not None and supervise - world.clock.at <= timedelta(days=4)
    world.clock.move(minutes=25)
    contact(world.counsellor, scene)
    assert due(world.counsellor, scene, "speak_now") is None
    assert safety.write_safety_plan(world.counsellor, scene.case,
                                    read(safety.SafetyPlanForm, PLAN)) == 1  # fmt: skip
    assert due(world.counsellor, scene, "write_safety_plan") is None
    # The same day's contact is the one within 48 hours; day 7 and day 30 follow.
    for days in (7, 30):
        left = hours(scene, due(world.counsellor, scene, "crisis_contact"))
        assert 0 < left <= days * 24
        world.clock.move(days=days - 1 if days == 7 else 23)
        contact(world.counsellor, scene)
    assert due(world.counsellor, scene, "crisis_contact") is None


def test_the_first_contact_after_a_disclosure_in_a_talk_is_due_in_48_hours(scene: Scene) -> None:
    world = scene.world
    made = scene.book()
    world.clock.move(days=8, hours=5)
    act(world.counsellor, scene, "u1")
    at = world.clock.at
    form = read(sessions.FirstHeldForm, {"talk_consent": "yes", "limits_told": "yes"})
    sessions.hold(world.counsellor, made, form)
    world.clock.move(minutes=50)
    found = due(world.counsellor, scene, "crisis_contact")
    assert found == at + timedelta(hours=48)
    assert due(world.counsellor, scene, "speak_now") is None


def test_a_supervisor_reviews_within_two_working_days_and_never_ones_own_case(
    scene: Scene,
) -> None:
    world = scene.world
    act(world.counsellor, scene, "u0", "danger_now")
    found = due(world.coordinator, scene, "supervise")
    assert found is not None and found.date().isoformat() == "2026-03-11"  # Monday + 2
    with pytest.raises(Forbidden):
        review(world.counsellor, scene)
    with pytest.raises(NotFound):
        review(world.counsellor2, scene)
    for login in ("teacher", "officer", "administrator"):
        with pytest.raises(Forbidden):
            review(world.caller(login), scene)
    review(world.coordinator, scene)
    assert due(world.coordinator, scene, "supervise") is None


def test_acting_faster_is_free_and_slower_needs_a_recorded_review(scene: Scene) -> None:
    world = scene.world
    world.clock.move(hours=1)
    act(world.counsellor, scene, "u1")
    world.clock.move(hours=1)
    for who in (world.counsellor, world.coordinator):
        with pytest.raises(InvalidTransition):
            act(who, scene, "u3", "low_mood")
    review(world.coordinator, scene)
    with pytest.raises(InvalidTransition):
        act(world.counsellor, scene, "u3", "low_mood")
    act(world.coordinator, scene, "u2", "thoughts")
    with pytest.raises(InvalidTransition):
        act(world.counsellor, scene, "u3", "low_mood")
    view = safety.safety(world.counsellor, scene.case)
    assert [(one.was, one.level) for one in view.changes] == [("u1", "u2"), ("u3", "u1"),
                                                              ("", "u3")]  # fmt: skip
    assert all(one.reasons and one.why for one in view.changes)


def test_in_a_crisis_a_safe_adult_is_told_the_same_day_and_that_is_no_contact(
    scene: Scene,
) -> None:
    world = scene.world
    act(world.counsellor, scene, "u2", "thoughts")
    assert due(world.counsellor, scene, "tell_adult") is None
    act(world.counsellor, scene, "u1")
    found = due(world.counsellor, scene, "tell_adult")
    assert found is not None and 0 < hours(scene, found) < 24
    raw = {"kind": "adult", "way": "call", "text": "父亲马上来学校。"}
    with pytest.raises(InvalidForm) as refused:
        read(safety.ContactForm, raw)
    assert set(refused.value.problems) == {"told"}
    form = read(safety.ContactForm, raw | {"told": "父亲马上来学校。"})
    for who in (scene.mother, world.teacher):
        with pytest.raises(Forbidden):
            safety.record_contact(who, scene.case, form)
    safety.record_contact(world.counsellor, scene.case, form)
    assert due(world.counsellor, scene, "tell_adult") is None
    assert hours(scene, due(world.counsellor, scene, "speak_now")) == 4
    (entry,) = safety.safety(world.counsellor, scene.case).entries
    assert (entry.kind, entry.text) == ("adult", "父亲马上来学校。")


def test_what_cannot_wait_comes_before_whatever_is_late(scene: Scene) -> None:
    world = scene.world
    scene.talk()
    world.clock.move(days=60)
    late = cases.open_case(world.counsellor, scene.case).steps[0]
    assert late.due_at < world.clock.at
    act(world.counsellor, scene, "u1")
    first = [one.what for one in cases.open_case(world.counsellor, scene.case).steps]
    assert first[:2] == ["speak_now", "tell_adult"]
    assert late.what in first[2:]
    found = home.home(world.counsellor)
    assert [one.what for one in found.at_once] == ["speak_now", "tell_adult"]
    assert late.what in {one.what for one in found.late}
    assert not {"speak_now", "tell_adult"} & {one.what for one in (*found.late, *found.today)}
    assert home.home(scene.mother).at_once == ()


def test_a_level_needs_a_reason_and_a_person(scene: Scene) -> None:
    with pytest.raises(InvalidForm):
        read(safety.ChangeForm, {"urgency": "u1", "reasons": [], "why": "x"})
    for who in (scene.mother, scene.world.teacher, scene.world.officer):
        with pytest.raises(Forbidden):
            act(who, scene, "u1")
        with pytest.raises(Forbidden):
            safety.safety(who, scene.case)
    with pytest.raises(NotFound):
        act(scene.world.counsellor2, scene, "u1")


def test_whoever_does_not_come_at_a_fast_level_is_looked_after_the_same_day(
    scene: Scene,
) -> None:
    world = scene.world
    act(world.counsellor, scene, "u2", "thoughts")
    made = scene.book()
    world.clock.move(days=8, hours=6)
    sessions.miss(world.counsellor, made, sessions.MissForm("not_brought"))
    found = due(world.counsellor, scene, "welfare_check")
    assert found is not None and hours(scene, found) < 24
    contact(world.counsellor, scene, "welfare")
    assert due(world.counsellor, scene, "welfare_check") is None


def test_a_calm_level_asks_for_no_such_look(scene: Scene) -> None:
    made = scene.book()
    scene.world.clock.move(days=8, hours=6)
    sessions.miss(scene.world.counsellor, made, sessions.MissForm("not_brought"))
    assert due(scene.world.counsellor, scene, "welfare_check") is None


def test_every_version_of_the_safety_plan_stays(scene: Scene) -> None:
    world = scene.world
    with pytest.raises(InvalidTransition):
        safety.look_at_plan(world.counsellor, scene.case)
    for n, words in enumerate(("画画。", "画画，听歌。"), 1):
        form = read(safety.SafetyPlanForm, PLAN | {"own": words})
        assert safety.write_safety_plan(world.counsellor, scene.case, form) == n
        world.clock.move(days=1)
    view = safety.safety(world.coordinator, scene.case)
    assert [one.version for one in view.plans] == [2, 1]
    assert dict(view.plans[0].parts)["own"] == "画画，听歌。"
    with pytest.raises(Forbidden):
        safety.write_safety_plan(world.coordinator, scene.case, form)
    with pytest.raises(InvalidForm):
        read(safety.SafetyPlanForm, {"own": "画画。"})


def _names() -> set[str]:
    columns = {
        column.name
        for model in (HarmReport, UrgencyChange, SafetyEntry, SafetyPlan)
        for column in model.__table__.columns
    }
    root = Path(__file__).resolve().parents[2] / "wellbeing"
    files = {path.stem for path in root.rglob("*.py")}
    return columns | files


def test_nothing_here_scores_labels_or_predicts() -> None:
    from scripts.messages import messages

    names: Any = _names()
    for word in ("risk", "score", "predict", "likelihood", "probability", "severity"):
        assert not {one for one in names if word in one} - {"scores", "scoring"}, word
    told = [one for one in messages() if "risk" in one.lower() or "likelihood" in one.lower()]
    assert told == []
    assert "risk" in "planted risk"


def _supervised(scene: Scene) -> Caller:
    world = scene.world
    whom, who = (people.me(world.caller(one)).id for one in ("counsellor", "counsellor2"))
    cover.appoint_supervisor(world.coordinator, cover.SupervisorForm(whom, who))
    return world.counsellor2


def test_the_review_is_the_supervisors_step_and_the_coordinators_once_it_is_late(
    scene: Scene,
) -> None:
    world = scene.world
    _supervised(scene)
    act(world.counsellor, scene, "u1")
    (step,) = [one for one in home.home(world.counsellor2).mine if one.what == "supervise"]
    assert (step.page, step.object_id) == ("safety", scene.case)
    (told,) = [s for s in cases.open_case(world.counsellor, scene.case).steps
               if s.what == "supervise"]  # fmt: skip
    assert told.owner == "supervisor"
    assert "supervise" not in {one.what for one in home.home(world.coordinator).mine}
    world.clock.move(days=3)  # Monday and two working days have passed
    for who in (world.counsellor2, world.coordinator):
        (late,) = [one for one in home.home(who).late if one.what == "supervise"]
        assert late.object_id == scene.case
    safety.supervise(world.counsellor2, scene.case, safety.ReviewForm("一起看过了，继续每天联系。"))
    assert due(world.coordinator, scene, "supervise") is None
    assert "supervise" not in {one.what for one in home.home(world.counsellor2).mine}
    assert safety.safety(world.counsellor, scene.case).entries[0].who == "counsellor2 (虚构)"


def test_nobody_supervises_whose_counsellor_they_do_not_supervise(scene: Scene) -> None:
    world = scene.world
    form = safety.ReviewForm("一起看过了。")
    for login in ("counsellor", "counsellor2"):
        with pytest.raises(NotFound):
            safety.supervise(world.caller(login), scene.case, form)
    for who in (world.coordinator, world.teacher, scene.mother):
        with pytest.raises(Forbidden):
            safety.supervise(who, scene.case, form)
    supervisor = _supervised(scene)
    with pytest.raises(NotFound):  # the supervisor looks and advises, and runs nothing
        act(supervisor, scene, "u1")
