"""What is refused is entered once a day, and whoever is refused cannot tell why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pyotp
import pytest
from sqlalchemy import event, select

from tests.support.care import TUESDAY, Scene
from tests.support.world import World
from wellbeing import audit
from wellbeing.errors import FactorNeeded, Forbidden, NotFound, WellbeingError
from wellbeing.forms import read
from wellbeing.gate import Access, Caller, Work, use_case
from wellbeing.models import CounsellingSession, Plan
from wellbeing.policy import May
from wellbeing.services import (
    cases,
    erasure,
    invitations,
    people,
    plans,
    second_factor,
    sessions,
)


def _denied(world: World, who: Caller | None = None) -> list[tuple[str, str, UUID | None]]:
    """Return act, kind and object of what was denied, to one person where they are named."""
    c = audit.TABLE.c
    query = select(c.act, c.kind, c.object_id).where(c.outcome == "denied").order_by(c.seq)
    if who is not None:
        query = query.where(c.actor_id == people.me(who).id)
    with world.runtime.reading.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


def _refused(act: Callable[..., Any], *args: Any) -> WellbeingError:
    with pytest.raises((NotFound, Forbidden, FactorNeeded)) as met:
        act(*args)
    return met.value


def test_a_foreign_record_is_entered_by_its_id_and_an_unknown_id_without_one(
    scene: Scene,
) -> None:
    world, who = scene.world, scene.world.counsellor2
    talk = scene.book()
    asked: list[tuple[Callable[..., Any], str, UUID]] = [
        (cases.open_case, "case_file", scene.case),
        (sessions.open_session, "counselling_session", talk),
        (plans.open_plan, "case_file", scene.case),
    ]
    for act, _, one in asked:
        theirs, nobodys = _refused(act, who, one), _refused(act, who, uuid4())
        assert type(theirs) is type(nobodys) is NotFound
        assert (theirs.message, theirs.params) == (nobodys.message, nobodys.params)
    found = _denied(world, who)
    assert [one for one in found if one[2]] == [
        ("open_case", "case_file", scene.case), ("open_session", "counselling_session", talk),
    ]  # fmt: skip
    # Of unknown ids the entry says that somebody asked, and not for what.
    assert {one[1:] for one in found if not one[2]} == {("", None)}


def test_it_is_entered_once_for_an_actor_and_a_record_until_the_next_day_of_the_site(
    sqlite_world: World,
) -> None:
    world = sqlite_world
    scene = Scene(world)
    strangers = world.counsellor2, world.officer2
    before = len(_denied(world))
    for who in strangers:
        for _ in range(3):
            _refused(cases.open_case, who, scene.case)
            _refused(sessions.room_days, who, scene.case)
    assert [one[2] for one in _denied(world)[before:]].count(scene.case) == 2
    # 16:30 in UTC is half past midnight in Shanghai: another day of the site, the same in UTC.
    world.clock.at = world.clock.at.replace(hour=16, minute=30)
    who = world.counsellor2
    _refused(cases.open_case, who, scene.case)
    assert [one[2] for one in _denied(world, who)].count(scene.case) == 2


def test_a_role_is_refused_an_act_once_a_day_whatever_it_was_about(sqlite_world: World) -> None:
    world, scene = sqlite_world, Scene(sqlite_world)
    who = world.administrator
    for one in (scene.case, uuid4(), scene.case):
        assert type(_refused(cases.open_case, who, one)) is Forbidden
    assert _denied(world, who) == [("open_case", "", None)]


def _transactions(world: World, act: Callable[..., Any], *args: Any) -> int:
    """Return how many transactions a refused act takes, with those that enter it."""
    begun: list[object] = []
    engine = world.runtime.engine

    def note(connection: object) -> None:
        begun.append(connection)

    event.listen(engine, "begin", note)
    _refused(act, *args)
    event.remove(engine, "begin", note)
    return len(begun)


def test_a_refusal_takes_two_more_transactions_where_it_is_entered_and_one_where_it_was(
    scene: Scene,
) -> None:
    world = scene.world
    foreign = cases.open_case, world.counsellor2, scene.case
    role = cases.open_case, world.administrator, scene.case
    for asked in (foreign, role):
        assert [_transactions(world, *asked) for _ in range(2)] == [3, 2]


def test_guesses_are_seen_and_cannot_fill_the_disk(sqlite_world: World) -> None:
    world, who = sqlite_world, sqlite_world.counsellor2
    for last in (7, 7, 9):
        _refused(cases.open_case, who, UUID(bytes=uuid4().bytes[:15] + bytes((last,))))
    assert _denied(world, who) == [("open_case", "", None)] * 2


def test_an_act_that_a_second_factor_should_stand_before_is_entered_with_its_record(
    sqlite_world: World,
) -> None:
    world, scene = sqlite_world, Scene(sqlite_world)
    who = world.coordinator
    seed = second_factor.begin_factor(who).seed
    now = int(world.clock().timestamp())
    second_factor.confirm_factor(who, second_factor.CodeForm(pyotp.TOTP(seed).at(now)))
    world.clock.move(minutes=11)
    form = erasure.EraseForm("all", "purpose_over")
    for one in (scene.student, scene.student, uuid4()):
        assert type(_refused(erasure.erase, who, one, form)) is FactorNeeded
    assert _denied(world, who) == [("erase", "student", scene.student), ("erase", "", None)]


@use_case(may=May.RUN_CASE)
def _note_basis(work: Work, plan_id: UUID) -> None:
    work.find(Plan, plan_id).basis_note = "为了孩子的安全。"


@use_case(may=May.SEE_PLAN, access=Access.READ)
def _open_basis(work: Work, plan_id: UUID) -> Any:
    """Open a text of the plan that a family sees, and that is not for the family."""
    return work.find(Plan, plan_id).basis_note.reveal()


def test_a_sealed_text_that_stays_closed_is_entered_with_its_row(scene: Scene) -> None:
    world, plan, who = scene.world, scene.plan(), scene.mother
    _note_basis(world.counsellor, plan)
    assert _open_basis(world.counsellor, plan)
    assert type(_refused(_open_basis, who, plan)) is Forbidden
    assert _denied(world, who) == [("_open_basis", "plan", plan)]


def test_a_denial_survives_the_act_that_it_ended_and_proves_nothing_was_written(
    scene: Scene,
) -> None:
    world, who = scene.world, scene.world.counsellor2
    form = read(sessions.BookForm, TUESDAY)
    _refused(sessions.book, who, scene.case, form)
    assert _denied(world, who) == [("book", "case_file", scene.case)]
    with world.runtime.reading.connect() as connection:
        assert connection.execute(select(CounsellingSession.__table__.c.id)).all() == []
        assert audit.verify(connection, world.runtime.keyring()) is None


def test_nobody_at_the_door_is_entered_as_denied(sqlite_world: World) -> None:
    _refused(invitations.invitation, sqlite_world.visitor, "no such code")
    assert _denied(sqlite_world) == []
