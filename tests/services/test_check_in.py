"""A lent tablet opens the check-in and nothing else, whoever reloads or types an address."""

from __future__ import annotations

import dataclasses
from uuid import UUID

import pytest

from tests.support.care import Scene
from tests.support.world import World
from wellbeing.errors import Forbidden, InvalidTransition, NotFound, SignedOut
from wellbeing.forms import InvalidForm, read
from wellbeing.services import (
    audit_trail,
    cases,
    check_in,
    drafts,
    home,
    measures,
    observations,
    people,
    sessions,
    students,
    team,
)

FILLED = check_in.CheckInForm("4", "4", "4", "4", "3", "有人陪我", "方老师可以", "奶奶")


class Tablet:
    """The counsellor's browser, lent for a talk."""

    def __init__(self, world: World) -> None:
        self.scene = Scene(world)
        self.me = world.counsellor
        self.talk = self.scene.book()
        check_in.lend(self.me, self.talk, check_in.LendForm("2468"))


@pytest.fixture
def tablet(world: World, family: None) -> Tablet:
    """The lent tablet on this database."""
    return Tablet(world)


def test_a_lent_tablet_can_do_one_thing_only(tablet: Tablet) -> None:
    me, case = tablet.me, tablet.scene.case
    assert people.me(me).roles == {"tablet"}
    closed = (
        lambda: home.home(me),
        lambda: cases.cases(me),
        lambda: cases.open_case(me, case),
        lambda: sessions.open_session(me, tablet.talk),
        lambda: measures.tracker(me, case),
        lambda: students.find_students(me, "陆"),
        lambda: drafts.my_drafts(me, ""),
        lambda: drafts.open_draft(me, "referral:x"),
        lambda: people.choose_language(me, "en"),
        lambda: check_in.lend(me, tablet.talk, check_in.LendForm("1111")),
    )
    for act in closed:
        with pytest.raises(Forbidden):
            act()
    assert check_in.place(me).filled is False


def test_the_answers_go_straight_into_the_sealed_record_once(tablet: Tablet) -> None:
    check_in.check_in(tablet.me, FILLED)
    assert check_in.place(tablet.me).filled
    with pytest.raises(InvalidTransition):
        check_in.check_in(tablet.me, FILLED)
    check_in.give_back(tablet.me, check_in.GiveBackForm("2468"))
    tablet.scene.world.clock.move(days=8, hours=6)
    me = tablet.scene.world.counsellor
    form = read(sessions.FirstHeldForm, {"talk_consent": "yes", "limits_told": "yes"})
    sessions.hold(me, tablet.talk, form)
    line = measures.series(me, tablet.scene.case)[0]
    assert line.values == (19,)
    words = sessions.open_session(me, tablet.talk).own_words
    assert words == ("有人陪我", "方老师可以", "奶奶")
    office = tablet.scene.world.coordinator
    assert measures.series(office, tablet.scene.case)[0].values == (19,)
    assert sessions.open_session(office, tablet.talk).own_words == ("", "", "")
    assert measures.series(tablet.scene.mother, tablet.scene.case) == ()


def test_the_young_person_alone_lets_the_family_see_the_total(tablet: Tablet) -> None:
    check_in.check_in(tablet.me, dataclasses.replace(FILLED, share="yes"))
    family = measures.tracker(tablet.scene.mother, tablet.scene.case)
    assert [one.values for one in family.series] == [(19,)]


def test_only_the_counsellors_number_leads_back(tablet: Tablet) -> None:
    with pytest.raises(check_in.WrongPin):
        check_in.give_back(tablet.me, check_in.GiveBackForm("0000"))
    assert people.me(tablet.me).roles == {"tablet"}
    check_in.give_back(tablet.me, check_in.GiveBackForm("2468"))
    assert people.me(tablet.me).roles == {"counsellor"}
    with pytest.raises(Forbidden):
        check_in.check_in(tablet.me, FILLED)


def test_after_five_wrong_numbers_the_tablet_is_signed_out(tablet: Tablet) -> None:
    for _ in range(check_in.TRIES):
        with pytest.raises(check_in.WrongPin):
            check_in.give_back(tablet.me, check_in.GiveBackForm("1234"))
    with pytest.raises(SignedOut):
        check_in.place(tablet.me)


def test_the_counsellors_other_browser_stays_as_it_was(tablet: Tablet) -> None:
    assert people.me(tablet.scene.world.counsellor).roles == {"counsellor"}


def test_a_tablet_is_lent_only_by_the_counsellor_of_the_talk(world: World) -> None:
    scene = Scene(world)
    talk: UUID = scene.book()
    for login in ("coordinator", "teacher", "officer"):
        with pytest.raises(Forbidden):
            check_in.lend(world.caller(login), talk, check_in.LendForm("2468"))
    with pytest.raises(InvalidForm):
        check_in.lend(world.counsellor, talk, check_in.LendForm("12a4"))


def test_an_empty_check_in_is_asked_for_one_answer(tablet: Tablet) -> None:
    with pytest.raises(InvalidForm):
        check_in.check_in(tablet.me, check_in.CheckInForm())


def test_a_teacher_of_the_team_observes_and_a_stranger_does_not(world: World) -> None:
    scene = Scene(world)
    raw = {"concentration": "4", "belonging": "3", "attendance": "71", "mark": "62"}
    form = read(observations.ObserveForm, raw)
    for login in ("teacher", "teacher2"):
        with pytest.raises(NotFound):
            observations.observe(world.caller(login), scene.case, form)
    people_ = team.people_for(world.counsellor, scene.case).helpers
    teacher = next(one[0] for one in people_ if one[1].startswith("teacher ("))
    team.add_helper(world.counsellor, scene.case, team.HelperForm(teacher))
    observations.observe(world.teacher, scene.case, form)
    wrong = read(observations.ObserveForm, {**raw, "attendance": "200"})
    with pytest.raises(InvalidForm):
        observations.observe(world.teacher, scene.case, wrong)
    assert len(measures.tracker(world.counsellor, scene.case).observations) == 1
    assert measures.tracker(scene.mother, scene.case).observations == ()


def test_whoever_reported_reads_one_word_and_nothing_else(world: World) -> None:
    scene = Scene(world)
    view = measures.tracker(world.officer, scene.case)
    assert (view.direction, view.student, view.series, view.goals) == ("too_early", "", (), ())
    for login in ("officer2", "teacher", "teacher2"):
        with pytest.raises(NotFound):
            measures.tracker(world.caller(login), scene.case)


def test_the_family_reads_who_opened_the_record_by_role_and_day(world: World) -> None:
    scene = Scene(world)
    cases.open_case(world.counsellor, scene.case)
    assert {one.role for one in audit_trail.who_opened(scene.mother, scene.case)} >= {"counsellor"}
    with pytest.raises(NotFound):
        audit_trail.who_opened(world.officer2, scene.case)
