"""The care path through the real gate: every permitted act beside its refused twin."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.support.world import World, accept, case_with_parent
from wellbeing.errors import AlreadyDone, Forbidden, InvalidTransition, NotFound
from wellbeing.forms import InvalidForm, read
from wellbeing.gate import Caller
from wellbeing.services import (
    cases,
    closing,
    family,
    follow_ups,
    invitations,
    plans,
    screening,
    sessions,
    students,
    team,
    withholding,
)

TUESDAY = {"day": "2026-03-17", "at": "14:30", "minutes": "50"}
PLAN = {
    "strengths": "羽毛球打得好，爱帮同桌。",
    "goal_1": "我想睡得早一点", "now_1": "3", "hoped_1": "7",
    "goal_2": "我想和同学说上话", "now_2": "2", "hoped_2": "6",
}  # fmt: skip


class Scene:
    """A case with its counsellor and mother, and a second guardian who lives apart."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.case, _ = case_with_parent(world)
        office = world.coordinator
        view = cases.open_case(office, self.case)
        self.student = view.student_id
        form = students.GuardianForm("陆爸爸 (虚构)", "father", "shared", "000-0000-0012")
        self.father_id = students.add_guardian(office, self.student, form)
        link = invitations.invite_guardian(
            office, self.case, invitations.InviteGuardianForm(self.father_id)
        )
        accept(world, link.link, "father")

    @property
    def mother(self) -> Caller:
        return self.world.caller("parent")

    @property
    def father(self) -> Caller:
        return self.world.caller("father")

    def book(self, **changes: str) -> UUID:
        form = read(sessions.BookForm, {**TUESDAY, **changes})
        return sessions.book(self.world.counsellor, self.case, form)

    def talk(self, **changes: str) -> UUID:
        """Hold a talk at its time and sign its note."""
        made = self.book(**changes)
        self.world.clock.move(days=8, hours=6)
        form = read(sessions.FirstHeldForm, {"talk_consent": "yes", "limits_told": "yes"})
        sessions.hold(self.world.counsellor, made, form)
        note = sessions.LAYOUTS["soap"]("他说晚上睡不着。", others_need="请多给他一点时间。")
        sessions.sign_note(self.world.counsellor, made, note)
        return made

    def plan(self, **task: Any) -> UUID:
        """Write and propose a plan with one task of the mother."""
        me = self.world.counsellor
        made = plans.write_plan(me, self.case, read(plans.PlanForm, PLAN))
        raw = {"what": "十点一起关手机", "party": "guardian", "place": "home",
               "due_on": "2026-04-30", **task}  # fmt: skip
        plans.add_task(me, made, read(plans.TaskForm, raw))
        plans.propose(me, made)
        return made

    def agree(self, plan: UUID) -> None:
        """Everybody who decides says yes."""
        me = self.world.counsellor
        for who in (self.mother, self.father):
            plans.answer_plan(who, plan, plans.AnswerForm("agreed"))
        own = plans.RecordForm("young_person", None, "agreed", "in_person", "好")
        plans.record_answer(me, plan, own)


@pytest.fixture
def scene(world: World) -> Scene:
    """The scene on this database."""
    return Scene(world)


def _states(scene: Scene) -> dict[str, str]:
    return dict(cases.open_case(scene.world.counsellor, scene.case).path)


def _whats(who: Caller, case: UUID) -> set[str]:
    return {step.what for step in cases.open_case(who, case).steps}


def test_a_talk_is_booked_held_and_noted(scene: Scene) -> None:
    me = scene.world.counsellor
    assert _whats(me, scene.case) == {"book_first"}
    made = scene.book()
    assert _whats(me, scene.case) == {"hold_session"}
    with pytest.raises(InvalidTransition):  # a note of a talk that was not held
        sessions.sign_note(me, made, sessions.LAYOUTS["free"]("x"))
    scene.world.clock.move(days=8, hours=6)
    me = scene.world.counsellor
    assert _whats(me, scene.case) == {"record_session"}
    with pytest.raises(InvalidTransition):  # nobody has asked the young person
        sessions.hold(me, made, sessions.HeldForm())
    form = read(sessions.FirstHeldForm, {"talk_consent": "for_now", "limits_told": "yes"})
    sessions.hold(me, made, form)
    assert "sign_note" in _whats(me, scene.case)
    sessions.sign_note(me, made, sessions.LAYOUTS["dap"]("数据", others_need="两行"))
    assert "sign_note" not in _whats(me, scene.case)
    assert _states(scene)["first_talk"] == "done"
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
    form = read(sessions.MoveForm, {**TUESDAY, "day": "2026-03-19", "reason": "考试"})
    new = sessions.move(scene.world.counsellor, old, form)
    rows = {one.id: one.state for one in cases.open_case(scene.mother, scene.case).sessions}
    assert rows == {old: "moved", new: "booked"}


def test_two_missed_in_a_row_lead_to_people_talking_not_to_closing(scene: Scene) -> None:
    for day in ("2026-03-17", "2026-03-18"):
        made = scene.book(day=day)
        sessions.miss(scene.world.counsellor, made, sessions.MissForm("not_brought", "打了电话"))
    found = _whats(scene.world.counsellor, scene.case)
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


def test_a_plan_is_in_force_only_when_everybody_has_agreed(scene: Scene) -> None:
    scene.talk()
    me = scene.world.counsellor
    assert "draft_plan" in _whats(me, scene.case)
    plan = scene.plan()
    assert {step.what for step in cases.open_case(scene.mother, scene.case).steps} == {
        "answer_plan"
    }
    plans.answer_plan(scene.mother, plan, plans.AnswerForm("agreed"))
    own = plans.RecordForm("young_person", None, "agreed", "in_person", "好")
    plans.record_answer(me, plan, own)
    assert plans.open_plan(me, scene.case).state == "proposed"
    plans.answer_plan(scene.father, plan, plans.AnswerForm("wants_talk", "太早了"))
    assert "talk_about_plan" in _whats(me, scene.case)
    plans.answer_plan(scene.father, plan, plans.AnswerForm("agreed"))
    assert plans.open_plan(me, scene.case).state == "in_force"
    assert _states(scene)["plan"] == "done"
    with pytest.raises(InvalidTransition):
        plans.answer_plan(scene.father, plan, plans.AnswerForm("refused"))


def test_silence_never_becomes_agreement(scene: Scene) -> None:
    plan = scene.plan()
    scene.world.clock.move(days=40)
    me = scene.world.counsellor
    assert plans.open_plan(me, scene.case).state == "proposed"
    assert "call_family" in _whats(me, scene.case)
    with pytest.raises(InvalidForm):
        read(plans.BasisForm, {"basis": "protection"})
    basis = read(plans.BasisForm, {"basis": "protection", "note": "联系不上。"})
    plans.name_basis(me, plan, basis)
    view = plans.open_plan(me, scene.case)
    assert (view.state, view.basis) == ("in_force", "protection")


def test_separated_guardians_see_each_others_answer_nowhere(scene: Scene) -> None:
    plan = scene.plan()
    plans.answer_plan(scene.father, plan, plans.AnswerForm("refused", "我不同意见他"))
    view = plans.open_plan(scene.mother, scene.case)
    assert [one.who for one in view.answers] == ["陆妈妈 (虚构)"]
    assert all(not one.answer for one in view.answers)


def test_a_new_version_resets_answers_and_says_what_changed(scene: Scene) -> None:
    first = scene.plan()
    scene.agree(first)
    me = scene.world.counsellor
    task = plans.open_plan(me, scene.case).tasks[0]
    plans.move_date(me, task.id, plans.DateForm(date(2026, 5, 8)))
    assert plans.open_plan(me, scene.case).state == "in_force"
    changed = {**PLAN, "goal_2": "我想赔掉那辆车"}
    second = plans.write_plan(me, scene.case, read(plans.PlanForm, changed))
    assert second != first
    assert plans.open_plan(scene.mother, scene.case).id == first  # no draft for the family
    plans.propose(me, second)
    view = plans.open_plan(scene.mother, scene.case)
    assert {(one.kind, one.text) for one in view.changes} == {
        ("goal_new", "我想赔掉那辆车"), ("goal_gone", "我想和同学说上话"),
    }  # fmt: skip
    assert not view.answers[0].answer
    scene.agree(second)
    assert plans.open_plan(me, scene.case).id == second


def test_a_plan_without_a_task_is_not_proposed(scene: Scene) -> None:
    me = scene.world.counsellor
    made = plans.write_plan(me, scene.case, read(plans.PlanForm, PLAN))
    with pytest.raises(InvalidTransition):
        plans.propose(me, made)


def test_a_goal_needs_both_numbers(scene: Scene) -> None:
    half = read(plans.PlanForm, {**PLAN, "hoped_2": ""})
    with pytest.raises(InvalidForm):
        plans.write_plan(scene.world.counsellor, scene.case, half)


def test_helpers_see_their_own_task_and_nothing_of_the_plan(scene: Scene) -> None:
    me = scene.world.counsellor
    people = team.people_for(me, scene.case)
    teacher = next(one[0] for one in people.helpers if one[1].startswith("teacher ("))
    plan = scene.plan(party="teacher", user_id=str(teacher), what="午休和他打一次球")
    assert plans.my_tasks(scene.world.teacher) == ()  # not agreed yet
    scene.agree(plan)
    mine = plans.my_tasks(scene.world.teacher)
    assert [one.what for one in mine] == ["午休和他打一次球"]
    assert plans.my_tasks(scene.world.teacher2) == ()
    with pytest.raises(Forbidden):
        plans.open_plan(scene.world.teacher, scene.case)
    with pytest.raises(NotFound):
        plans.tick(scene.world.teacher2, mine[0].id, plans.TickForm())
    with pytest.raises(Forbidden):
        plans.tick(scene.mother, mine[0].id, plans.TickForm())
    plans.tick(scene.world.teacher, mine[0].id, plans.TickForm("打了两局"))
    with pytest.raises(InvalidTransition):
        plans.tick(scene.world.teacher, mine[0].id, plans.TickForm())
    assert plans.open_plan(me, scene.case).tasks[0].word == "打了两局"


def test_a_question_of_the_family_is_answered_on_the_record(scene: Scene) -> None:
    family.ask_counsellor(scene.mother, scene.case, family.QuestionForm("他还好吗？"))
    me = scene.world.counsellor
    assert "answer_family" in _whats(me, scene.case)
    asked = family.family_questions(me, scene.case)[0]
    with pytest.raises(Forbidden):
        family.answer_family(scene.mother, asked.id, family.ReplyForm("x"))
    family.answer_family(me, asked.id, family.ReplyForm("在变好。"))
    assert family.family_questions(scene.mother, scene.case)[0].answer == "在变好。"
    assert family.family_questions(scene.father, scene.case) == ()
    assert "answer_family" not in _whats(me, scene.case)
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
    assert "review_withholding" in _whats(me, scene.case)
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


def test_a_full_desk_needs_a_reason(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    office = scene.world.coordinator
    people = team.people_for(office, scene.case)
    other = next(one for one in people.counsellors if one.name.startswith("counsellor2"))
    monkeypatch.setattr(team, "CAP", 0)
    with pytest.raises(InvalidForm):
        team.assign(office, scene.case, team.AssignForm(other.id))
    with pytest.raises(Forbidden):
        team.assign(scene.world.counsellor, scene.case, team.AssignForm(other.id))
    team.assign(office, scene.case, team.AssignForm(other.id, "没有别人"))
    assert cases.cases(scene.world.counsellor) == ()
    assert cases.cases(scene.world.counsellor2)


def test_a_case_that_nobody_has_is_the_coordinators(world: World) -> None:
    sent = world.refer("officer")
    case = world.decide(sent.id).case_id
    found = cases.open_case(world.coordinator, case).steps
    assert "assign" in {step.what for step in found}
    assert all(step.owner == "coordinator" for step in found)


def test_a_repeated_answer_is_one(scene: Scene) -> None:
    plan = scene.plan()
    who, once = scene.mother, uuid4()
    plans.answer_plan(who.sending(once), plan, plans.AnswerForm("agreed"))
    with pytest.raises(AlreadyDone):
        plans.answer_plan(who.sending(once), plan, plans.AnswerForm("agreed"))
