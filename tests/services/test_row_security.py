"""Going around the gate on PostgreSQL: the second line shows only what it must."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Connection

from tests.support.care import Scene
from tests.support.repair import Repair
from tests.support.world import World
from wellbeing import row_security
from wellbeing.forms import read
from wellbeing.policy import Actor, Role
from wellbeing.row_security import APP_ROLE, conditions
from wellbeing.services import cases, cover, incidents, people, students

# SQLite has no second line: there the first stands alone.
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("world", ["postgresql"], indirect=True),
]


@pytest.fixture
def scene(world: World, family: None) -> Scene:
    """A case with a signed note and a plan, on PostgreSQL alone."""
    made = Scene(world)
    made.talk()
    made.plan()
    return made


@contextmanager
def around(world: World, login: str = "", *roles: Role) -> Iterator[Connection]:
    """Open a transaction of somebody's that no rule of ours narrows."""
    actor = Actor(people.me(world.caller(login)).id if login else None, frozenset(roles))
    with world.runtime.engine.connect() as connection:
        row_security.enter(connection, actor)
        yield connection


def rows(connection: Connection, table: str) -> int:
    return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_without_an_actor_and_for_an_administrator_there_is_no_young_person(
    world: World, scene: Scene
) -> None:
    with world.runtime.engine.connect() as owner:
        filled = {name for name in conditions() if rows(owner, name)}
    assert {"student", "referral", "session_note", "plan", "guardian"} <= filled
    for who in (("", Role.VISITOR), ("administrator", Role.ADMINISTRATOR), ("",)):
        with around(world, *who) as connection:
            assert {name for name in conditions() if rows(connection, name)} == set(), who


def test_notes_are_there_for_the_counsellors_of_the_case_alone(world: World, scene: Scene) -> None:
    expected = {
        ("counsellor", Role.COUNSELLOR): 1, ("counsellor2", Role.COUNSELLOR): 0,
        ("coordinator", Role.COORDINATOR): 0, ("officer", Role.OFFICER): 0,
        ("teacher", Role.TEACHER): 0, ("parent", Role.PARENT): 0,
    }  # fmt: skip
    for who, count in expected.items():
        with around(world, *who) as connection:
            assert rows(connection, "session_note") == count, who
    me, other = (people.me(world.caller(one)).id for one in ("counsellor", "counsellor2"))
    cover.appoint_supervisor(world.coordinator, cover.SupervisorForm(me, other))
    cover.open_review(world.counsellor2, scene.case, cover.ReviewForm("regular"))
    with around(world, "counsellor2", Role.COUNSELLOR) as connection:
        assert rows(connection, "session_note") == 1


def test_a_foreign_note_can_be_neither_changed_nor_deleted(world: World, scene: Scene) -> None:
    with around(world, "counsellor2", Role.COUNSELLOR) as connection:
        for statement in ("UPDATE session_note SET rev = 9", "DELETE FROM session_note"):
            assert connection.execute(text(statement)).rowcount == 0


def test_a_family_has_the_rows_of_its_own_child(world: World, scene: Scene) -> None:
    with around(world, "parent", Role.PARENT) as connection:
        assert rows(connection, "plan") == 1
    with around(world, "officer2", Role.PARENT) as connection:
        assert rows(connection, "plan") == 0


def test_a_pooled_connection_keeps_nothing(world: World, scene: Scene) -> None:
    cases.open_case(world.counsellor, scene.case)
    query = "SELECT current_user, current_setting('app.actor', true)"
    pool: Any = world.runtime.engine.pool
    for _ in range(pool.checkedin() + 1):
        with world.runtime.engine.connect() as connection:
            user, actor = connection.execute(text(query)).one()
            assert user != APP_ROLE and not actor


def test_the_role_owns_nothing_and_every_table_about_a_young_person_is_under_it(
    world: World, scene: Scene
) -> None:
    with world.runtime.engine.connect() as connection:
        role = connection.execute(
            text("SELECT rolsuper, rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname = :r"),
            {"r": APP_ROLE},
        ).one()
        under = connection.execute(
            text("SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid "
                 "WHERE c.relrowsecurity AND p.polname = 'second_line'")
        ).scalars()  # fmt: skip
        assert tuple(role) == (False, False, False)
        assert set(under) == set(conditions())


def test_an_incident_is_there_for_who_works_with_it_and_for_its_families(world: World) -> None:
    Repair(world).agree()
    tables = ("incident", "repair_item", "repair_signature")
    for who in (
        ("partner", Role.PARTNER),
        ("", Role.VISITOR),
        ("administrator", Role.ADMINISTRATOR),
    ):
        login = "" if who[0] == "partner" else who[0]
        with around(world, login, who[1]) as connection:
            assert [rows(connection, one) for one in tables] == [0, 0, 0], who
    for who in (("officer", Role.OFFICER), ("parent", Role.PARENT)):
        with around(world, *who) as connection:
            assert all(rows(connection, one) for one in tables), who
    with around(world, "teacher2", Role.PARENT) as connection:
        assert [rows(connection, one) for one in tables] == [0, 0, 0]


def test_a_family_has_the_measures_and_signatures_of_its_own_child_alone(world: World) -> None:
    repair = Repair(world)
    _, child = repair.another_family("2010-05-10")
    raw = {"role": "responsible", "student_id": str(child), "again": "yes"}
    person = read(incidents.PersonForm, raw)
    older = incidents.add_person(repair.officer, repair.id, person)
    repair.confirm(older)
    repair.confirm()
    repair.prepare()
    incidents.prepare_side(repair.officer, older, incidents.PrepareForm("yes", "愿意来。"))
    repair.ready()
    repair.meet_now()
    repair.promise()
    sign = incidents.SignForm(repair.boy, "self", "陆小满")
    incidents.sign_here(repair.officer, repair.id, sign)
    incidents.correct_again(repair.officer, repair.boy, incidents.AgainForm("yes", "还有一次。"))
    parts = {"parent": (repair.boy, 1), "bai": (older, 0)}
    for who, (own, signed) in parts.items():
        with around(world, who, Role.PARENT) as connection:
            query = text("SELECT person_id FROM measure_decision")
            assert list(connection.execute(query).scalars()) == [own], who
            assert rows(connection, "repair_signature") == signed
            assert rows(connection, "again_correction") == 0  # no family reads it
            assert rows(connection, "repair_item") == 1  # what is promised, both sides see
            for statement in (
                "UPDATE measure_decision SET rev = 9 WHERE person_id = :other",
                "DELETE FROM measure_decision WHERE person_id = :other",
            ):
                other = older if own == repair.boy else repair.boy
                assert connection.execute(text(statement), {"other": other}).rowcount == 0
    with around(world, "officer", Role.OFFICER) as connection:
        assert [rows(connection, one) for one in ("measure_decision", "again_correction")] == [2, 1]


def test_gated_acts_run_under_it(
    world: World, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    real = cases.open_case.__wrapped__

    def spy(work: Any, case_id: Any) -> Any:
        seen.append(work.db.connection().execute(text("SELECT current_user")).scalar_one())
        return real(work, case_id)

    from wellbeing.gate import Access, use_case
    from wellbeing.policy import May

    use_case(may=May.SEE_CASE, access=Access.READ)(spy)(world.counsellor, scene.case)
    assert seen == [APP_ROLE]
    assert students.find_students(world.teacher, "陆")


def test_a_planted_query_without_a_rule_meets_the_second_line(world: World, scene: Scene) -> None:
    """Take the first line away, as a mistake would: another's note still does not appear."""
    from sqlalchemy import select, true

    from wellbeing.gate import Access, Work, use_case
    from wellbeing.models import SessionNote
    from wellbeing.policy import May

    @use_case(may=May.COUNSEL, access=Access.READ)
    def leak(work: Work) -> int:
        return len(
            work.db.connection().execute(select(SessionNote.__table__.c.id).where(true())).all()
        )

    assert leak(world.counsellor2) == 0
    assert leak(world.counsellor) == 1
