"""Who counsels: load shown, a full desk needs a reason, a handover needs the receiver's yes."""

from __future__ import annotations

import dataclasses
from uuid import UUID

import pytest

from tests.support.care import Scene
from tests.support.world import World
from wellbeing.errors import Forbidden, InvalidTransition, NotFound
from wellbeing.forms import InvalidForm, read
from wellbeing.rules import Desk
from wellbeing.services import cases, home, screening, sessions, team, transfers


def _cap(scene: Scene, cap: int) -> None:
    """Give the site a smaller cap, as a site's own rule file does."""
    pack = scene.world.runtime.pack
    load = dataclasses.replace(pack.care.load, cap=cap)
    care = dataclasses.replace(pack.care, load=load)
    changed = dataclasses.replace(pack, care=care)
    scene.world.runtime = dataclasses.replace(scene.world.runtime, pack=changed)


def _ask(scene: Scene, override: str = "") -> UUID:
    to = scene.desk("counsellor2").id
    form = transfers.TransferForm(to, "她常去南校，离得近。", override)
    transfers.ask_transfer(scene.world.counsellor, scene.case, form)
    return transfers.transfers(scene.world.counsellor, scene.case)[0].id


def _gives(scene: Scene, login: str, override: str = "") -> None:
    """The coordinator asks a counsellor, who says yes."""
    form = team.AssignForm(scene.desk(login).id, override)
    assert team.assign(scene.world.coordinator, scene.case, form).answer_by is not None
    asked = transfers.transfers(scene.world.coordinator, scene.case)[0].id
    transfers.accept_transfer(scene.world.caller(login), asked, transfers.AcceptForm())


def test_a_full_desk_needs_a_reason(scene: Scene) -> None:
    assert (scene.desk("counsellor").load, scene.desk("counsellor2").load) == (1, 0)
    _cap(scene, 1)
    assert scene.desk("counsellor").desk is Desk.FULL
    assert scene.desk("counsellor2").desk is Desk.FREE
    office, own = scene.world.coordinator, scene.desk("counsellor").id
    with pytest.raises(InvalidForm) as full:
        team.assign(office, scene.case, team.AssignForm(own))
    assert full.value.problems["override"].params == {"load": 2, "cap": 1}
    other = team.AssignForm(scene.desk("counsellor2").id)
    with pytest.raises(Forbidden):
        team.assign(scene.world.counsellor, scene.case, other)
    _gives(scene, "counsellor2")
    assert cases.cases(scene.world.counsellor) == ()
    assert cases.cases(scene.world.counsellor2)
    assert cases.case_reasons(office, scene.case) == ()
    _cap(scene, 0)
    _gives(scene, "counsellor", "没有别人")
    kept = cases.case_reasons(scene.world.counsellor, scene.case)
    assert [(one.kind, one.by, one.text) for one in kept] == [("full_desk", "纪宁", "没有别人")]
    with pytest.raises(Forbidden):
        cases.case_reasons(scene.mother, scene.case)
    with pytest.raises(NotFound):
        cases.case_reasons(scene.world.counsellor2, scene.case)


def test_a_full_desk_needs_a_reason_at_the_decision_as_well(scene: Scene) -> None:
    world, before = scene.world, scene.desk("counsellor")
    _cap(scene, before.load)
    sent = world.refer("teacher", student_name="白小舟")
    office = world.coordinator
    shown = screening.open_screening(office, sent.id).desks
    assert {(one.load, one.cap, one.desk) for one in shown if one.id == before.id} == {
        (before.load, before.load, "full")
    }
    with pytest.raises(InvalidForm) as refused:
        world.decide(sent.id, counsellor_id=before.id)
    assert "override" in refused.value.problems
    raw = {"reasons": ["damage"], "urgency": "u3", "outcome": "new_case", "reason": "需要帮助。",
           "counsellor_id": before.id, "override": "同一个班。"}  # fmt: skip
    made = screening.decide(office, sent.id, read(screening.DecideForm, raw))
    assert made.case_id is not None
    assert scene.desk("counsellor").load == before.load + 1
    with pytest.raises(Forbidden):
        screening.open_screening(world.counsellor, sent.id)


def test_a_case_goes_over_only_when_the_receiver_says_yes(scene: Scene) -> None:
    booked = scene.book(day="2026-03-24")
    asked = _ask(scene)
    sender, receiver = scene.world.counsellor, scene.world.counsellor2
    with pytest.raises(NotFound):  # before the yes the receiver sees no case
        cases.open_case(receiver, scene.case)
    waiting = home.home(receiver).today
    assert [(one.what, one.student) for one in waiting] == [("answer_transfer", "")]
    seen = transfers.open_transfer(receiver, asked)
    assert seen.reason == "她常去南校，离得近。" and seen.my_load is not None
    for stranger in (scene.mother, scene.world.teacher, scene.world.coordinator):
        with pytest.raises(Forbidden):
            transfers.accept_transfer(stranger, asked, transfers.AcceptForm())
    with pytest.raises(Forbidden):  # nor the sender for the receiver
        transfers.accept_transfer(sender, asked, transfers.AcceptForm())
    assert cases.open_case(sender, scene.case)  # kept until then
    transfers.accept_transfer(receiver, asked, transfers.AcceptForm("好"))
    with pytest.raises(NotFound):
        cases.open_case(sender, scene.case)
    team_now = cases.open_case(receiver, scene.case).team
    assert [one.until is None for one in team_now] == [False, True]
    scene.world.clock.move(days=16)
    form = sessions.FirstHeldForm("yes", "yes")
    sessions.hold(scene.world.counsellor2, booked, form)  # the appointment went with the case
    with pytest.raises(InvalidTransition):
        transfers.accept_transfer(scene.world.counsellor2, asked, transfers.AcceptForm())


def test_a_no_comes_with_a_reason_and_is_read(scene: Scene) -> None:
    asked = _ask(scene)
    with pytest.raises(InvalidTransition):  # one colleague at a time
        _ask(scene)
    sender, receiver = scene.world.counsellor, scene.world.counsellor2
    assert "answer_transfer" in scene.whats(sender)
    transfers.decline_transfer(receiver, asked, transfers.DeclineForm("我的班满了。"))
    assert transfers.transfers(sender, scene.case)[0].answer == "我的班满了。"
    assert "read_decline" in scene.whats(sender)
    assert home.home(receiver).mine == ()
    with pytest.raises(NotFound):
        transfers.note_decline(scene.world.caller("counsellor2"), UUID(int=1))
    transfers.note_decline(sender, asked)
    assert "read_decline" not in scene.whats(sender)
    assert transfers.transfers(sender, scene.case) == ()


def test_silence_is_chased_and_asking_can_be_taken_back(scene: Scene) -> None:
    asked = _ask(scene)
    assert "chase_transfer" not in scene.whats(scene.world.counsellor)
    scene.world.clock.move(days=4)
    me = scene.world.counsellor
    assert "chase_transfer" in scene.whats(me)
    with pytest.raises(NotFound):
        transfers.take_back_transfer(scene.world.counsellor2, asked)
    transfers.take_back_transfer(me, asked)
    assert not {"chase_transfer", "answer_transfer"} & scene.whats(me)
    with pytest.raises(InvalidTransition):
        transfers.accept_transfer(scene.world.counsellor2, asked, transfers.AcceptForm())


def test_an_unsigned_note_is_not_left_behind(scene: Scene) -> None:
    made = scene.book()
    scene.world.clock.move(days=8, hours=6)
    sessions.hold(scene.world.counsellor, made, sessions.FirstHeldForm("yes", "yes"))
    with pytest.raises(InvalidTransition):
        _ask(scene)
    other = team.AssignForm(scene.desk("counsellor2").id)
    with pytest.raises(InvalidTransition):
        team.assign(scene.world.coordinator, scene.case, other)
    scene.away()  # in need the coordinator may
    team.assign(scene.world.coordinator, scene.case, other)
    note = sessions.LAYOUTS["free"]("她同事病了，谈话内容见交接。")
    sessions.sign_note(scene.world.counsellor2, made, note)


def test_nobody_hands_a_case_to_themselves_and_no_parent_does(scene: Scene, world: World) -> None:
    with pytest.raises(InvalidForm):
        me = scene.desk("counsellor").id
        transfers.ask_transfer(world.counsellor, scene.case, transfers.TransferForm(me, "x"))
    with pytest.raises(Forbidden):
        transfers.ask_transfer(scene.mother, scene.case, transfers.TransferForm(None, "x"))


def test_a_helper_leaves_the_team_and_sees_nothing_of_the_case_from_then_on(scene: Scene) -> None:
    world, me = scene.world, scene.world.counsellor
    teacher = next(key for key, _, role in team.people_for(me, scene.case).helpers
                   if role == "teacher")  # fmt: skip
    team.add_helper(me, scene.case, team.HelperForm(teacher))
    assert cases.open_case(world.teacher, scene.case)
    people = team.people_for(me, scene.case)
    assert [key for key, _, _ in people.here] == [teacher]
    with pytest.raises(InvalidForm):  # nobody is on a team twice
        team.add_helper(me, scene.case, team.HelperForm(teacher))
    for who in (scene.mother, world.teacher, world.officer):
        with pytest.raises(Forbidden):
            team.end_helper(who, scene.case, team.LeaveForm(teacher))
    with pytest.raises(NotFound):
        team.end_helper(world.counsellor2, scene.case, team.LeaveForm(teacher))
    world.clock.move(minutes=5)
    team.end_helper(me, scene.case, team.LeaveForm(teacher))
    with pytest.raises(NotFound):
        cases.open_case(world.teacher, scene.case)
    (was,) = [one for one in cases.open_case(me, scene.case).team if one.role == "teacher"]
    assert was.until is not None and was.since < was.until
    with pytest.raises(NotFound):
        team.end_helper(me, scene.case, team.LeaveForm(teacher))
    team.add_helper(me, scene.case, team.HelperForm(teacher))  # and may come again


def test_the_counsellor_of_a_case_does_not_leave_it_as_a_helper(scene: Scene) -> None:
    own = scene.desk("counsellor").id
    with pytest.raises(NotFound):
        team.end_helper(scene.world.coordinator, scene.case, team.LeaveForm(own))
