"""What is kept from a guardian is gone from all that they read, and in what others read."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import true

from tests.support.handing import Handing
from tests.support.keeping import CANARY, OPEN, Keeping, ids_of, shown_to
from tests.support.world import World
from wellbeing.errors import Forbidden
from wellbeing.forms import read
from wellbeing.gate import Access, Caller, Work, use_case
from wellbeing.models import Kept, Plan, PlanGoal
from wellbeing.policy import May
from wellbeing.services import (
    cases,
    closing,
    handoffs,
    home,
    measures,
    meeting_pack,
    need_to_know,
    screening,
    students,
    two_taps,
)

CLOSED = {
    "reason": "moved", "for_family": f"{CANARY}结语", "for_team": "结束。", "exception": "搬家",
    "looks": "no",
}  # fmt: skip


def test_what_is_kept_is_in_no_view_of_that_guardian_and_in_those_of_all_others(
    case: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, ids = case.scene, ids_of(case)
    scene.agree(case.plan)
    measures.record(case.me, scene.case, measures.RecordForm(
        measures.GOAL, total=3, about_id=case.goal))  # fmt: skip
    assert all(
        CANARY + one in shown_to(scene.father, ids) for one in ("目标", "任务", "长处", "级0")
    )
    case.keep_all()
    seen = shown_to(scene.father, ids)
    assert CANARY not in seen and all(one in seen for one in OPEN)
    for other in (scene.mother, case.me, scene.world.coordinator):
        assert all(CANARY + one in shown_to(other, ids) for one in ("目标", "任务", "长处", "级0"))
    assert f"{CANARY}为什么" not in shown_to(scene.mother, ids)
    monkeypatch.setattr(PlanGoal, "visible_to", classmethod(lambda cls, actor: true()))
    assert CANARY in shown_to(scene.father, ids)  # the search finds what a forgotten rule shows


def test_scores_and_ratings_go_with_what_is_kept_and_others_stay(case: Keeping) -> None:
    scene = case.scene
    own = case.view().goals[0].id
    for total, about in ((3, case.goal), (4, own)):
        form = measures.RecordForm(measures.GOAL, total=total, about_id=about)
        measures.record(case.me, scene.case, form)
    shared = measures.RecordForm(measures.CHECK_IN, answers=(7,) * 5, shared="yes")
    measures.record(case.me, scene.case, shared)

    def lines(who: Caller) -> set[tuple[str, UUID | None]]:
        return {(one.instrument, one.about_id) for one in measures.series(who, scene.case)}

    everything = {(measures.CHECK_IN, None), (measures.GOAL, case.goal), (measures.GOAL, own)}
    assert lines(scene.father) == lines(scene.mother) == everything
    case.keep(Kept.GOAL, case.goal)
    assert lines(scene.father) == everything - {(measures.GOAL, case.goal)}
    case.keep(Kept.SCORES, scene.case)
    assert lines(scene.father) == {(measures.GOAL, own)}
    assert lines(scene.mother) == lines(case.me) == everything
    events = cases.open_case(scene.father, scene.case).timeline
    assert sum(one.action == "measured" for one in events) == 1


def test_the_words_of_a_closing_are_kept_and_its_reason_stays(case: Keeping) -> None:
    scene, world = case.scene, case.scene.world
    scene.agree(case.plan)
    for one in cases.open_case(world.coordinator, scene.case).referrals:
        screening.tell_back(world.coordinator, one.id, screening.TellForm("yes", "here"))
    closing.begin_closing(case.me, scene.case)
    closing.close_case(case.me, scene.case, read(closing.CloseForm, CLOSED))
    view = cases.open_case(case.me, scene.case).closing
    assert view is not None and view.id is not None
    case.keep(Kept.CLOSING, view.id)
    theirs, hers = (
        cases.open_case(who, scene.case).closing for who in (scene.father, scene.mother)
    )
    assert theirs is not None and (theirs.text, theirs.reason) == ("", "moved")
    assert hers is not None and hers.text == f"{CANARY}结语"


def test_nobody_is_named_as_a_reader_from_whom_a_text_is_kept(case: Keeping) -> None:
    scene = case.scene

    def readers(kind: str, one: UUID) -> str:
        return repr(need_to_know.who_sees(case.me, kind, one))

    assert "father" in readers("plan_goal", case.goal)
    assert "father" in repr(case.view().readers)
    case.keep_all()
    assert "father" not in readers("plan_goal", case.goal)
    assert "father" not in readers("plan_task", case.hidden_task)
    assert "father" not in repr(case.view().readers)
    assert "parent" in readers("plan_goal", case.goal) and "parent" in repr(case.view().readers)
    assert "father" in readers("plan", case.plan)  # of the plan they know
    assert scene.father


def test_a_meeting_with_the_guardian_prints_no_word_of_it_and_does_not_count_it(
    case: Keeping,
) -> None:
    scene = case.scene
    scene.agree(case.plan)
    around = meeting_pack.attendees(case.me, scene.case)
    people = {one.name.split(" ")[0]: one.id for one in around}

    def pack(*names: str) -> meeting_pack.MeetingPack:
        return meeting_pack.meeting_pack(case.me, scene.case, tuple(people[n] for n in names))

    before = {one.title: one.left_out for one in pack("father").parts}
    case.keep_all()
    found = pack("father")
    assert CANARY not in repr(found) and all(one in repr(found) for one in OPEN)
    assert {one.title: one.left_out for one in found.parts} == before
    assert repr(pack("parent")).count(CANARY) == 3


@use_case(may=May.SEE_PLAN, access=Access.READ)
def careless(work: Work, plan_id: UUID) -> str:
    """Open a text without asking whether it is kept."""
    return work.find(Plan, plan_id).strengths.reveal() or ""


def test_a_view_that_does_not_ask_whether_a_text_is_kept_is_refused(case: Keeping) -> None:
    for who in (case.scene.father, case.scene.mother):
        with pytest.raises(Forbidden):
            careless(who, case.plan)
    assert careless(case.me, case.plan) == f"{CANARY}长处"


def test_a_place_that_helps_is_told_what_is_not_for_every_guardian(world: World) -> None:
    case = Keeping(Handing(world))
    scene = case.scene
    assert isinstance(scene, Handing)
    case.keep(Kept.GOAL, case.goal)
    made = scene.draft(shared=["identity", "plan"])
    pieces = handoffs.open_handoff(scene.me, made).pieces
    rows = {text: what for piece in pieces for what, text in piece.rows}
    assert rows[f"{CANARY}目标"] == "Goal: not for every guardian, ask us first"
    assert rows["我想睡得早一点"] == "Goal"


def test_a_search_a_link_and_the_own_sheet_are_no_way_around_what_is_kept(case: Keeping) -> None:
    scene, world = case.scene, case.scene.world
    scene.agree(case.plan)
    rated = measures.RecordForm(measures.GOAL, total=3, about_id=case.goal)
    measures.record(case.me, scene.case, rated)
    case.keep_all()
    for who in (scene.father, scene.mother):
        with pytest.raises(Forbidden):
            students.find_students(who, CANARY)
        with pytest.raises(Forbidden):
            measures.own_sheet(who, scene.case, measures.Trend.WANTED)
    for staff in (case.me, world.coordinator, world.teacher, world.officer):
        assert students.find_students(staff, CANARY) == ()  # names alone are found
    assert CANARY in repr(measures.own_sheet(case.me, scene.case, measures.Trend.WANTED))
    assert CANARY not in repr(cases.cases(scene.father)) + repr(home.home(scene.father))


def test_the_link_of_a_follow_up_tells_its_holder_nothing_that_is_kept(case: Keeping) -> None:
    scene, world = case.scene, case.scene.world
    scene.agree(case.plan)
    case.keep_all()
    for one in cases.open_case(world.coordinator, scene.case).referrals:
        screening.tell_back(world.coordinator, one.id, screening.TellForm("yes", "here"))
    closing.begin_closing(case.me, scene.case)
    closing.close_case(case.me, scene.case, read(closing.CloseForm, CLOSED | {"looks": "yes"}))
    ended = cases.open_case(case.me, scene.case)
    assert ended.closing is not None
    case.keep(Kept.CLOSING, ended.closing.id)
    made = two_taps.make_link(case.me, ended.follow_ups[0].id, two_taps.LinkForm("guardian"))
    code = made.link.rsplit("/", 1)[1]
    door = Caller(world.runtime)
    assert CANARY not in repr(made) + repr(two_taps.asked(door, code))
    two_taps.answer_taps(door, code, two_taps.TapsForm("same", "yes"))
    assert CANARY not in shown_to(scene.father, ids_of(case))
    assert CANARY in shown_to(scene.mother, ids_of(case))
