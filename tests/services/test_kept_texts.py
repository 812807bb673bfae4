"""A text is kept from one guardian by those who run the case, and the guardian is not told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, update

from tests.support.care import Scene
from tests.support.keeping import CANARY, REVIEW, Keeping, shown_to
from tests.support.world import World
from wellbeing.errors import Forbidden, InvalidTransition, NotFound
from wellbeing.forms import InvalidForm
from wellbeing.gate import Caller
from wellbeing.models import Case, Kept
from wellbeing.services import (
    cases,
    family,
    home,
    kept_texts,
    measures,
    need_to_know,
    plans,
    screening,
    students,
    withholding,
)


def test_only_those_who_run_the_case_keep_and_end(case: Keeping) -> None:
    scene, world = case.scene, case.scene.world
    form = kept_texts.KeepForm(scene.father_id, "x", REVIEW)
    kept = case.keep(Kept.GOAL, case.goal, world.coordinator)
    acts: list[Callable[[Caller], object]] = [
        lambda who: kept_texts.keep_text(who, "goal", case.goal, form),
        lambda who: kept_texts.end_text(who, kept),
        lambda who: kept_texts.prolong_text(who, kept, kept_texts.ProlongForm(REVIEW)),
    ]
    for act in acts:
        for who in (scene.mother, scene.father, world.teacher, world.officer):
            with pytest.raises(Forbidden):
                act(who)
        with pytest.raises(NotFound):
            act(world.counsellor2)
    assert kept_texts.kept_texts(world.counsellor2, scene.case) == ()
    with pytest.raises(Forbidden):
        kept_texts.kept_texts(scene.father, scene.case)
    kept_texts.end_text(case.me, kept)
    with pytest.raises(InvalidTransition):
        kept_texts.end_text(case.me, kept)


def test_a_wrong_guardian_day_or_text_is_refused_and_twice_says_so(case: Keeping) -> None:
    scene = case.scene
    mine = kept_texts.KeepForm(scene.father_id, "x", REVIEW)
    past = kept_texts.KeepForm(scene.father_id, "x", date(2026, 1, 1))
    with pytest.raises(InvalidForm):
        kept_texts.keep_text(case.me, "goal", case.goal, past)
    for kept, one in (("note", case.goal), ("goal", case.hidden_task), ("closing", scene.case)):
        with pytest.raises(NotFound):
            kept_texts.keep_text(case.me, kept, one, mine)
    stranger = kept_texts.KeepForm(scene.case, "x", REVIEW)
    with pytest.raises(NotFound):
        kept_texts.keep_text(case.me, "goal", case.goal, stranger)
    case.keep(Kept.GOAL, case.goal)
    with pytest.raises(InvalidForm):
        case.keep(Kept.GOAL, case.goal)


def _counted(world: World, act: Callable[[], object]) -> int:
    count = []
    engines = {world.runtime.engine, world.runtime.reading}

    def note(*_: Any) -> None:
        count.append(1)

    for one in engines:
        event.listen(one, "before_cursor_execute", note)
    act()
    for one in engines:
        event.remove(one, "before_cursor_execute", note)
    return len(count)


def test_the_guardian_cannot_tell_that_anything_is_kept(case: Keeping) -> None:
    scene, father = case.scene, case.scene.father
    looks = (
        lambda: cases.open_case(father, scene.case),
        lambda: case.view(father),
        lambda: measures.tracker(father, scene.case),
        lambda: home.home(father),
    )
    for look in looks:
        look()  # whatever is kept in memory is read once
    before = [_counted(scene.world, look) for look in looks]
    full, steps = case.view(father), cases.open_case(father, scene.case).steps
    case.keep(Kept.GOAL, case.goal)
    case.keep(Kept.TASK, case.hidden_task)
    assert [_counted(scene.world, look) for look in looks] == before
    now = case.view(father)
    assert now.goals == full.goals[:1] and now.version == full.version
    assert [one for one in full.tasks if one.id != case.hidden_task] == list(now.tasks)
    assert now.answers == full.answers and now.changes == full.changes
    assert cases.open_case(father, scene.case).steps == steps
    assert "withh" not in repr(cases.open_case(father, scene.case))
    assert "text_withheld" in repr(cases.open_case(case.me, scene.case).timeline)
    with pytest.raises(NotFound):
        need_to_know.who_sees(father, "plan_goal", case.goal)
    with pytest.raises(NotFound):
        plans.tick(father, case.hidden_task, plans.TickForm())


def test_a_review_day_that_passes_opens_nothing_and_looking_again_prolongs(case: Keeping) -> None:
    scene, world = case.scene, case.scene.world
    kept = case.keep(Kept.GOAL, case.goal)
    step = next(one for one in cases.open_case(case.me, scene.case).steps if one.object_id == kept)
    assert step.what == "review_withholding" and step.due_at.date() == REVIEW
    world.clock.move(days=40)
    case.me = world.counsellor
    assert len(case.view(scene.father).goals) == 1
    with pytest.raises(InvalidForm):
        kept_texts.prolong_text(case.me, kept, kept_texts.ProlongForm(REVIEW))
    later = date(2026, 6, 1)
    kept_texts.prolong_text(case.me, kept, kept_texts.ProlongForm(later))
    (view,) = kept_texts.kept_texts(case.me, scene.case)
    assert (view.review_on, view.words) == (later, f"{CANARY}目标")
    kept_texts.end_text(case.me, kept)
    assert len(case.view(scene.father).goals) == 2
    assert "review_withholding" not in scene.whats(case.me)


def test_one_case_is_kept_and_another_of_the_same_child_stays(scene: Scene) -> None:
    world, me = scene.world, scene.world.counsellor
    plan = scene.plan()
    plans.answer_plan(scene.father, plan, plans.AnswerForm("agreed", "爸爸的话"))
    family.ask_counsellor(scene.father, scene.case, family.QuestionForm("怎么样？"))
    with world.runtime.engine.begin() as connection:
        ended = update(Case.__table__).where(Case.__table__.c.id == scene.case)
        connection.execute(ended.values(state="closed"))
    sent = world.refer("officer")
    office = world.coordinator
    ids = {name: one for one, name in screening.open_screening(office, sent.id).counsellors}
    other = world.decide(sent.id, counsellor_id=ids["counsellor (虚构)"]).case_id
    assert cases.open_case(office, other).student_id == scene.student and other != scene.case
    form = withholding.WithholdForm(scene.father_id, "不安全。", date(2026, 6, 1))
    first = withholding.withhold(me, scene.case, form)
    assert [one.id for one in cases.cases(scene.father)] == [other]
    with pytest.raises(NotFound):
        plans.open_plan(scene.father, scene.case)
    for kind, one in (("plan", plan), ("case_file", scene.case)):
        with pytest.raises(NotFound):
            need_to_know.why_i_see(scene.father, kind, one)
    assert "爸爸的话" not in shown_to(scene.father, {"case_id": scene.case})
    withholding.withhold(me, other, form)
    assert cases.cases(scene.father) == ()
    assert students.guardians(scene.mother, scene.student)
    withholding.end_withholding(me, first, withholding.EndForm())
    assert [one.id for one in cases.cases(scene.father)] == [scene.case]
