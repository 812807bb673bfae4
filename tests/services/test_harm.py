"""A report of harm waits for nobody; storyline S06 by its own expectations."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.support.care import Scene
from tests.support.world import World
from wellbeing import audit
from wellbeing.errors import Forbidden, InvalidTransition, NotFound
from wellbeing.forms import InvalidForm, read
from wellbeing.gate import Caller
from wellbeing.services import (
    cases,
    closing,
    consents,
    family,
    harm,
    home,
    measures,
    plans,
    team,
    withholding,
)

SEEN = {
    "what": "小臂和背上有几处新旧不一的瘀青。", "hold": "yes", "hold_reason": "伤可能来自家里。",
}  # fmt: skip


def written(who: Caller, student: UUID, **changes: str) -> UUID:
    return harm.report_harm(who, student, read(harm.NoticeForm, SEEN | changes))


def tell(who: Caller, report: UUID, to: str = "police", **changes: str) -> None:
    harm.tell_authority(who, report, read(harm.ToldForm, {"addressee": to} | changes))


def ended(who: Caller, report: UUID) -> None:
    form = read(harm.OutcomeForm, {"outcome": "measures", "text": "警方发出告诫书。"})
    harm.record_outcome(who, report, form)


def _tries(world: World, act: str) -> list[str]:
    table = audit.TABLE
    query = select(table.c.outcome).where(table.c.act == act).order_by(table.c.seq)
    with world.runtime.reading.connect() as connection:
        assert audit.verify(connection, world.runtime.keyring()) is None
        return [row.outcome for row in connection.execute(query)]


def test_a_teacher_reports_in_fifteen_minutes_without_anybodys_consent(scene: Scene) -> None:
    world = scene.world
    (given,) = [one for one in consents.consents(scene.mother, scene.case) if one.mine]
    consents.answer_consent(scene.mother, given.id, consents.ConsentAnswer("no"))
    made = written(world.teacher, scene.student)
    assert "tell_authority" in {one.what for one in home.home(world.teacher).mine}
    world.clock.move(minutes=15)
    tell(world.teacher, made, receipt="110-000-01")
    world.clock.move(minutes=15)
    tell(world.teacher, made, "civil_affairs")
    view = harm.open_harm(world.teacher, made)
    assert (view.row.minutes, view.row.pace, view.row.state) == (15, "in_time", "reported")
    assert [one.addressee for one in view.told] == ["police", "civil_affairs"]
    assert view.told[0].receipt == "110-000-01"
    assert {one.key for one in view.addressees} == {"police", "civil_affairs", "education"}


@pytest.mark.parametrize(("minutes", "pace"), [(30, "in_time"), (31, "late"), (121, "red")])
def test_minutes_are_counted_and_late_ones_stand_out(scene: Scene, minutes: int, pace: str) -> None:
    world = scene.world
    made = written(world.officer, scene.student)
    world.clock.move(minutes=minutes)
    (row,) = harm.harm_reports(world.coordinator)
    assert (row.id, row.minutes, row.pace) == (made, minutes, pace)


def test_the_moment_it_was_noticed_is_typed_and_never_ahead(scene: Scene) -> None:
    world = scene.world
    made = written(world.teacher, scene.student, at="09:10")
    assert harm.open_harm(world.teacher, made).row.minutes == 20
    for wrong in ("25:00", "23:00", "morning"):
        with pytest.raises(InvalidForm):
            written(world.teacher, scene.student, at=wrong)
    with pytest.raises(InvalidForm):
        tell(world.teacher, made, at="09:00")


def test_nobody_else_reads_a_report_and_the_try_is_entered(scene: Scene) -> None:
    world = scene.world
    made = written(world.teacher, scene.student)
    for login in ("officer", "teacher2", "counsellor2"):
        with pytest.raises(NotFound):
            harm.open_harm(world.caller(login), made)
        assert harm.harm_reports(world.caller(login)) == ()
    for who in (scene.mother, scene.father, world.administrator):
        with pytest.raises(Forbidden):
            harm.open_harm(who, made)
    assert _tries(world, "open_harm") == ["denied"] * 6
    for login in ("counsellor", "coordinator", "teacher"):
        assert harm.open_harm(world.caller(login), made).what == SEEN["what"]


def test_a_stranger_cannot_be_reported_by_somebody_who_does_not_know_them(
    scene: Scene,
) -> None:
    with pytest.raises(NotFound):
        written(scene.world.teacher2, scene.student)
    for who in (scene.mother, scene.world.administrator):
        with pytest.raises(Forbidden):
            written(who, scene.student)


def test_no_outcome_before_somebody_was_told_and_no_closing_before_the_outcome(
    scene: Scene,
) -> None:
    world = scene.world
    made = written(world.teacher, scene.student)
    with pytest.raises(InvalidTransition):
        ended(world.teacher, made)
    blockers = closing.closing_checklist(world.counsellor, scene.case).blockers
    assert "harm_without_outcome" in blockers
    assert "tell_authority" in scene.whats(world.coordinator)
    tell(world.teacher, made)
    assert "ask_outcome" in scene.whats(world.coordinator)
    world.clock.move(days=2)
    ended(world.teacher, made)
    assert harm.open_harm(world.teacher, made).outcome_text == "警方发出告诫书。"
    blockers = closing.closing_checklist(world.counsellor, scene.case).blockers
    assert "harm_without_outcome" not in blockers
    assert not {"tell_authority", "ask_outcome"} & scene.whats(world.coordinator)
    with pytest.raises(InvalidTransition):
        ended(world.teacher, made)


def test_the_fathers_portal_sees_nothing_while_it_is_withheld(scene: Scene) -> None:
    world = scene.world
    plan = scene.plan(user_id=None)
    question = family.QuestionForm("孩子怎么样？")
    family.ask_counsellor(scene.father, scene.case, question)
    assert cases.cases(scene.father) and plans.open_plan(scene.father, scene.case)
    day = world.clock.at.date() + timedelta(days=2)
    form = withholding.WithholdForm(scene.father_id, "伤可能来自家里。", day)
    kept = withholding.withhold(world.coordinator, scene.case, form)
    assert cases.cases(scene.father) == ()
    assert home.home(scene.father).mine == home.home(scene.father).others == ()
    assert plans.my_tasks(scene.father) == ()
    for door in (
        lambda: cases.open_case(scene.father, scene.case),
        lambda: plans.open_plan(scene.father, scene.case),
        lambda: plans.answer_plan(scene.father, plan, plans.AnswerForm("agreed")),
        lambda: consents.consents(scene.father, scene.case),
        lambda: family.ask_counsellor(scene.father, scene.case, question),
        lambda: measures.tracker(scene.father, scene.case),
    ):
        with pytest.raises(NotFound):
            door()
    assert family.family_questions(scene.father, scene.case) == ()
    assert cases.open_case(scene.mother, scene.case)
    (view,) = withholding.withheld(world.coordinator, scene.case)
    assert (view.reason, view.review_on) == ("伤可能来自家里。", day)
    assert "review_withholding" in scene.whats(world.coordinator)
    withholding.end_withholding(world.coordinator, kept, withholding.EndForm())
    assert cases.cases(scene.father)


def test_a_guardians_own_task_goes_with_the_plan_that_is_kept_from_them(scene: Scene) -> None:
    world = scene.world
    people = {name: one for one, name in team.people_for(world.counsellor, scene.case).family}
    plan = scene.plan(user_id=people["陆爸爸 (虚构)"])
    scene.agree(plan)
    assert len(plans.my_tasks(scene.father)) == 1
    form = withholding.WithholdForm(scene.father_id, "不安全。", world.clock.at.date())
    withholding.withhold(world.coordinator, scene.case, form)
    assert plans.my_tasks(scene.father) == ()
