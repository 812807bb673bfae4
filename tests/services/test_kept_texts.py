"""A text is kept from one guardian: gone from all that they read, and they are not told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, get_type_hints
from uuid import UUID

import pytest
from sqlalchemy import event, true, update

from tests.support.care import PLAN, Scene
from tests.support.handing import Handing
from tests.support.matrix import use_cases
from tests.support.world import World
from wellbeing.errors import Forbidden, InvalidTransition, NotFound, WellbeingError
from wellbeing.forms import InvalidForm, read
from wellbeing.gate import Access, Caller, Work, use_case
from wellbeing.models import Case, Kept, Plan, PlanGoal
from wellbeing.policy import May
from wellbeing.services import (
    cases,
    closing,
    family,
    handoffs,
    home,
    kept_texts,
    measures,
    meeting_pack,
    need_to_know,
    plans,
    screening,
    students,
    team,
    withholding,
)

CANARY = "金丝雀"
REVIEW = date(2026, 4, 1)
OPEN = {"我想睡得早一点", "十点一起关手机"}


class Kept2:
    """A case whose every text for the family has a word of its own, and the way to keep it."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.me = scene, scene.world.counsellor
        self.plan = plans.write_plan(self.me, scene.case, self.form())
        people = dict((name, one) for one, name in team.people_for(self.me, scene.case).family)
        self.father_user = people["陆爸爸 (虚构)"]
        self.task("十点一起关手机")
        self.hidden_task = self.task(f"{CANARY}任务", user_id=str(self.father_user))
        view = self.view()
        self.goal = view.goals[1].id
        levels = plans.LevelsForm(*(f"{CANARY}级{n}" for n in range(5)))
        plans.describe_levels(self.me, self.goal, levels)
        plans.propose(self.me, self.plan)

    def form(self, **changes: str) -> plans.NextPlanForm:
        words = {"strengths": f"{CANARY}长处", "goal_2": f"{CANARY}目标", **changes}
        return read(plans.NextPlanForm, {**PLAN, **words})

    def task(self, what: str, **more: str) -> UUID:
        raw = {"what": what, "party": "guardian", "place": "home", "due_on": "2026-04-30", **more}
        return plans.add_task(self.me, self.plan, read(plans.TaskForm, raw))

    def view(self, who: Caller | None = None) -> plans.PlanView:
        found = plans.open_plan(who or self.me, self.scene.case)
        assert found is not None
        return found

    def keep(self, kept: Kept, object_id: UUID, me: Caller | None = None) -> UUID:
        form = kept_texts.KeepForm(self.scene.father_id, f"{CANARY}为什么", REVIEW)
        return kept_texts.keep_text(me or self.me, kept.value, object_id, form)

    def keep_all(self) -> None:
        for kept, one in (
            (Kept.GOAL, self.goal), (Kept.TASK, self.hidden_task), (Kept.STRENGTHS, self.plan),
            (Kept.SCORES, self.scene.case),
        ):  # fmt: skip
            self.keep(kept, one)


@pytest.fixture
def case(scene: Scene) -> Kept2:
    """The case, its plan put to the family."""
    return Kept2(scene)


def shown_to(who: Caller, ids: dict[str, Any], extra: dict[str, Any] | None = None) -> str:
    """Return everything that any view about this case, child or record gives to somebody."""
    found = []
    acts = extra or {name: act for name, act in use_cases().items()}
    for name, act in acts.items():
        hints = get_type_hints(act)
        names = [one for one in hints if one not in ("caller", "work", "return")]
        if act.__use_case__[1] is not Access.READ or not set(names) <= set(ids):
            continue
        try:
            found.append(f"{name}: {act(who, *(ids[one] for one in names))!r}")
        except WellbeingError:
            continue
    assert extra or len(found) >= 10, found
    return "\n".join(found)


def _ids(case: Kept2) -> dict[str, Any]:
    return {"case_id": case.scene.case, "student_id": case.scene.student, "version": 0}


def test_what_is_kept_is_in_no_view_of_that_guardian_and_in_those_of_all_others(
    case: Kept2, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, ids = case.scene, _ids(case)
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


def test_scores_and_ratings_go_with_what_is_kept_and_others_stay(case: Kept2) -> None:
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


def test_only_those_who_run_the_case_keep_and_end(case: Kept2) -> None:
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


def test_a_wrong_guardian_day_or_text_is_refused_and_twice_says_so(case: Kept2) -> None:
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


def test_the_guardian_cannot_tell_that_anything_is_kept(case: Kept2) -> None:
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


def test_a_new_version_keeps_what_was_kept(case: Kept2) -> None:
    scene = case.scene
    case.keep(Kept.GOAL, case.goal)
    case.keep(Kept.TASK, case.hidden_task)
    case.keep(Kept.STRENGTHS, case.plan)
    anew = case.form(goal_2=f"{CANARY}换了说法", same_2="same", strengths=f"{CANARY}又一句")
    case.plan = plans.write_plan(case.me, scene.case, anew)
    copied = next(one for one in case.view().tasks if CANARY in one.what)
    plans.remove_task(case.me, copied.id)
    case.task(f"{CANARY}任务", user_id=str(case.father_user))  # typed once more
    plans.propose(case.me, case.plan)
    assert CANARY not in repr(case.view(scene.father))
    assert case.view(scene.father).version == 2
    assert repr(case.view(scene.mother)).count(CANARY) >= 3
    scene.agree(case.plan)
    assert CANARY not in repr(plans.my_tasks(scene.father))


def test_a_review_day_that_passes_opens_nothing_and_looking_again_prolongs(case: Kept2) -> None:
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


def test_the_words_of_a_closing_are_kept_and_its_reason_stays(case: Kept2) -> None:
    scene, world = case.scene, case.scene.world
    scene.agree(case.plan)
    for one in cases.open_case(world.coordinator, scene.case).referrals:
        screening.tell_back(world.coordinator, one.id, screening.TellForm("yes", "here"))
    closing.begin_closing(case.me, scene.case)
    raw = {
        "reason": "moved",
        "for_family": f"{CANARY}结语",
        "for_team": "结束。",
        "exception": "搬家",
        "looks": "no",
    }
    closing.close_case(case.me, scene.case, read(closing.CloseForm, raw))
    view = cases.open_case(case.me, scene.case).closing
    assert view is not None and view.id is not None
    case.keep(Kept.CLOSING, view.id)
    theirs, hers = (
        cases.open_case(who, scene.case).closing for who in (scene.father, scene.mother)
    )
    assert theirs is not None and (theirs.text, theirs.reason) == ("", "moved")
    assert hers is not None and hers.text == f"{CANARY}结语"


def test_nobody_is_named_as_a_reader_from_whom_a_text_is_kept(case: Kept2) -> None:
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
    case: Kept2,
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


def test_a_view_that_does_not_ask_whether_a_text_is_kept_is_refused(case: Kept2) -> None:
    for who in (case.scene.father, case.scene.mother):
        with pytest.raises(Forbidden):
            careless(who, case.plan)
    assert careless(case.me, case.plan) == f"{CANARY}长处"


def test_a_place_that_helps_is_told_what_is_not_for_every_guardian(world: World) -> None:
    case = Kept2(Handing(world))
    scene = case.scene
    assert isinstance(scene, Handing)
    case.keep(Kept.GOAL, case.goal)
    made = scene.draft(shared=["identity", "plan"])
    pieces = handoffs.open_handoff(scene.me, made).pieces
    rows = {text: what for piece in pieces for what, text in piece.rows}
    assert rows[f"{CANARY}目标"] == "Goal: not for every guardian, ask us first"
    assert rows["我想睡得早一点"] == "Goal"


def test_a_yes_is_to_the_part_that_was_shown_and_the_rest_is_asked_later(case: Kept2) -> None:
    scene, world = case.scene, case.scene.world
    kept = case.keep(Kept.GOAL, case.goal)
    scene.agree(case.plan)
    view = case.view()
    assert view.state == "in_force"
    assert {one.who: one.without for one in view.answers if one.guardian_id} == {
        "陆妈妈 (虚构)": 0, "陆爸爸 (虚构)": 1,
    }  # fmt: skip
    assert all(one.without == 0 for one in case.view(scene.father).answers)
    assert not case.view(scene.father).may_answer
    world.clock.move(days=1)
    case.me = world.counsellor
    kept_texts.end_text(case.me, kept)
    assert case.view(scene.father).may_answer and not case.view(scene.mother).may_answer
    assert "answer_plan" in scene.whats(scene.father)
    assert "answer_plan" not in scene.whats(scene.mother)
    assert case.view().state == "in_force"
    with pytest.raises(InvalidTransition):
        plans.answer_plan(scene.mother, case.plan, plans.AnswerForm("refused"))
    world.clock.move(hours=1)
    plans.answer_plan(scene.father, case.plan, plans.AnswerForm("refused"))
    assert "talk_about_plan" in scene.whats(world.counsellor)
    assert case.view(world.counsellor).state == "in_force"
    assert not case.view(scene.father).may_answer


def test_an_old_yes_puts_nothing_in_force_that_was_shown_after_it(case: Kept2) -> None:
    scene, world = case.scene, case.scene.world
    kept = case.keep(Kept.GOAL, case.goal)
    plans.answer_plan(scene.father, case.plan, plans.AnswerForm("agreed"))
    world.clock.move(hours=1)
    kept_texts.end_text(world.counsellor, kept)
    world.clock.move(hours=1)
    own = plans.RecordForm("young_person", None, "agreed", "in_person", "好")
    plans.record_answer(world.counsellor, case.plan, own)
    plans.answer_plan(scene.mother, case.plan, plans.AnswerForm("agreed"))
    assert case.view(world.counsellor).state == "proposed"
    assert "answer_plan" in scene.whats(scene.father)
    plans.answer_plan(scene.father, case.plan, plans.AnswerForm("agreed"))
    assert case.view(world.counsellor).state == "in_force"


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
