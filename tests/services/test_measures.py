"""Measurements: who may record, what each reader gets, and that gaps stay gaps."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests.services.test_second_factor import _enrol
from tests.support.repair import Repair
from tests.support.world import World, case_with_parent
from wellbeing.audit import TABLE
from wellbeing.errors import FactorNeeded, Forbidden, NotFound
from wellbeing.forms import InvalidForm, read
from wellbeing.gate import Caller
from wellbeing.measures import MeasureError
from wellbeing.services import measures, plans, sessions
from wellbeing.services.measures import CHECK_IN, GOAL, FileKind, Reader, RecordForm, Trend

FIVE = (4, 4, 4, 4, 3)


def check_in(who: Caller, case_id: UUID, total: float, **more: object) -> UUID:
    """Record one check-in by its total."""
    form = RecordForm(CHECK_IN, total=total, **more)  # type: ignore[arg-type]
    return measures.record(who, case_id, form)


def talk(world: World, case_id: UUID) -> UUID:
    """Book a talk for tomorrow, let the day come, and hold it."""
    who = world.counsellor
    raw = {"day": world.clock.at.date().isoformat(), "at": "14:00", "minutes": "50"}
    found = sessions.book(who, case_id, read(sessions.BookForm, raw))
    world.clock.move(days=1)
    first = sessions.open_session(world.counsellor, found).first
    form = sessions.FirstHeldForm("yes", "yes") if first else sessions.HeldForm()
    sessions.hold(world.counsellor, found, form)
    return found


def test_the_counsellor_records_and_sees_every_answer_scored(world: World) -> None:
    case_id, _ = case_with_parent(world)
    measures.record(world.counsellor, case_id, RecordForm(CHECK_IN, answers=FIVE))
    view = measures.tracker(world.counsellor, case_id)
    assert view.reader is Reader.COUNSELLOR and view.may_record
    assert view.series[0].values == (19,)
    coordinator = measures.tracker(world.coordinator, case_id)
    assert coordinator.series[0].values == (19,) and not coordinator.may_record


def test_nobody_but_a_counsellor_of_the_case_records(world: World) -> None:
    case_id, mother = case_with_parent(world)
    for who in (world.officer, world.teacher, world.coordinator, world.administrator, mother):
        with pytest.raises(Forbidden):
            check_in(who, case_id, 20)
    with pytest.raises(NotFound):
        check_in(world.counsellor2, case_id, 20)


def test_who_reported_gets_one_word_and_others_nothing(world: World) -> None:
    case_id, _ = case_with_parent(world)
    for total in (19, 25, 34):
        check_in(world.counsellor, case_id, total)
    view = measures.tracker(world.officer, case_id)
    assert (view.reader, view.direction) == (Reader.REFERRER, "better")
    assert view.series == view.goals == view.happenings == () and view.student == ""
    for who in (world.officer2, world.teacher, world.teacher2, world.counsellor2):
        with pytest.raises(NotFound):
            measures.tracker(who, case_id)
    with pytest.raises(Forbidden):
        measures.tracker(world.administrator, case_id)
    with pytest.raises(NotFound):
        measures.series(world.officer, case_id)


def test_the_family_sees_what_was_agreed_and_nothing_else(world: World) -> None:
    case_id, mother = case_with_parent(world)
    check_in(world.counsellor, case_id, 11)
    assert measures.tracker(mother, case_id).series == ()
    check_in(world.counsellor, case_id, 25, shared="yes")
    view = measures.tracker(mother, case_id)
    assert view.series[0].values == (25,)
    assert view.happenings == () and view.reviews == () and view.observations == ()


def test_views_of_different_people_stay_apart(world: World) -> None:
    case_id, _ = case_with_parent(world)
    check_in(world.counsellor, case_id, 20)
    check_in(world.counsellor, case_id, 30, informant="parent")
    lines = measures.series(world.counsellor, case_id)
    assert {line.informant: line.values for line in lines} == {
        "young_person": (20,), "parent": (30,),
    }  # fmt: skip


def test_a_talk_without_a_score_stays_a_gap(world: World) -> None:
    case_id, _ = case_with_parent(world)
    first, _, third = (talk(world, case_id) for _ in range(3))
    world.clock.move(days=1)
    for session, total in ((first, 20), (third, 24)):
        own = sessions.open_session(world.counsellor, session).starts_at.date()
        check_in(world.counsellor, case_id, total, about_id=session, taken_on=own)
    line = measures.tracker(world.counsellor, case_id).series[0]
    assert line.values == (20, None, 24)
    held = [one.kind for one in measures.tracker(world.counsellor, case_id).happenings]
    assert held.count("held") == 3


def test_goals_are_rated_one_by_one_and_the_family_sees_them(world: World) -> None:
    case_id, mother = case_with_parent(world)
    raw = {"strengths": "羽毛球", "goal_1": "说说话", "now_1": "3", "hoped_1": "8"}
    plans.write_plan(world.counsellor, case_id, read(plans.PlanForm, raw))
    goal = measures.tracker(world.counsellor, case_id).targets[0][0]
    for value in (3, 8):
        form = RecordForm(GOAL, total=value, about_id=goal)
        measures.record(world.counsellor, case_id, form)
    line = measures.tracker(world.counsellor, case_id).goals[0]
    assert (line.title, line.hoped, line.values) == ("说说话", 8, (3, 8))
    assert measures.tracker(mother, case_id).goals[0].values == (3, 8)


def test_what_the_instrument_refuses_is_not_saved(world: World) -> None:
    case_id, _ = case_with_parent(world)
    bad = (
        RecordForm(CHECK_IN, total=51),
        RecordForm(CHECK_IN, answers=(1, 2)),
        RecordForm(CHECK_IN, answers=(4, 4, 4, None, None)),
        RecordForm("phq9", answers=(0,) * 9),
        RecordForm("nothing", total=1),
        RecordForm(CHECK_IN, total=20, informant="neighbour"),
        RecordForm(GOAL, total=5),
        RecordForm("sdq", answers=(1, 2, 3)),
    )
    for form in bad:
        with pytest.raises(MeasureError):
            measures.record(world.counsellor, case_id, form)
    for about in (uuid4(),):
        with pytest.raises(NotFound):
            check_in(world.counsellor, case_id, 20, about_id=about)
    assert measures.series(world.counsellor, case_id) == ()
    measures.record(world.counsellor, case_id, RecordForm("sdq", total=18, informant="teacher"))
    assert measures.series(world.counsellor, case_id)[0].readings[0].band == "high"


def test_what_is_typed_over_from_paper_becomes_one_measurement(world: World) -> None:
    case_id, mother = case_with_parent(world)
    raw = {"informant": "young_person", "mood": "4", "sleep": "4", "school": "4",
           "friends": "4", "home": "3", "shared": "yes"}  # fmt: skip
    measures.record(world.counsellor, case_id, read(measures.CheckInOnPaper, raw).record())
    assert measures.tracker(mother, case_id).series[0].values == (19,)
    raw = {"informant": "teacher", "total": "18"}
    measures.record(world.counsellor, case_id, read(measures.TotalOnPaper, raw).record("sdq"))
    assert measures.series(world.counsellor, case_id)[1].values == (18,)
    for form, more in (
        (measures.TotalOnPaper, {"total": "many"}),
        (measures.GoalAttained, {"goal_id": str(uuid4()), "level": "1", "weight": "101"}),
    ):
        filled = read(form, {"informant": "young_person", **more})
        with pytest.raises(InvalidForm):
            filled.record("sdq") if form is measures.TotalOnPaper else filled.record()


def _with_goals(world: World) -> tuple[UUID, Caller]:
    case_id, mother = case_with_parent(world)
    raw = {"strengths": "羽毛球", "goal_1": "说说话", "now_1": "3", "hoped_1": "8"}
    plan = plans.write_plan(world.counsellor, case_id, read(plans.PlanForm, raw))
    goal = measures.tracker(world.counsellor, case_id).targets[0][0]
    for value in (3, 8):
        form = RecordForm(GOAL, total=value, about_id=goal)
        measures.record(world.counsellor, case_id, form)
    assert measures.own_sheet(world.counsellor, case_id, Trend.LEFT_OUT).goals == ()  # a draft yet
    task = plans.TaskForm("早点关手机", "counsellor", None, "school", world.clock.at.date())
    plans.add_task(world.counsellor, plan, task)
    plans.propose(world.counsellor, plan)
    return case_id, mother


def test_the_young_person_sees_goals_and_a_trend_only_if_they_want_it(world: World) -> None:
    case_id, _ = _with_goals(world)
    for total in (19, 25, 34):
        check_in(world.counsellor, case_id, total)
    check_in(world.counsellor, case_id, 9, informant="parent")
    sheet = measures.own_sheet(world.counsellor, case_id, Trend.LEFT_OUT)
    assert [(one.title, one.values) for one in sheet.goals] == [("说说话", (3, 8))]
    assert (sheet.series, sheet.direction) == ((), "too_early")
    wanted = measures.own_sheet(world.counsellor, case_id, Trend.WANTED)
    assert [one.values for one in wanted.series] == [(19, 25, 34)]
    assert wanted.direction == "better" and not wanted.may_record
    assert wanted.happenings == wanted.reviews == wanted.observations == wanted.targets == ()


def test_only_the_counsellor_of_the_case_gives_the_sheet_out(world: World) -> None:
    case_id, mother = _with_goals(world)
    for who in (world.officer, world.teacher, world.coordinator, world.administrator, mother):
        with pytest.raises(Forbidden):
            measures.own_sheet(who, case_id, Trend.WANTED)
    with pytest.raises(NotFound):
        measures.own_sheet(world.counsellor2, case_id, Trend.LEFT_OUT)


def test_an_incident_stands_on_the_staffs_axis_and_on_no_other(world: World) -> None:
    repair = Repair(world)
    check_in(world.counsellor, repair.case, 20, shared="yes")
    for who in (world.counsellor, world.coordinator):
        seen = measures.tracker(who, repair.case).happenings
        assert [one.on.isoformat() for one in seen if one.kind == "incident"] == ["2026-03-05"]
    assert measures.tracker(repair.mother, repair.case).happenings == ()
    assert measures.own_sheet(world.counsellor, repair.case, Trend.WANTED).happenings == ()


def test_progress_leaves_as_a_file_only_with_an_entry_of_who_took_it(world: World) -> None:
    case_id, mother = case_with_parent(world)
    check_in(world.counsellor, case_id, 19)
    for who in (world.counsellor, mother):
        measures.export_progress(who, case_id, FileKind.CSV)
    # Who sees no line, or no case, takes none away.
    for who in (world.officer, world.teacher, world.counsellor2, world.officer2):
        with pytest.raises(NotFound):
            measures.export_progress(who, case_id, FileKind.SVG)
    with pytest.raises(Forbidden):
        measures.export_progress(world.administrator, case_id, FileKind.CSV)
    with world.runtime.reading.connect() as connection:
        query = select(TABLE.c.outcome, TABLE.c.object_id, TABLE.c.detail)
        rows = connection.execute(query.where(TABLE.c.act == "export_progress")).all()
    done = [tuple(one) for one in rows if one.outcome == "done"]
    assert done == [("done", case_id, "file=csv")] * 2


def test_taking_progress_away_asks_for_a_fresh_code_where_there_is_one(world: World) -> None:
    case_id, _ = case_with_parent(world)
    me = world.counsellor
    _enrol(world, me)
    measures.export_progress(me, case_id, FileKind.CSV)
    world.clock.move(minutes=11)
    with pytest.raises(FactorNeeded):
        measures.export_progress(me, case_id, FileKind.CSV)
