"""What keeps a case alive and safe: every permitted act beside its refused twin."""

from __future__ import annotations

import pytest

from tests.support.care import Scene
from tests.support.world import World
from wellbeing.errors import Forbidden, InvalidTransition, NotFound
from wellbeing.forms import InvalidForm, read
from wellbeing.services import (
    cases,
    closing,
    family,
    follow_ups,
    measures,
    plans,
    safety,
    screening,
    sessions,
    withholding,
)


def test_a_question_of_the_family_is_answered_on_the_record(scene: Scene) -> None:
    family.ask_counsellor(scene.mother, scene.case, family.QuestionForm("他还好吗？"))
    me = scene.world.counsellor
    assert "answer_family" in scene.whats(me)
    asked = family.family_questions(me, scene.case)[0]
    with pytest.raises(Forbidden):
        family.answer_family(scene.mother, asked.id, family.ReplyForm("x"))
    family.answer_family(me, asked.id, family.ReplyForm("在变好。"))
    assert family.family_questions(scene.mother, scene.case)[0].answer == "在变好。"
    assert family.family_questions(scene.father, scene.case) == ()
    assert "answer_family" not in scene.whats(me)
    with pytest.raises(InvalidTransition):
        family.answer_family(me, asked.id, family.ReplyForm("again"))


def test_what_is_withheld_is_gone_at_the_next_query(scene: Scene) -> None:
    plan = scene.plan()
    me = scene.world.counsellor
    assert cases.cases(scene.father)
    raw = {"guardian_id": str(scene.father_id), "reason": "孩子害怕。", "review_on": "2026-03-20"}
    form = read(withholding.WithholdForm, raw)
    for who in (scene.mother, scene.world.teacher):
        with pytest.raises(Forbidden):
            withholding.withhold(who, scene.case, form)
    kept = withholding.withhold(me, scene.case, form)
    assert cases.cases(scene.father) == ()
    for look in (cases.open_case, plans.open_plan):
        with pytest.raises(NotFound):
            look(scene.father, scene.case)
    with pytest.raises(NotFound):
        plans.answer_plan(scene.father, plan, plans.AnswerForm("agreed"))
    assert family.family_questions(scene.father, scene.case) == ()
    assert cases.cases(scene.mother)
    scene.world.clock.move(days=30)  # a review date that passes opens nothing
    assert cases.cases(scene.world.caller("father")) == ()
    me = scene.world.counsellor
    assert "review_withholding" in scene.whats(me)
    withholding.end_withholding(me, kept, withholding.EndForm())
    assert cases.cases(scene.world.caller("father"))


def _told(scene: Scene) -> None:
    office = scene.world.coordinator
    for one in cases.open_case(office, scene.case).referrals:
        screening.tell_back(office, one.id, screening.TellForm("yes", "here"))


def _close(scene: Scene, **answers: str) -> None:
    raw = {
        "reason": "goals_met",
        "for_family": "再难时来找我。",
        "for_team": "目标达到。",
        **answers,
    }
    closing.close_case(scene.world.counsellor, scene.case, read(closing.CloseForm, raw))


def test_closing_is_guarded_and_promises_follow_ups(scene: Scene) -> None:
    made = scene.book()
    me = scene.world.counsellor
    closing.begin_closing(me, scene.case)
    with pytest.raises(InvalidTransition):  # the appointment is still open
        _close(scene)
    sessions.miss(me, made, sessions.MissForm("school"))
    with pytest.raises(InvalidTransition):  # the person who reported has not been answered
        _close(scene)
    _told(scene)
    with pytest.raises(InvalidForm):  # against the checklist without a reason
        _close(scene)
    with pytest.raises(Forbidden):
        closing.begin_closing(scene.mother, scene.case)
    _close(scene, exception="家人搬走了。")
    view = cases.open_case(scene.world.counsellor, scene.case)
    assert view.state == "closed" and view.closing is not None
    assert view.closing.text == "目标达到。"
    assert cases.open_case(scene.mother, scene.case).closing.text == "再难时来找我。"
    days = [one.due_on for one in view.follow_ups]
    assert [(one.year, one.month) for one in days] == [(2026, 4), (2026, 6), (2026, 9)]
    assert {step.what for step in view.steps} == {"follow_up"}


def test_what_should_be_so_before_closing_is_read_from_the_record(scene: Scene) -> None:
    world = scene.world

    def holds() -> dict[str, bool]:
        return dict(closing.closing_checklist(world.counsellor, scene.case).criteria)

    with pytest.raises(Forbidden):
        closing.closing_checklist(scene.mother, scene.case)
    before = holds()
    assert not before["progress"] and before["calm"]
    for total in (18, 34):  # a reliable improvement that ends above the cut-off
        day = world.clock.at.date()
        form = measures.RecordForm(measures.CHECK_IN, total=total, taken_on=day)
        measures.record(world.counsellor, scene.case, form)
        world.clock.move(days=7)
    assert holds()["progress"]
    fast = safety.ChangeForm("u2", ("self_harm",), "她说了出来。")
    safety.change_urgency(world.counsellor, scene.case, fast)
    assert not holds()["calm"]


def test_a_follow_up_that_does_not_hold_opens_the_case_with_its_history(scene: Scene) -> None:
    _told(scene)
    closing.begin_closing(scene.world.counsellor, scene.case)
    _close(scene, exception="x")
    me = scene.world.counsellor
    look = cases.open_case(me, scene.case).follow_ups[0].id
    with pytest.raises(Forbidden):
        follow_ups.do_follow_up(scene.mother, look, follow_ups.FollowUpForm("call", "holding"))
    follow_ups.do_follow_up(me, look, follow_ups.FollowUpForm("visit", "reopen", "又不去上学。"))
    view = cases.open_case(me, scene.case)
    assert (view.state, view.reopened) == ("open", 1)
    assert [one.state for one in view.follow_ups] == ["done", "cancelled", "cancelled"]
    assert view.steps


def test_a_case_that_nobody_has_is_the_coordinators(world: World) -> None:
    sent = world.refer("officer")
    case = world.decide(sent.id).case_id
    found = cases.open_case(world.coordinator, case).steps
    assert "assign" in {step.what for step in found}
    assert all(step.owner == "coordinator" for step in found)
