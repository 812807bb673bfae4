"""Home pages: what is mine, what is late, whom I wait for, however many cases there are."""

from __future__ import annotations

from uuid import UUID

from benchmarks.care_path import grow
from tests.support.care import Scene
from tests.support.world import World
from wellbeing.gate import Work, use_case
from wellbeing.models import Case
from wellbeing.policy import May
from wellbeing.services import cases, family, home


def test_the_coordinator_is_told_what_is_long_overdue_among_hundreds_of_cases(
    world: World,
) -> None:
    me = world.counsellor
    grow(me, 130, 1, 0)
    assert not any(one.page == "case" for one in home.home(world.coordinator).others)
    world.clock.move(days=60)
    grow(world.counsellor, 130, 1, 0)  # newer cases, none of them late
    seen = home.home(world.coordinator).others
    assert seen and all(one.standing == "escalated" for one in seen)
    assert {one.what for one in seen} <= {"book_next", "review_plan", "do_task"}


def test_the_owner_sees_what_is_overdue_first_and_whom_they_wait_for(scene: Scene) -> None:
    scene.plan()
    waits = {one.what for one in home.home(scene.world.counsellor).others}
    assert waits == {"answer_plan", "tell_back"}
    assert {one.what for one in home.home(scene.mother).today} == {"answer_plan"}
    assert home.home(scene.mother).others == ()
    scene.world.clock.move(days=20)
    mine = home.home(scene.world.counsellor)
    assert "call_family" in {one.what for one in mine.late}


def test_a_family_sees_that_its_question_waits_and_no_other_guardian_does(scene: Scene) -> None:
    family.ask_counsellor(scene.mother, scene.case, family.QuestionForm("他还要来多久？"))
    waits = home.home(scene.mother).others
    assert [(one.what, one.page) for one in waits] == [("answer_family", "case")]
    assert home.home(scene.father).others == ()
    me = scene.world.counsellor
    asked = family.family_questions(me, scene.case)[0]
    family.answer_family(me, asked.id, family.ReplyForm("还有两次。"))
    assert home.home(scene.mother).others == ()


def test_a_counsellor_with_many_cases_is_told_of_every_one_in_the_order_of_its_day(
    world: World,
) -> None:
    grow(world.counsellor, 30, 1, 0)
    world.clock.move(days=60)
    found = home.home(world.counsellor)
    assert len({one.object_id for one in found.late}) == 30
    assert list(found.late) == sorted(found.late, key=lambda one: one.due_at or world.clock.at)


def test_closed_cases_never_hide_open_ones(world: World, scene: Scene) -> None:
    grow(world.counsellor, cases.PAGE, 1, 0)
    end(world.counsellor, scene.case)
    pages = [cases.cases(world.counsellor, page) for page in (0, 1, 2)]
    assert [len(one) for one in pages] == [cases.PAGE, 1, 0]
    assert len({row.id for page in pages for row in page}) == cases.PAGE + 1
    assert {row.state for row in pages[0]} == {"open"}
    assert [row.state for row in pages[1]] == ["closed"]


@use_case(may=May.RUN_CASE)
def end(work: Work, case_id: UUID) -> None:
    """Close a case without its story."""
    work.find(Case, case_id).state = "closed"
