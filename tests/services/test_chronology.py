"""One chronology over everything that its reader may see, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.care import Scene
from tests.support.handing import Handing
from tests.support.hunt import Tab
from tests.support.repair import Repair
from tests.support.world import World
from wellbeing.chronology import HAPPENED
from wellbeing.errors import Forbidden
from wellbeing.forms import read
from wellbeing.gate import Caller
from wellbeing.services import (
    cases,
    consents,
    emergency,
    family,
    handoffs,
    harm,
    letters,
    meeting_pack,
    observations,
    safety,
    team,
    withholding,
)
from wellbeing.ui.cases.page import KINDS
from wellbeing.ui.navigation import ENTRIES
from wellbeing.ui.steps import EVENTS


def _actions(scene: Scene, who: Caller) -> set[str]:
    return {one.action for one in cases.open_case(who, scene.case).timeline}


def test_each_reader_has_their_own_chronology(scene: Scene) -> None:
    scene.talk()
    scene.agree(scene.plan())
    family.ask_counsellor(scene.mother, scene.case, family.QuestionForm("他还好吗？"))
    letters.complain(scene.mother, scene.case, letters.ComplaintForm("plan", "太快了。"))
    raw = {"guardian_id": str(scene.father_id), "reason": "x", "review_on": date(2026, 6, 1)}
    withholding.withhold(scene.world.counsellor, scene.case, read(withholding.WithholdForm, raw))
    staff = _actions(scene, scene.world.counsellor)
    assert {"plan_answered", "question_asked", "withheld", "session_held"} <= staff
    assert "letter_written" not in staff  # a complaint is the coordinator's
    assert "letter_written" in _actions(scene, scene.world.coordinator)
    mother = _actions(scene, scene.mother)
    assert {"question_asked", "letter_written", "plan_answered"} <= mother
    assert "withheld" not in mother


def test_a_teacher_sees_their_own_observations_over_time_and_no_other(scene: Scene) -> None:
    me = scene.world.counsellor
    helpers = team.people_for(me, scene.case).helpers
    teacher = next(one[0] for one in helpers if one[1].startswith("teacher ("))
    team.add_helper(me, scene.case, team.HelperForm(teacher))
    for mark in ("62", "71"):
        form = read(
            observations.ObserveForm,
            {"concentration": "5", "belonging": "4", "attendance": "90", "mark": mark},
        )
        observations.observe(scene.world.teacher, scene.case, form)
        scene.world.clock.move(days=20)
    seen = observations.observations(scene.world.teacher, scene.case)
    assert [one.mark for one in seen] == [71, 62]
    assert observations.observations(scene.world.caller("teacher2"), scene.case) == ()
    assert observations.observations(scene.mother, scene.case) == ()
    assert len(observations.observations(scene.world.counsellor, scene.case)) == 2
    with pytest.raises(Forbidden):
        observations.observe(scene.mother, scene.case, form)


SAFEGUARDING = {
    "urgency_changed", "safety_looked", "safety_planned", "harm_noticed", "harm_reported",
    "harm_outcome", "emergency_opened", "withheld", "note_added",
}  # fmt: skip


# Of the texts that `_all_of_it` writes, those that no family reads.
SAID = ("平静一些了", "她说了出来", "瘀青", "告诫书", "可能来自家里", "负责的老师不在")


def _all_of_it(repair: Repair) -> None:
    """Let everything happen of which a chronology tells."""
    me, office, child = repair.world.counsellor, repair.world.coordinator, repair.student
    change = {"urgency": "u1", "reasons": ("plan",), "why": "她说了出来。"}
    safety.change_urgency(me, repair.case, read(safety.ChangeForm, change))
    look = {"kind": "contact", "way": "call", "text": "平静一些了。"}
    safety.record_contact(me, repair.case, read(safety.ContactForm, look))
    plan = {"signs": "一个人待着。", "people": "外婆。", "own": "画画。"}
    safety.write_safety_plan(me, repair.case, read(safety.SafetyPlanForm, plan))
    seen = {"what": "瘀青。", "hold": "yes", "hold_reason": "可能来自家里。"}
    report = harm.report_harm(me, child, read(harm.NoticeForm, seen))
    harm.tell_authority(me, report, read(harm.ToldForm, {"addressee": "police"}))
    ended = read(harm.OutcomeForm, {"outcome": "measures", "text": "告诫书。"})
    harm.record_outcome(me, report, ended)
    given = next(one for one in consents.consents(repair.mother, repair.case) if one.mine)
    consents.answer_consent(repair.mother, given.id, consents.ConsentAnswer("no"))
    consents.answer_consent(repair.mother, given.id, consents.ConsentAnswer("yes"))
    raw = {"whose": "陆小满", "reason": "孩子说今晚会出事，负责的老师不在。", "hours": "2"}
    reason = read(emergency.EmergencyForm, raw)
    emergency.break_glass(repair.world.counsellor2, reason)
    repair.agree()
    assert cases.open_case(office, repair.case)


def test_the_chronology_tells_of_all_that_its_reader_may_know_and_of_nothing_else(
    world: World,
) -> None:
    repair = Repair(world)
    _all_of_it(repair)
    office, mine = _actions(repair, world.coordinator), _actions(repair, world.counsellor)
    told = {"basis_named", "consent_answered", "team_joined", "incident_happened", "repair_agreed"}
    assert office >= told | (SAFEGUARDING - {"withheld", "note_added"})
    assert mine >= told | (SAFEGUARDING - {"withheld", "note_added", "emergency_opened"})
    assert "emergency_opened" not in mine  # the coordinator looks at it, and whoever did it
    mother, father = _actions(repair, repair.mother), _actions(repair, repair.father)
    assert not (mother | father) & SAFEGUARDING
    assert "consent_answered" in mine & mother
    assert "consent_answered" not in father  # another guardian's answer


def test_on_no_page_to_print_no_file_and_no_link_does_a_family_read_of_it(
    world: World, family: None
) -> None:
    repair, handing = Repair(world), Handing(world)
    _all_of_it(repair)
    link = handing.send("hospital").link.rsplit("/", 1)[1]
    guest = Caller(world.runtime, link=link)
    (request,) = handoffs.handoffs(guest)
    shown = [repr(handoffs.open_handoff(guest, request.id))]
    people = meeting_pack.attendees(world.counsellor, repair.case)
    mother = next(one.id for one in people if one.role == "parent")
    shown.append(repr(meeting_pack.meeting_pack(world.counsellor, repair.case, (mother,))))
    tab = Tab(repair.mother)
    for entry in ENTRIES:  # each page prints as it stands, with what it offers to download
        for one in (repair.case, repair.id, repair.student):
            if tab.has(entry.path):
                shown.append(tab.open(entry.path, {"id": str(one)}).words)
    assert len(shown) > 20 and any("陆小满" in one for one in shown)
    events = [EVENTS[one].partition("{")[0] for one in sorted(SAFEGUARDING)]
    assert all(len(one) > 8 for one in events)
    told = {word for word in (*SAID, *events) for one in shown if word in one}
    assert told == set(), told
    coordinator = Tab(world.coordinator).open("safety/safety.py", {"id": str(repair.case)})
    assert SAID[0] in coordinator.words  # such a word is found where it belongs
    office = Tab(world.coordinator).open("cases/case.py", {"id": str(repair.case)})
    assert EVENTS["safety_planned"] in office.words


def test_what_is_sealed_leaves_the_chronology_of_staff(world: World) -> None:
    repair = Repair(world)
    assert "incident_happened" in _actions(repair, world.counsellor)
    repair.seal()
    assert not _actions(repair, world.counsellor) & {"incident_happened", "incident_closed"}


def test_every_kind_and_every_event_has_its_words() -> None:
    told = [(kind, action) for _, moments, kind in HAPPENED for _, action in moments]
    assert {kind for kind, _ in told} <= set(KINDS)
    assert {action for _, action in told} <= set(EVENTS)
