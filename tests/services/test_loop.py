"""The first closed loop: refer, screen, ask back, decide, tell back; each refusal beside it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.support.world import ANSWERS, World, case_with_parent
from wellbeing.errors import AlreadyDone, Forbidden, InvalidTransition, NotFound
from wellbeing.services import cases, drafts, home, referrals, screening
from wellbeing.services.referrals import ReferralStanding


def test_the_person_who_reported_is_told(world: World) -> None:
    sent = world.refer("officer")
    assert referrals.open_my_referral(world.officer, sent.id).standing is ReferralStanding.RECEIVED
    world.decide(sent.id)
    assert referrals.open_my_referral(world.officer, sent.id).standing is ReferralStanding.LOOKED_AT
    screening.tell_back(world.coordinator, sent.id, screening.TellForm("yes", "here"))
    view = referrals.open_my_referral(world.officer, sent.id)
    assert view.standing is ReferralStanding.ANSWERED
    assert view.answer == "new_case"
    assert screening.queue(world.coordinator).rows == ()


def test_a_decided_referral_stays_in_the_queue_until_the_reply_is_recorded(world: World) -> None:
    sent = world.refer("officer")
    world.decide(sent.id, outcome="advice_only")
    assert [row.id for row in screening.queue(world.coordinator).rows] == [sent.id]
    with pytest.raises(InvalidTransition):
        screening.acknowledge(world.coordinator, sent.id)


def test_a_coded_reason_may_stand_for_the_reply(world: World) -> None:
    sent = world.refer("officer")
    world.decide(sent.id, outcome="advice_only")
    form = screening.TellForm("no", "", "", "unsafe")
    screening.tell_back(world.coordinator, sent.id, form)
    assert referrals.open_my_referral(world.officer, sent.id).answer == "not_told"


def test_only_the_coordinator_screens_decides_and_tells(world: World) -> None:
    sent = world.refer("officer")
    form = screening.DecideForm(("damage",), "u3", "advice_only", reason="x")
    for login in ("officer", "teacher", "counsellor", "administrator"):
        for act in (
            lambda who: screening.queue(who),
            lambda who: screening.acknowledge(who, sent.id),
            lambda who: screening.ask_back(who, sent.id, screening.AskForm("?")),
            lambda who: screening.decide(who, sent.id, form),
            lambda who: screening.tell_back(who, sent.id, screening.TellForm("yes", "here")),
        ):
            with pytest.raises(Forbidden):
                act(world.caller(login))


def test_two_reports_of_one_young_person_meet_and_stay_blind_to_each_other(world: World) -> None:
    first = world.refer("officer")
    second = world.refer("teacher", facts="上课发呆。")
    rows = {row.id: row for row in screening.queue(world.coordinator).rows}
    assert rows[first.id].other_reports == rows[second.id].other_reports == 1
    view = screening.open_screening(world.coordinator, second.id)
    assert [other.id for other in view.others] == [first.id]
    for login, foreign in (("teacher", first.id), ("officer", second.id)):
        with pytest.raises(NotFound):
            referrals.open_my_referral(world.caller(login), foreign)
    assert len(referrals.my_referrals(world.teacher)) == 1


def test_asking_back_gives_the_turn_to_the_referrer_and_back(world: World) -> None:
    sent = world.refer("teacher")
    screening.acknowledge(world.coordinator, sent.id)
    screening.ask_back(world.coordinator, sent.id, screening.AskForm("什么时候?"))
    assert screening.queue(world.coordinator).rows[0].turn is screening.Turn.REFERRER
    assert home.home(world.teacher).mine[0].what == "answer"
    referrals.answer_question(world.teacher, sent.id, referrals.AnswerForm("上周。"))
    assert screening.queue(world.coordinator).rows[0].turn is screening.Turn.COORDINATOR
    exchange = screening.open_screening(world.coordinator, sent.id).exchanges[0]
    assert (exchange.question, exchange.answer) == ("什么时候?", "上周。")
    with pytest.raises(InvalidTransition):
        referrals.answer_question(world.teacher, sent.id, referrals.AnswerForm("again"))


def test_a_repeated_request_saves_one_row(world: World) -> None:
    who, form, request = world.officer, "referral:once", uuid4()
    answers = {**ANSWERS, "school_id": str(world.places["north"])}
    drafts.keep_draft(who, form, answers)
    sent = referrals.send_referral(who.sending(request), form)
    drafts.keep_draft(who, form, answers)
    with pytest.raises(AlreadyDone) as again:
        referrals.send_referral(who.sending(request), form)
    assert again.value.result_id == sent.id
    assert len(referrals.my_referrals(who)) == 1


def test_a_second_referral_joins_the_open_case_and_cannot_open_another(world: World) -> None:
    first, second = world.refer("officer"), world.refer("teacher")
    case_id = world.decide(first.id).case_id
    screening.acknowledge(world.coordinator, second.id)
    another = screening.DecideForm(("peers",), "u3", "new_case", reason="同一位同学。")
    with pytest.raises(InvalidTransition):
        screening.decide(world.coordinator, second.id, another)
    form = screening.DecideForm(("peers",), "u3", "joined_case", reason="同一位同学。")
    screening.decide(world.coordinator, second.id, form)
    assert len(cases.open_case(world.coordinator, case_id).referrals) == 2


def test_a_guardian_sees_the_case_without_referrals_and_nobody_elses(world: World) -> None:
    case_id, mother = case_with_parent(world)
    view = cases.open_case(mother, case_id)
    assert view.student == "陆小满"
    assert view.referrals == () and view.urgency == ""
    kinds = {event.machine for event in view.timeline}
    assert kinds == {"case", "team", "consent"}
    with pytest.raises(Forbidden):
        referrals.my_referrals(mother)
    with pytest.raises(NotFound):
        cases.open_case(world.counsellor2, case_id)
    assert cases.open_case(world.counsellor, case_id).referrals


def test_an_urgency_edited_in_the_database_is_noticed(sqlite_world: World) -> None:
    from wellbeing.crypto import StaleRecord
    from wellbeing.models import Referral

    sqlite_world.refer("officer", danger="yes")
    assert screening.queue(sqlite_world.coordinator).rows[0].urgent
    with sqlite_world.runtime.engine.begin() as connection:
        connection.execute(Referral.__table__.update().values(urgent=False))
    with pytest.raises(StaleRecord):
        screening.queue(sqlite_world.coordinator)


def test_an_urgent_referral_has_hour_clocks_and_stands_first(world: World) -> None:
    calm = world.refer("officer")
    urgent = world.refer("teacher", danger="yes", student_name="白小舟", birth_date="2012-02-03")
    rows = screening.queue(world.coordinator).rows
    assert [row.id for row in rows] == [urgent.id, calm.id]
    assert (urgent.acknowledged_by - urgent.sent_at).total_seconds() == 3600
    world.clock.move(hours=1, minutes=1)
    assert screening.queue(world.coordinator).rows[0].standing == "overdue"
    world.clock.move(minutes=30)
    assert screening.queue(world.coordinator).rows[0].standing == "escalated"


def test_a_first_talk_that_is_long_overdue_comes_to_the_coordinator(world: World) -> None:
    case_with_parent(world)
    assert [step.what for step in home.home(world.counsellor).mine] == ["book_first"]
    assert home.home(world.counsellor2).mine == ()
    world.clock.move(hours=73)
    assert all(step.what != "book_first" for step in home.home(world.coordinator).others)
    world.clock.move(hours=36)
    escalated = [s for s in home.home(world.coordinator).others if s.what == "book_first"]
    assert [step.standing for step in escalated] == ["escalated"]


def test_the_same_name_elsewhere_is_a_quiet_signal_and_never_joined(world: World) -> None:
    first = world.refer("officer")
    other = world.refer("officer2", birth_date="", school_id=str(world.places["south"]))
    view = screening.open_screening(world.coordinator, other.id)
    assert [(one.id, one.certain) for one in view.others] == [(first.id, False)]
    assert screening.queue(world.coordinator).rows[0].other_reports == 0


def test_the_referrer_is_told_of_their_own_open_referral(world: World) -> None:
    sent = world.refer("officer")
    student = screening.open_screening(world.coordinator, sent.id).student_id
    assert referrals.my_open_referrals_of(world.officer, student)[0][1] == sent.number
    assert referrals.my_open_referrals_of(world.teacher, student) == ()


def test_eight_clicks_at_once_save_one_row(world: World) -> None:
    from concurrent.futures import ThreadPoolExecutor

    who, form, request = world.officer, "referral:many", uuid4()
    drafts.keep_draft(who, form, {**ANSWERS, "school_id": str(world.places["north"])})

    def click(_: int) -> object:
        try:
            return referrals.send_referral(who.sending(request), form).id
        except (AlreadyDone, NotFound) as done:
            return getattr(done, "result_id", None)

    with ThreadPoolExecutor(8) as clicks:
        answers = list(clicks.map(click, range(8)))
    sent = referrals.my_referrals(who)
    assert len(sent) == 1
    assert set(answers) == {sent[0].id}


def test_somebody_elses_request_id_opens_nothing(world: World) -> None:
    request = uuid4()
    drafts.keep_draft(
        world.officer, "referral:a", {**ANSWERS, "school_id": str(world.places["north"])}
    )
    referrals.send_referral(world.officer.sending(request), "referral:a")
    drafts.keep_draft(
        world.teacher, "referral:a", {**ANSWERS, "school_id": str(world.places["north"])}
    )
    with pytest.raises(Forbidden):
        referrals.send_referral(world.teacher.sending(request), "referral:a")


def test_two_coordinators_decide_at_once_and_one_is_told(world: World) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from wellbeing.errors import WellbeingError

    sent = world.refer("officer")
    screening.acknowledge(world.coordinator, sent.id)
    form = screening.DecideForm(("damage",), "u3", "new_case", reason="x")

    def decide(who: object) -> str:
        try:
            screening.decide(who, sent.id, form)
        except WellbeingError as refused:
            return type(refused).__name__
        return "decided"

    people_ = [world.coordinator for _ in range(4)]
    with ThreadPoolExecutor(4) as rivals:
        answers = sorted(rivals.map(decide, people_))
    assert answers.count("decided") == 1
    assert set(answers) <= {"decided", "InvalidTransition", "Stale"}
    assert len(cases.cases(world.coordinator)) == 1
