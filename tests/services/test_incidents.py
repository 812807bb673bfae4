"""Incidents and their repair: every permitted act beside its refused twin."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.contract.test_leaks import found_in
from tests.support.repair import INCIDENT, TALK, Repair
from tests.support.world import World
from wellbeing.errors import AlreadyDone, Forbidden, InvalidTransition, NotFound
from wellbeing.forms import InvalidForm, read
from wellbeing.services import closing, home, incidents


def whats(repair: Repair) -> list[str]:
    return [step.what for step in incidents.open_incident(repair.officer, repair.id).steps]


def test_an_incident_proposes_by_the_age_and_the_law_of_its_day(repair: Repair) -> None:
    view = incidents.open_incident(repair.officer, repair.id)
    (boy,) = view.answers
    assert (boy.age, boy.offered.proposed.key) == (12, "38-4")
    assert boy.offered.penalties == () and not view.penalty_words
    duties = {one.key: one.codes["force"] for one in boy.offered.duties}
    assert duties["corrective_education"] == "must"  # it is 2026
    older = repair.record(day="2025-12-31")
    before = incidents.open_incident(repair.officer, older)
    assert {one.key: one.codes["force"] for one in before.answers[0].offered.duties}[
        "corrective_education"
    ] == "may"


def test_nothing_is_confirmed_without_a_reason_or_beyond_the_law(repair: Repair) -> None:
    assert whats(repair) == ["confirm_measures"]
    with pytest.raises(InvalidForm):
        repair.confirm(reason="")
    with pytest.raises(InvalidForm) as refused:
        repair.confirm(measures=["p-3", "41-2"])
    assert refused.value.problems["measures"].params == {
        "name": "陆小满", "age": 12, "measures": "p-3 (治安法 (2025 revision) 12)",
    }  # fmt: skip
    with pytest.raises(InvalidForm):
        repair.confirm(code="28-9")  # below serious the school's list counts
    repair.confirm(code="28-9", measures=["31-4"])
    repair.confirm()
    view = incidents.open_incident(repair.officer, repair.id)
    assert [one.key for one in view.answers[0].measures] == ["41-2", "41-3", "41-6"]


def test_who_sees_an_incident(repair: Repair) -> None:
    world = repair.world
    assert [one.id for one in incidents.incidents(world.officer)] == [repair.id]
    assert incidents.incidents(world.officer2) == ()
    assert [one.id for one in incidents.incidents(world.coordinator)] == [repair.id]
    with pytest.raises(NotFound):
        incidents.open_incident(world.officer2, repair.id)
    for login in ("teacher", "counsellor", "administrator"):
        with pytest.raises(Forbidden):
            incidents.open_incident(world.caller(login), repair.id)
    with pytest.raises(Forbidden):
        incidents.open_incident(repair.mother, repair.id)
    line = incidents.incidents_of_case(world.counsellor, repair.case)
    assert [(one.id, one.state) for one in line] == [(repair.id, "proposed")]


def test_a_family_reads_its_own_childs_part_and_never_the_other_side(repair: Repair) -> None:
    view = incidents.family_incident(repair.mother, repair.id)
    assert (view.role, view.child, view.for_family) == (
        "responsible", "陆小满", INCIDENT["for_family"],
    )  # fmt: skip
    assert "邻居" not in repr(view) and INCIDENT["what"] not in repr(view)
    other = repair.world.refer("officer2", student_name="白小舟", birth_date="2012-01-02")
    assert other
    with pytest.raises(Forbidden):
        incidents.family_incident(repair.officer, repair.id)


def test_two_families_of_one_incident_do_not_see_each_other(repair: Repair) -> None:
    world = repair.world
    case, child = repair.another_family("2012-01-02")
    person = incidents.PersonForm("affected", child, for_family="他的自行车也被碰到了。")
    incidents.add_person(world.officer, repair.id, person)
    bai, lu = world.caller("bai"), repair.mother
    theirs, ours = (incidents.family_incident(who, repair.id) for who in (bai, lu))
    assert (theirs.role, theirs.child) == ("affected", "白小舟")
    assert "陆小满" not in repr(theirs) and "白小舟" not in repr(ours)
    for counsellor, own in (("counsellor", repair.case), ("counsellor2", case)):
        lines = incidents.incidents_of_case(world.caller(counsellor), own)
        assert [one.id for one in lines] == [repair.id]
    with pytest.raises(NotFound):
        incidents.incidents_of_case(world.counsellor, case)


def test_it_is_agreed_only_when_everybody_has_signed(repair: Repair) -> None:
    repair.meet()
    with pytest.raises(InvalidTransition):
        incidents.sign_as_guardian(repair.mother, repair.id, incidents.OwnSignForm("陆妈妈"))
    repair.promise()
    assert "sign_agreement" in {one.what for one in home.home(repair.mother).mine}
    incidents.sign_as_guardian(repair.mother, repair.id, incidents.OwnSignForm("陆妈妈 (虚构)"))
    assert "sign_agreement" not in {one.what for one in home.home(repair.mother).mine}
    with pytest.raises(InvalidTransition):
        incidents.sign_as_guardian(repair.mother, repair.id, incidents.OwnSignForm("陆妈妈"))
    assert repair.state() == "met"
    incidents.sign_here(repair.officer, repair.id, incidents.SignForm(repair.boy, "self", "陆小满"))
    view = incidents.open_incident(repair.officer, repair.id)
    assert {one.role: one.missing for one in view.people} == {
        "responsible": (), "affected": ("self",),
    }  # fmt: skip
    incidents.sign_here(
        repair.officer, repair.id, incidents.SignForm(repair.neighbour, "self", "邻居 (虚构)")
    )
    assert repair.state() == "agreed"
    checks = [one for one in incidents.open_incident(repair.officer, repair.id).items
              if one.kind == "check"]  # fmt: skip
    day = repair.world.clock.at.date()
    assert [(one.due_on - day).days for one in checks] == [7, 30, 90]
    with pytest.raises(InvalidTransition):
        repair.promise()


def test_compensation_is_never_more_than_the_damage_and_overdue_parts_are_next(
    repair: Repair,
) -> None:
    repair.confirm()
    repair.pay()
    with pytest.raises(InvalidForm):
        repair.pay("1300.01")
    with pytest.raises(InvalidForm):
        repair.pay("viel")
    repair.pay("1300", "2026-05-30")
    assert whats(repair).count("receive_payment") == 2
    repair.world.clock.move(days=60)
    items = incidents.open_incident(repair.officer, repair.id).items
    assert [one.late for one in items] == [True, False]
    late = [one for one in home.home(repair.officer).mine if one.what == "receive_payment"]
    assert [one.standing for one in late] == ["overdue", "on_time"]


def test_kept_promises_fulfil_it_and_the_case_can_end(repair: Repair) -> None:
    items = repair.agree()
    blockers = closing.closing_checklist(repair.world.counsellor, repair.case).blockers
    assert "open_agreement" in blockers
    with pytest.raises(InvalidForm):
        read(incidents.ProofForm, {"proof": ""})
    repair.keep(items)
    assert repair.state() == "fulfilled"
    view = incidents.open_incident(repair.officer, repair.id)
    assert view.paid == 260_000
    blockers = closing.closing_checklist(repair.world.counsellor, repair.case).blockers
    assert "open_agreement" not in blockers
    with pytest.raises(InvalidTransition):
        incidents.close_incident(repair.officer, repair.id, incidents.EndForm())
    with pytest.raises(InvalidTransition):
        incidents.record_kept(repair.officer, items[0], incidents.ProofForm("再一次"))


def test_a_broken_agreement_leads_where_the_age_allows(repair: Repair) -> None:
    items = repair.agree()
    form = incidents.BreakForm("没有付。")
    with pytest.raises(InvalidForm):
        read(incidents.BreakForm, {"reason": " "})
    found = incidents.break_agreement(repair.officer, repair.id, form)
    assert found == {repair.boy: "decided_anew"}
    assert whats(repair) == ["lead_on"]
    with pytest.raises(InvalidTransition):
        incidents.record_kept(repair.officer, items[0], incidents.ProofForm("x"))
    incidents.close_incident(repair.officer, repair.id, incidents.EndForm("改用社会服务。"))


def test_a_promise_that_cannot_be_kept_leaves_it_kept_in_part(repair: Repair) -> None:
    items = repair.agree()
    incidents.record_not_kept(repair.officer, items[3], incidents.BreakForm("搬家了。"))
    assert repair.state() == "partly"
    repair.keep(items[:3])
    assert repair.state() == "partly"


def test_both_tracks_stand_side_by_side_for_the_coordinator_alone(repair: Repair) -> None:
    repair.confirm()
    world = repair.world
    both = incidents.review(world.coordinator, repair.student)
    assert both.responsibility is not None and both.care is not None
    police = incidents.review(world.officer, repair.student)
    assert police.care is None and police.responsibility
    care = incidents.review(world.counsellor, repair.student)
    assert care.responsibility is None and care.care is not None
    with pytest.raises(Forbidden):
        incidents.review(repair.mother, repair.student)
    with pytest.raises(NotFound):
        incidents.review(world.officer2, repair.student)


def test_a_double_click_records_one_incident(repair: Repair) -> None:
    raw = {**INCIDENT, "student_id": str(repair.student)}
    form, once = read(incidents.RecordForm, raw), uuid4()
    officer = repair.officer
    incidents.record_incident(officer.sending(once), form)
    with pytest.raises(AlreadyDone):
        incidents.record_incident(officer.sending(once), form)
    assert len(incidents.incidents(officer)) == 2


def test_no_word_of_an_incident_is_readable_in_the_database(sqlite_world: World) -> None:
    repair = Repair(sqlite_world)
    repair.meet()
    repair.promise("秘密承诺Promise7501")
    folder = sqlite_world.runtime.settings.folder
    data = b"\0".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    texts = [str(INCIDENT[name]) for name in ("place", "what", "damage", "police_reference",
                                              "for_family")]  # fmt: skip
    texts += [*TALK.values(), "秘密承诺Promise7501", "邻居 (虚构)", "000-0000-0042"]
    assert found_in(data, texts) == set()
