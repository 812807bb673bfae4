"""Closing: what must be finished, what should be so, who knows it, and the looks afterwards."""

from __future__ import annotations

import pytest

from tests.support.care import Scene
from wellbeing.errors import Forbidden, InvalidTransition, NotFound
from wellbeing.forms import InvalidForm, read
from wellbeing.services import (
    cases,
    closing,
    follow_ups,
    measures,
    plans,
    safety,
    screening,
    sessions,
    team,
)


def _told(scene: Scene) -> None:
    office = scene.world.coordinator
    for one in cases.open_case(office, scene.case).referrals:
        screening.tell_back(office, one.id, screening.TellForm("yes", "here"))


def _close(scene: Scene, **answers: object) -> None:
    raw = {
        "reason": "goals_met",
        "for_family": "再难时来找我。",
        "for_team": "目标达到。",
        "told": ["young_person", "guardians"],
        "looks": "yes",
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


def test_the_reasons_are_kept_and_read_by_those_who_run_the_case(scene: Scene) -> None:
    world = scene.world
    _told(scene)
    for n, why in ((1, "又不去上学。"), (2, "她自己来说的。")):
        closing.begin_closing(world.counsellor, scene.case)
        _close(scene, exception="家人搬走了。")
        ended = cases.open_case(world.counsellor, scene.case).closing
        assert ended is not None and ended.exception == "家人搬走了。"
        family = cases.open_case(scene.mother, scene.case).closing
        assert family is not None and family.exception == ""
        world.clock.move(hours=1)
        closing.reopen(world.counsellor, scene.case, closing.ReopenForm(why))
        assert cases.open_case(world.counsellor, scene.case).reopened == n
        world.clock.move(hours=1)
    kept = cases.case_reasons(world.coordinator, scene.case)
    assert [(one.kind, one.text) for one in kept] == [
        ("reopened", "她自己来说的。"), ("against_checklist", "家人搬走了。"),
        ("reopened", "又不去上学。"), ("against_checklist", "家人搬走了。"),
    ]  # fmt: skip
    with pytest.raises(Forbidden):
        cases.case_reasons(scene.father, scene.case)
    with pytest.raises(Forbidden):
        cases.case_reasons(world.officer, scene.case)


def test_each_party_reads_the_part_that_is_theirs_after_closing(scene: Scene) -> None:
    world = scene.world
    _told(scene)
    before = measures.own_sheet(world.counsellor, scene.case, measures.Trend.LEFT_OUT)
    assert before.last_word == ""
    closing.begin_closing(world.counsellor, scene.case)
    _close(scene, exception="x", for_referrer="谢谢您当时说了出来，他现在好多了。")
    seen = measures.tracker(world.officer, scene.case)  # outside the team, who reported
    assert (seen.reader, seen.last_word) == ("referrer", "谢谢您当时说了出来，他现在好多了。")
    sheet = measures.own_sheet(world.counsellor, scene.case, measures.Trend.LEFT_OUT)
    assert sheet.last_word == "再难时来找我。"
    for stranger in (world.officer2, world.teacher2):
        with pytest.raises(NotFound):
            measures.tracker(stranger, scene.case)
    with pytest.raises(Forbidden):
        measures.own_sheet(scene.mother, scene.case, measures.Trend.LEFT_OUT)
    closing.reopen(world.counsellor, scene.case, closing.ReopenForm("又难了。"))
    assert measures.tracker(world.officer, scene.case).last_word == ""
    again = measures.own_sheet(world.counsellor, scene.case, measures.Trend.LEFT_OUT)
    assert again.last_word == ""


def test_a_follow_up_that_does_not_hold_opens_the_case_with_its_history(scene: Scene) -> None:
    _told(scene)
    closing.begin_closing(scene.world.counsellor, scene.case)
    _close(scene, exception="x")
    me = scene.world.counsellor
    look = cases.open_case(me, scene.case).follow_ups[0].id
    with pytest.raises(Forbidden):
        follow_ups.do_follow_up(scene.mother, look, follow_ups.FollowUpForm("call", "holding"))
    with pytest.raises(InvalidForm):  # opening again needs a reason
        follow_ups.do_follow_up(me, look, follow_ups.FollowUpForm("visit", "reopen"))
    follow_ups.do_follow_up(me, look, follow_ups.FollowUpForm("visit", "reopen", "又不去上学。"))
    view = cases.open_case(me, scene.case)
    assert (view.state, view.reopened) == ("open", 1)
    assert [one.state for one in view.follow_ups] == ["done", "cancelled", "cancelled"]
    assert view.steps


def _all_so(scene: Scene) -> None:
    """Bring a case to where the record says that everything is so."""
    world = scene.world
    _told(scene)
    scene.talk()
    mother = team.people_for(world.counsellor, scene.case).family[0][0]
    plan = scene.plan(user_id=str(mother))
    scene.agree(plan)
    for task in plans.my_tasks(scene.mother):
        plans.tick(scene.mother, task.id, plans.TickForm(""))
    for total in (18, 34):
        form = measures.RecordForm(measures.CHECK_IN, total=total, taken_on=world.clock.at.date())
        measures.record(world.counsellor, scene.case, form)
        world.clock.move(days=7)


@pytest.mark.parametrize(
    "said",
    [{"told": []}, {"told": ["young_person"]}, {"told": ["guardians"]}, {"looks": "no"}],
    ids=["nobody told", "guardians not told", "young person not told", "no look booked"],
)
def test_nobody_told_or_no_look_booked_needs_a_reason(
    scene: Scene, said: dict[str, object]
) -> None:
    _all_so(scene)
    closing.begin_closing(scene.world.counsellor, scene.case)
    assert closing.closing_checklist(scene.world.counsellor, scene.case).complete
    with pytest.raises(InvalidForm) as refused:
        _close(scene, **said)
    assert set(refused.value.problems) == {"exception"}
    _close(scene, **said, exception="家人搬走了，联系不上。")
    view = cases.open_case(scene.world.counsellor, scene.case)
    assert view.closing is not None
    assert set(view.closing.told) == set(said.get("told", ["young_person", "guardians"]))  # type: ignore[call-overload]
    assert len(view.follow_ups) == (0 if said.get("looks") == "no" else 3)


def test_with_everything_so_no_reason_is_asked_for(scene: Scene) -> None:
    _all_so(scene)
    closing.begin_closing(scene.world.counsellor, scene.case)
    shown = closing.closing_checklist(scene.world.counsellor, scene.case).looks
    _close(scene)
    view = cases.open_case(scene.world.counsellor, scene.case)
    assert view.closing is not None and view.closing.told == ("guardians", "young_person")
    assert tuple(one.due_on for one in view.follow_ups) == shown
    family = cases.open_case(scene.mother, scene.case).closing
    assert family is not None and family.told == ()


@pytest.mark.parametrize("level", ["u0", "u1"])
def test_a_crisis_that_nobody_reviewed_stands_in_the_way(scene: Scene, level: str) -> None:
    world = scene.world
    _all_so(scene)

    def blockers() -> tuple[str, ...]:
        return closing.closing_checklist(world.counsellor, scene.case).blockers

    assert blockers() == ()
    safety.change_urgency(
        world.counsellor, scene.case, safety.ChangeForm(level, ("plan",), "她说了出来。")
    )
    assert blockers() == ("crisis_without_review",)
    closing.begin_closing(world.counsellor, scene.case)
    with pytest.raises(InvalidTransition) as refused:
        _close(scene, exception="x")
    assert refused.value.message == closing.BLOCKERS["crisis_without_review"]
    world.clock.move(hours=1)
    safety.record_review(world.coordinator, scene.case, safety.ReviewForm("一起看过了。"))
    assert blockers() == ()
    _close(scene, exception="x")  # the criterion of thirty calm days still needs a reason
    assert cases.open_case(world.counsellor, scene.case).state == "closed"
