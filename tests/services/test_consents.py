"""Consents: asked one by one, given, refused and withdrawn as easily; sight follows at once."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.support.care import Scene
from tests.support.world import World
from wellbeing import audit, basis
from wellbeing.errors import Forbidden, InvalidTransition, NoBasis, NotFound
from wellbeing.forms import InvalidForm, read
from wellbeing.gate import Access, Caller, Work, use_case
from wellbeing.grounds import Ground, Purpose
from wellbeing.models import Case
from wellbeing.policy import May
from wellbeing.services import cases, consents, measures, plans, sessions, team

YES, NO = consents.ConsentAnswer("yes"), consents.ConsentAnswer("no")


@use_case(may=May.BE_HERE, access=Access.READ)
def stands(work: Work, case: Case, purpose: Purpose, who: UUID | None = None) -> Ground:
    """Return what a sharing rests on, asked by anybody."""
    return basis.standing(work, basis.sharing_in(case, purpose, who))


class Known:
    """The two ids that a question needs."""

    def __init__(self, scene: Scene) -> None:
        self.id, self.student_id = scene.case, scene.student


def of(who: Caller, scene: Scene, purpose: str = "help") -> list[consents.ConsentView]:
    return [one for one in consents.consents(who, scene.case) if one.purpose == purpose]


def ask(scene: Scene, purpose: str, who: UUID | None = None) -> int:
    form = read(consents.AskForm, {"purpose": purpose, "recipient_id": who})
    return consents.ask_for_consent(scene.world.counsellor, scene.case, form)


def helper(scene: Scene, login: str = "teacher") -> UUID:
    found = team.people_for(scene.world.counsellor, scene.case).helpers
    return next(one for one, name, _ in found if name.startswith(f"{login} "))


def test_a_new_case_rests_on_what_the_referral_says(scene: Scene) -> None:
    (one,) = of(scene.world.counsellor, scene)
    assert (one.kind, one.state, one.history[0].route) == ("guardian_consent", "agreed", "referral")
    assert stands(scene.world.counsellor, Known(scene), Purpose.HELP).kind == "guardian_consent"
    assert "ask_consent" not in scene.whats(scene.world.counsellor)


def test_own_consent_under_fourteen_counts_for_nothing_and_the_guardians_are_asked(
    world: World,
) -> None:
    sent = world.refer("officer", lawful_basis="own_consent", student_name="白小舟")
    made = world.decide(sent.id)
    office = world.coordinator
    assert consents.consents(office, made.case_id) == ()
    steps = {one.what for one in cases.open_case(office, made.case_id).steps}
    assert "ask_consent" in steps


def test_the_family_is_told_of_an_own_consent_that_came_with_the_referral(scene: Scene) -> None:
    world = scene.world
    sent = world.refer(
        "teacher", student_name="沈小舟", birth_date="2011-05-01", lawful_basis="own_consent"
    )
    case = world.decide(sent.id, counsellor_id=scene.desk("counsellor").id).case_id
    me = world.counsellor
    (own,) = consents.consents(me, case)
    assert (own.kind, own.state) == ("own_consent", "agreed")
    step = next(one for one in cases.open_case(me, case).steps if one.what == "inform_family")
    assert step.due_at == own.inform_by
    consents.inform_family(me, own.id, read(consents.InformForm, {"route": "phone"}))
    assert "inform_family" not in {one.what for one in cases.open_case(me, case).steps}


def test_a_guardian_withdraws_in_one_step_and_no_talk_can_be_booked_until_it_is_given_again(
    scene: Scene,
) -> None:
    (one,) = of(scene.mother, scene)
    assert one.mine
    consents.answer_consent(scene.mother, one.id, NO)
    with pytest.raises(NoBasis):
        scene.book()
    consents.answer_consent(scene.mother, one.id, YES)
    scene.book()
    said = [line.answer for line in of(scene.mother, scene)[0].history]
    assert said == ["withdrawn", "agreed"]
    all_said = [line.answer for line in of(scene.world.counsellor, scene)[0].history]
    assert all_said == ["agreed", "withdrawn", "agreed"]


def test_only_a_guardian_who_decides_is_asked(scene: Scene, world: World) -> None:
    (one,) = of(scene.mother, scene)
    for login in ("teacher", "officer", "counsellor", "administrator"):
        with pytest.raises(Forbidden):
            consents.answer_consent(world.caller(login), one.id, NO)
    with pytest.raises(NotFound):
        consents.answer_consent(scene.mother, scene.case, NO)


def test_a_guardian_never_reads_or_gives_the_others_answer(scene: Scene) -> None:
    who = helper(scene)
    assert ask(scene, "helpers", who) == 2
    assert ask(scene, "helpers", who) == 0
    (mine,) = of(scene.mother, scene, "helpers")
    (his,) = of(scene.father, scene, "helpers")
    assert mine.id != his.id
    with pytest.raises(NotFound):
        consents.answer_consent(scene.mother, his.id, NO)
    consents.answer_consent(scene.father, his.id, NO)
    assert [one.state for one in of(scene.mother, scene, "helpers")] == ["asked"]


def test_a_no_takes_the_task_and_the_case_from_a_helper_at_the_next_query(scene: Scene) -> None:
    world, who = scene.world, helper(scene)
    team.add_helper(world.counsellor, scene.case, team.HelperForm(who))
    plan = scene.plan(party="teacher", user_id=who)
    scene.agree(plan)
    assert len(plans.my_tasks(world.teacher)) == 1
    assert cases.open_case(world.teacher, scene.case)
    ask(scene, "helpers", who)
    consents.answer_consent(scene.father, of(scene.father, scene, "helpers")[0].id, NO)
    assert plans.my_tasks(world.teacher) == ()
    with pytest.raises(NotFound):
        cases.open_case(world.teacher, scene.case)
    found = stands(world.teacher, Known(scene), Purpose.HELPERS, who)
    assert not found.stands
    consents.answer_consent(scene.father, of(scene.father, scene, "helpers")[0].id, YES)
    assert len(plans.my_tasks(world.teacher)) == 1


def test_nobody_gives_a_task_to_somebody_with_whom_it_may_not_be_shared(scene: Scene) -> None:
    world, who = scene.world, helper(scene)
    ask(scene, "helpers", who)
    consents.answer_consent(scene.mother, of(scene.mother, scene, "helpers")[0].id, NO)
    with pytest.raises(NoBasis):
        team.add_helper(world.counsellor, scene.case, team.HelperForm(who))
    with pytest.raises(NoBasis):
        scene.plan(party="teacher", user_id=who)
    form = read(
        consents.NameForm,
        {
            "purpose": "helpers",
            "recipient_id": who,
            "kind": "statutory_duty",
            "why": "学校有教育和保护的职责。",
        },
    )
    consents.name_basis(world.counsellor, scene.case, form)
    team.add_helper(world.counsellor, scene.case, team.HelperForm(who))


def test_the_word_to_whoever_reported_goes_when_consent_goes_and_the_log_stays(
    scene: Scene,
) -> None:
    world = scene.world
    scene.talk()
    measures.record(world.counsellor, scene.case, measures.RecordForm("wci5", total=20))
    with world.runtime.reading.connect() as connection:
        before = connection.execute(select(audit.TABLE.c.seq)).all()
    who = next(i for i, _, _ in team.people_for(world.counsellor, scene.case).helpers
               if stands(world.officer, Known(scene), Purpose.REFERRER, i)
               and helper(scene, "officer") == i)  # fmt: skip
    assert ask(scene, "referrer", who) == 2
    consents.answer_consent(scene.mother, of(scene.mother, scene, "referrer")[0].id, NO)
    assert not stands(world.officer, Known(scene), Purpose.REFERRER, who).stands
    with world.runtime.reading.connect() as connection:
        after = connection.execute(select(audit.TABLE.c.seq)).all()
        assert set(before) < set(after)
        assert audit.verify(connection, world.runtime.keyring()) is None


def test_an_answer_told_to_the_team_keeps_who_took_it_and_how(scene: Scene) -> None:
    who = helper(scene)
    ask(scene, "helpers", who)
    one = next(c for c in of(scene.world.counsellor, scene, "helpers") if c.guardian[:2] == "陆爸")
    form = read(consents.RecordForm, {"answer": "no", "route": "phone", "words": "我不愿意。"})
    consents.record_consent(scene.world.counsellor, one.id, form)
    view = next(c for c in of(scene.world.counsellor, scene, "helpers") if c.id == one.id)
    said = view.history[0]
    assert (said.answer, said.route, said.taken_by) == ("refused", "phone", "counsellor (虚构)")
    for login in ("teacher", "officer"):
        with pytest.raises(Forbidden):
            consents.record_consent(scene.world.caller(login), one.id, form)


def test_at_fourteen_the_young_person_is_asked_and_the_family_told(scene: Scene) -> None:
    world = scene.world
    me = world.counsellor
    assert "ask_own_consent" not in scene.whats(me)
    world.clock.move(days=430)  # born 2013-05-10
    me = world.counsellor
    assert "ask_own_consent" in scene.whats(me)
    assert stands(me, Known(scene), Purpose.HELP).kind == "guardian_consent"
    (given,) = of(me, scene)
    assert consents.ask_again(me, given.id) == 1
    assert "ask_own_consent" not in scene.whats(me)
    own = next(one for one in of(me, scene) if one.kind == "own_consent")
    form = read(consents.RecordForm, {"answer": "yes", "route": "in_person"})
    consents.record_consent(me, own.id, form)
    assert stands(me, Known(scene), Purpose.HELP).kind == "own_consent"
    assert "inform_family" in scene.whats(me)
    assert own.id not in {one.id for one in of(scene.mother, scene)}
    consents.inform_family(me, own.id, read(consents.InformForm, {"route": "phone"}))
    assert "inform_family" not in scene.whats(me)
    assert own.id in {one.id for one in of(scene.mother, scene)}
    with pytest.raises(InvalidTransition):
        consents.answer_consent(scene.mother, own.id, NO)


def test_the_plan_can_be_kept_from_a_guardian_only_by_a_young_person_old_enough(
    scene: Scene,
) -> None:
    with pytest.raises(InvalidTransition):
        ask(scene, "family", scene.father_id)
    scene.world.clock.move(days=430)
    plan = scene.plan()
    assert plans.open_plan(scene.father, scene.case) is not None
    assert ask(scene, "family", scene.father_id) == 1
    (own,) = of(scene.world.counsellor, scene, "family")
    no = read(consents.RecordForm, {"answer": "no", "route": "in_person"})
    consents.record_consent(scene.world.counsellor, own.id, no)
    assert plans.open_plan(scene.father, scene.case) is None
    assert plans.open_plan(scene.mother, scene.case) is not None
    assert of(scene.father, scene, "family") == []
    plans.answer_plan(scene.mother, plan, plans.AnswerForm("agreed"))
    said = plans.RecordForm("young_person", None, "agreed", "in_person", "")
    plans.record_answer(scene.world.counsellor, plan, said)
    view = plans.open_plan(scene.world.counsellor, scene.case)
    assert view is not None and view.state == "in_force"


def test_an_emergency_stands_at_once_and_the_family_is_told_later(scene: Scene) -> None:
    me = scene.world.counsellor
    form = read(consents.NameForm, {"purpose": "help", "kind": "emergency", "why": "正在抢救。"})
    made = consents.name_basis(me, scene.case, form)
    consents.answer_consent(scene.mother, of(scene.mother, scene)[0].id, NO)
    assert stands(me, Known(scene), Purpose.HELP).kind == "emergency"
    step = next(s for s in cases.open_case(me, scene.case).steps if s.what == "inform_family")
    assert step.due_at - scene.world.clock.at < timedelta(days=2)
    consents.end_duty(me, made)
    assert not stands(me, Known(scene), Purpose.HELP).stands


def test_a_recipient_must_be_one_of_the_case(scene: Scene) -> None:
    for purpose, who in (("helpers", None), ("helpers", scene.case), ("referrer", helper(scene))):
        with pytest.raises(InvalidForm):
            ask(scene, purpose, who)


def test_a_consent_of_another_familys_case_is_not_found(scene: Scene, world: World) -> None:
    sent = world.refer("officer2", student_name="白小舟", birth_date="2012-01-02")
    other = world.decide(sent.id).case_id
    (one,) = consents.consents(world.coordinator, other)
    with pytest.raises(NotFound):
        consents.answer_consent(scene.mother, one.id, NO)
    with pytest.raises(NotFound):
        consents.consents(world.counsellor, other)
    with pytest.raises(NotFound):
        consents.record_consent(world.counsellor, one.id, consents.RecordForm("no", "phone"))
    assert sessions is not None
