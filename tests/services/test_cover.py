"""Supervisor, deputy, delegate: exactly their cases, from one moment to another, and no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.support.care import Scene
from tests.support.world import World, accept
from wellbeing import audit
from wellbeing.errors import Forbidden, NotFound
from wellbeing.forms import InvalidForm
from wellbeing.gate import Caller
from wellbeing.services import cases, cover, home, invitations, need_to_know, people, sessions


@pytest.fixture
def scene(world: World, family: None) -> Scene:
    """A case of the north counsellor, beside whom there is a colleague."""
    return Scene(world)


def who_is(world: World, login: str) -> UUID:
    """Return the id of somebody with an account."""
    return people.me(world.caller(login)).id


def _supervised(world: World) -> UUID:
    form = cover.SupervisorForm(who_is(world, "counsellor"), who_is(world, "counsellor2"))
    return cover.appoint_supervisor(world.coordinator, form)


def _refused(act: Callable[..., Any], *args: Any) -> None:
    with pytest.raises((NotFound, Forbidden)):
        act(*args)


def test_a_supervisor_reads_the_case_and_not_the_talk(world: World, scene: Scene) -> None:
    talk = scene.talk()
    me = world.counsellor2
    _refused(cases.open_case, me, scene.case)
    _supervised(world)
    assert cases.open_case(me, scene.case).reads_as == "supervisor"
    assert sessions.open_session(me, talk).parts == {}
    _refused(sessions.book, me, scene.case, _booking())
    assert cases.open_case(world.counsellor, scene.case).reads_as == ""


def _booking() -> Any:
    from tests.support.care import TUESDAY
    from wellbeing.forms import read

    return read(sessions.BookForm, {**TUESDAY, "day": "2026-04-21"})


def test_under_a_review_the_talks_open_for_a_day_and_every_reading_says_so(
    world: World, scene: Scene
) -> None:
    talk = scene.talk()
    me = world.counsellor2
    _refused(cover.open_review, me, scene.case, cover.ReviewForm("regular"))
    _supervised(world)
    cover.open_review(me, scene.case, cover.ReviewForm("regular"))
    assert sessions.open_session(me, talk).parts
    with world.runtime.reading.connect() as connection:
        t = audit.TABLE.c
        found = connection.execute(
            select(t.detail).where(
                t.kind == "session_note", t.actor_id == who_is(world, "counsellor2")
            )
        ).scalars()
        assert any(detail.startswith("review:") for detail in found)
    world.clock.move(hours=25)
    assert sessions.open_session(world.counsellor2, talk).parts == {}


def test_a_deputy_acts_during_the_absence_and_not_a_day_longer(world: World, scene: Scene) -> None:
    made = scene.book(day="2026-03-12")
    form = cover.DeputyForm(
        who_is(world, "counsellor"), who_is(world, "counsellor2"),
        date(2026, 3, 11), date(2026, 3, 13),
    )  # fmt: skip
    cover.name_deputy(world.coordinator, form)
    _refused(cases.open_case, world.counsellor2, scene.case)
    world.clock.move(days=3, hours=7)
    me = world.counsellor2
    assert "record_session" in {step.what for step in home.home(me).mine}
    sessions.hold(me, made, sessions.FirstHeldForm("yes", "yes"))
    sessions.sign_note(me, made, sessions.LAYOUTS["free"]("他说还好。"))
    world.clock.move(days=2)
    _refused(cases.open_case, world.counsellor2, scene.case)
    _refused(sessions.open_session, world.counsellor2, made)


def test_a_case_given_for_a_time_comes_back_by_itself(world: World, scene: Scene) -> None:
    form = cover.DelegateForm(who_is(world, "counsellor2"), date(2026, 3, 20))
    _refused(cover.delegate, world.counsellor2, scene.case, form)
    cover.delegate(world.counsellor, scene.case, form)
    me = world.counsellor2
    assert cases.open_case(me, scene.case).reads_as == ""
    assert "book_first" in {step.what for step in home.home(me).mine}
    world.clock.move(days=12)
    _refused(cases.open_case, world.counsellor2, scene.case)


def test_what_is_ended_early_ends_at_the_next_click(world: World, scene: Scene) -> None:
    made = _supervised(world)
    me = world.counsellor2
    assert cases.open_case(me, scene.case)
    _refused(cover.end_cover, me, made)
    cover.end_cover(world.coordinator, made)
    _refused(cases.open_case, me, scene.case)


def test_only_the_coordinator_appoints_and_only_counsellors_are_appointed(
    world: World, scene: Scene
) -> None:
    me, other = who_is(world, "counsellor"), who_is(world, "counsellor2")
    _refused(cover.appoint_supervisor, world.counsellor, cover.SupervisorForm(me, other))
    for pair in ((me, me), (me, who_is(world, "officer")), (None, other)):
        with pytest.raises(InvalidForm):
            cover.appoint_supervisor(world.coordinator, cover.SupervisorForm(*pair))


def test_ties_end_with_the_role(world: World, scene: Scene) -> None:
    _supervised(world)
    me = world.counsellor2
    assert cases.open_case(me, scene.case)
    people.deactivate(world.coordinator, who_is(world, "counsellor2"))
    _refused(cases.open_case, me, scene.case)


def _why(who: Caller, kind: str, record_id: UUID) -> dict[str, str]:
    return {one.name: one.why for one in need_to_know.who_sees(who, kind, record_id)}


def test_every_record_tells_who_may_see_it_and_why(world: World, scene: Scene) -> None:
    _supervised(world)
    talk = scene.talk()
    office = world.coordinator
    seen = _why(office, "case_file", scene.case)
    assert seen["counsellor (虚构)"] == "team"
    assert seen["counsellor2 (虚构)"] == "supervisor"
    assert seen["parent (虚构)"] == "guardian"
    assert not {"officer (虚构)", "teacher (虚构)", "administrator (虚构)"} & set(seen)
    child = _why(office, "student", scene.student)
    assert child["officer (虚构)"] == "referrer" and child["teacher (虚构)"] == "school"
    assert need_to_know.why_i_see(world.counsellor, "counselling_session", talk).allowed
    assert need_to_know.why_i_see(world.counsellor2, "case_file", scene.case).why == "supervisor"
    _refused(need_to_know.who_sees, world.officer, "case_file", scene.case)
    _refused(need_to_know.who_sees, office, "user_account", who_is(world, "officer"))


def test_a_family_is_not_told_who_reported_nor_of_the_other_parent(
    world: World, scene: Scene
) -> None:
    seen = set(_why(scene.mother, "case_file", scene.case))
    assert seen == {"counsellor (虚构)"}


def test_who_may_see_is_what_everybody_sees(world: World, scene: Scene) -> None:
    """The candidates are complete: asking everybody one by one gives the same names."""
    _supervised(world)
    office = world.coordinator
    for login in ("coordinator2", "counsellor3"):
        role = login[:-1]
        place = None if role == "coordinator" else world.places["south"]
        invite = invitations.InviteForm(f"{login} (虚构)", role, place)
        accept(world, invitations.invite(office, invite).link, login)
    logins = [
        "officer", "officer2", "teacher", "teacher2", "counsellor", "counsellor2", "counsellor3",
        "administrator", "coordinator2", "parent", "father",
    ]  # fmt: skip
    for kind, record_id in (("case_file", scene.case), ("student", scene.student)):
        told = set(_why(office, kind, record_id))
        assert told == {f"{one} (虚构)" for one in logins if _sees(world, one, kind, record_id)}


def _sees(world: World, login: str, kind: str, record_id: UUID) -> bool:
    from tests.contract.test_access import ids_of
    from wellbeing.models import Case, Student

    model = {"case_file": Case, "student": Student}[kind]
    return record_id in ids_of(world.caller(login), model)
