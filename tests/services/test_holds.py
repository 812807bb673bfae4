"""Do not notify this guardian: with a reason, an author, a day, and nothing that tells them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.support.handing import Handing
from tests.support.holding import decide, held, hold, written
from tests.support.world import World
from wellbeing.errors import Forbidden, InvalidTransition, NoBasis, NotFound, WellbeingError
from wellbeing.forms import InvalidForm, read
from wellbeing.gate import Caller
from wellbeing.services import (
    audit_trail,
    cases,
    consents,
    family,
    handoffs,
    harm,
    home,
    incidents,
    letters,
    measures,
    need_to_know,
    plans,
    students,
    withholding,
)


@pytest.fixture
def scene(world: World, family: None) -> Handing:
    """A case that can be handed over, with two guardians."""
    return Handing(world)


def test_a_hold_has_its_reason_its_author_and_its_day(scene: Handing) -> None:
    made = written(scene, review_on="2026-03-12")
    one = held(scene, made)
    assert (one.guardian, one.reason, one.author) == ("", "伤可能来自家里。", "teacher (虚构)")
    assert one.review_on.isoformat() == "2026-03-12"
    # Without a day it is two working days: Monday and two.
    assert held(scene, written(scene)).review_on.isoformat() == "2026-03-11"
    assert harm.open_harm(scene.world.coordinator, written(scene, hold="no")).holds == ()


@pytest.mark.parametrize("missing", [{"hold_reason": ""}, {"review_on": "2026-03-01"}])
def test_a_hold_without_a_reason_or_with_a_day_past_is_asked_again(
    scene: Handing, missing: dict[str, str]
) -> None:
    with pytest.raises(InvalidForm):
        written(scene, **missing)


def test_on_its_day_the_decision_is_somebodys_step_and_goes_on_or_ends(scene: Handing) -> None:
    world, made = scene.world, written(scene)
    (step,) = [one for one in home.home(world.coordinator).mine if one.what == "review_hold"]
    assert (step.page, step.object_id) == ("harm", made)
    assert "review_hold" in scene.whats(world.coordinator) and "review_hold" in scene.whats(
        scene.me
    )
    world.clock.move(days=3)
    (step,) = [one for one in home.home(world.coordinator).late if one.what == "review_hold"]
    assert step.standing in ("overdue", "escalated")
    first = held(scene, made)
    decide(world.coordinator, first.id, "keep", review_on="2026-03-20")
    second = held(scene, made)
    assert (second.author, second.reason) == ("纪宁", "还不安全。")
    assert "review_hold" not in {one.what for one in home.home(world.coordinator).late}
    with pytest.raises(InvalidTransition):  # decided once, and kept with who decided
        decide(world.coordinator, first.id, "tell")
    decide(scene.me, second.id, "tell")
    assert "review_hold" not in scene.whats(world.coordinator)
    assert [bool(one.ended_by) for one in harm.open_harm(world.coordinator, made).holds] == [
        True,
        True,
    ]


def test_only_those_who_run_the_case_decide(scene: Handing) -> None:
    made = written(scene)
    one = held(scene, made).id
    for who in (scene.world.teacher, scene.mother, scene.world.officer, scene.world.administrator):
        with pytest.raises(Forbidden):
            decide(who, one, "tell")
    with pytest.raises(NotFound):
        decide(scene.world.counsellor2, one, "tell")
    assert "review_hold" not in {step.what for step in home.home(scene.world.teacher).mine}
    with pytest.raises(NotFound):  # a guardian of somebody else
        hold(scene, made, scene.student)


def everything(who: Caller, scene: Handing) -> list[Any]:
    """Return all that a guardian can open, lists and pages alike."""
    doors: tuple[Callable[[], Any], ...] = (
        lambda: home.home(who),
        lambda: cases.cases(who),
        lambda: cases.open_case(who, scene.case),
        lambda: consents.consents(who, scene.case),
        lambda: plans.open_plan(who, scene.case),
        lambda: plans.my_tasks(who),
        lambda: measures.tracker(who, scene.case),
        lambda: family.family_questions(who, scene.case),
        lambda: letters.letters(who, scene.case),
        lambda: incidents.incidents(who),
        lambda: need_to_know.who_sees(who, "case_file", scene.case),
        lambda: need_to_know.who_sees(who, "student", scene.student),
        lambda: audit_trail.who_opened(who, scene.case),
        lambda: handoffs.known_to_family(who, scene.case),
        lambda: harm.harm_reports(who),
        lambda: handoffs.handoffs(who, scene.case),
    )
    return [_looked(door) for door in doors]


def _looked(door: Callable[[], Any]) -> Any:
    try:
        return door()
    except WellbeingError as refused:
        return type(refused)


def test_a_guardian_who_is_not_told_sees_the_very_same_as_before(scene: Handing) -> None:
    for who in (scene.me, scene.world.coordinator, scene.mother, scene.father):
        everything(who, scene)  # today's first reads are entered
    before = {name: everything(scene.world.caller(name), scene) for name in ("parent", "father")}
    made = written(scene)
    harm.tell_authority(scene.world.teacher, made, harm.ToldForm("police"))
    draft = scene.draft()
    assert handoffs.ask_to_share(scene.me, draft) == 0  # to be asked about it would tell them
    with pytest.raises(NoBasis):
        handoffs.send_handoff(scene.me, draft, handoffs.open_handoff(scene.me, draft).rev)
    handoffs.name_duty(scene.me, draft, handoffs.DutyForm("emergency", "已强制报告。"))
    handoffs.send_handoff(scene.me, draft, handoffs.open_handoff(scene.me, draft).rev)
    for name, seen in before.items():
        assert everything(scene.world.caller(name), scene) == seen, name


def test_what_is_sent_on_or_printed_names_whom_not_to_contact(scene: Handing) -> None:
    made = written(scene, hold="no")
    hold(scene, made, scene.father_id)
    pieces = handoffs.open_handoff(scene.me, scene.draft()).pieces
    lines = dict(next(one.rows for one in pieces if one.field == "contact"))
    assert lines["Please do not contact"] == "陆爸爸 (虚构)"
    assert "陆爸爸" not in lines["Guardian"]


def _duty(scene: Handing) -> UUID:
    """Name an emergency, of which the family is to be told afterwards."""
    raw = {"purpose": "help", "kind": "emergency", "why": "当天就要。"}
    return consents.name_basis(scene.me, scene.case, read(consents.NameForm, raw))


def test_telling_the_family_waits_while_nobody_may_be_told(scene: Handing) -> None:
    made, duty = written(scene), _duty(scene)
    form = consents.InformForm("phone")
    assert "inform_family" not in scene.whats(scene.me)
    with pytest.raises(InvalidTransition):
        consents.inform_family(scene.me, duty, form)
    decide(scene.world.coordinator, held(scene, made).id, "tell")
    assert "inform_family" in scene.whats(scene.me)
    consents.inform_family(scene.me, duty, form)
    assert duty in {one.id for one in consents.consents(scene.father, scene.case)}


def test_one_guardian_is_told_and_the_other_is_not(scene: Handing) -> None:
    told_before = _duty(scene)
    consents.inform_family(scene.me, told_before, consents.InformForm("phone"))
    scene.world.clock.move(hours=1)
    hold(scene, written(scene, hold="no"), scene.father_id)
    later = _duty(scene)
    consents.inform_family(scene.me, later, consents.InformForm("phone"))
    assert later in {one.id for one in consents.consents(scene.mother, scene.case)}
    seen = {one.id for one in consents.consents(scene.father, scene.case)}
    assert told_before in seen and later not in seen


def test_a_hold_and_a_kept_case_stand_beside_each_other(scene: Handing) -> None:
    made = written(scene)
    day = scene.world.clock.at.date() + timedelta(days=2)
    withholding.withhold(
        scene.me, scene.case, withholding.WithholdForm(scene.father_id, "不安全。", day)
    )
    decide(scene.world.coordinator, held(scene, made).id, "tell")
    with pytest.raises(NotFound):  # to end the one does not open the other
        cases.open_case(scene.father, scene.case)


def test_whoever_is_not_told_does_not_read_that_a_teacher_opened_the_record(
    scene: Handing,
) -> None:
    def teachers(who: Caller) -> list[Any]:
        return [one for one in audit_trail.who_opened(who, scene.case) if one.role == "teacher"]

    before = teachers(scene.father)
    hold(scene, written(scene, hold="no"), scene.father_id)
    scene.world.clock.move(days=1)
    students.open_student(scene.world.teacher, scene.student)
    assert teachers(scene.father) == before
    assert len(teachers(scene.mother)) == len(before) + 1
