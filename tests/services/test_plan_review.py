"""Looking at a plan together: when it is due, and what a change of the level there sets going."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.support.care import Scene
from wellbeing.errors import Forbidden, InvalidTransition
from wellbeing.forms import InvalidForm, read
from wellbeing.gate import Caller
from wellbeing.services import cases, plans, safety, sessions


def test_a_plan_is_looked_at_after_four_talks_or_thirty_days(scene: Scene) -> None:
    plan = scene.plan()
    with pytest.raises(InvalidTransition):
        plans.review_plan(scene.world.counsellor, plan, plans.ReviewForm("go_on", text="好"))
    scene.agree(plan)

    def due() -> datetime:
        steps = cases.open_case(scene.world.counsellor, scene.case).steps
        return next(one.due_at for one in steps if one.what == "review_plan")

    assert (due() - scene.world.clock.at).days == 30
    for _ in range(4):
        day = scene.world.clock.at.date() + timedelta(days=1)
        made = scene.book(day=day.isoformat())
        scene.world.clock.move(days=2)
        form = sessions.FirstHeldForm("yes", "yes")
        sessions.hold(scene.world.counsellor, made, form)
    assert (due() - scene.world.clock.at).days < 10
    with pytest.raises(Forbidden):
        plans.review_plan(scene.mother, plan, plans.ReviewForm("go_on", text="好"))
    form = plans.ReviewForm("go_on", text="睡得好多了。")
    plans.review_plan(scene.world.counsellor, plan, form)
    view = cases.open_case(scene.world.counsellor, scene.case)
    assert view.urgency == "u3" and (due() - scene.world.clock.at).days == 30
    assert plans.open_plan(scene.world.counsellor, scene.case).reviews[0].outcome == "go_on"
    assert plans.open_plan(scene.mother, scene.case).reviews == ()


def _look(scene: Scene, who: Caller, plan: UUID, level: str, *reasons: str) -> None:
    raw = {"outcome": "go_on", "urgency": level, "reasons": reasons or ("low_mood",),
           "text": "一起看过了，想过为什么。"}  # fmt: skip
    plans.review_plan(who, plan, read(plans.ReviewForm, raw))


def test_a_look_at_the_plan_slows_no_case_down_without_a_supervisors_review(scene: Scene) -> None:
    world = scene.world
    plan = scene.plan()
    scene.agree(plan)
    world.clock.move(hours=1)
    with pytest.raises(InvalidTransition):
        _look(scene, world.counsellor, plan, "u4")
    assert plans.open_plan(world.counsellor, scene.case).reviews == ()  # and nothing half kept
    with pytest.raises(Forbidden):  # nor does one review oneself
        safety.record_review(world.counsellor, scene.case, safety.ReviewForm("我自己看过。"))
    safety.record_review(world.coordinator, scene.case, safety.ReviewForm("一起看过了。"))
    _look(scene, world.counsellor, plan, "u4")
    newest = safety.safety(world.counsellor, scene.case).changes[0]
    assert (newest.was, newest.level, newest.reasons) == ("u3", "u4", ("low_mood",))
    assert newest.why == "一起看过了，想过为什么。"


def test_a_look_that_finds_a_crisis_starts_every_clock_of_one(scene: Scene) -> None:
    world = scene.world
    plan = scene.plan()
    scene.agree(plan)
    with pytest.raises(InvalidForm):
        read(plans.ReviewForm, {"outcome": "go_on", "urgency": "u1", "text": "x"})
    _look(scene, world.counsellor, plan, "u1", "plan")
    steps = {one.what: one.due_at for one in cases.open_case(world.counsellor, scene.case).steps}
    assert steps["speak_now"] - world.clock.at == timedelta(hours=4)
    assert "write_safety_plan" in steps
    assert "supervise" in scene.whats(world.coordinator)
    world.clock.move(minutes=25)
    safety.record_contact(
        world.counsellor, scene.case, safety.ContactForm("contact", "call", "平静了。")
    )
    world.clock.move(days=1)
    assert "crisis_contact" in scene.whats(world.counsellor)
    safety.record_review(world.coordinator, scene.case, safety.ReviewForm("一起看过了。"))
    with pytest.raises(InvalidTransition):  # from U1 only the lead steps down
        _look(scene, world.counsellor, plan, "u4")
    _look(scene, world.coordinator, plan, "u2")
    assert cases.open_case(world.counsellor, scene.case).urgency == "u2"
