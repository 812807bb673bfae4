"""Going around the gate to write, on PostgreSQL: no row for a foreign case, none changes hands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from tests.support.care import Scene
from tests.support.repair import Repair
from tests.support.world import World
from wellbeing import row_security, row_writes
from wellbeing.crypto import SealedBytes
from wellbeing.db import code_of
from wellbeing.models import Base
from wellbeing.policy import Actor, Role
from wellbeing.row_security import conditions
from wellbeing.services import people

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("world", ["postgresql"], indirect=True),
]
REFUSED = "42501"  # insufficient privilege: a policy, or a right that the role has not
STRANGERS = (
    ("counsellor2", Role.COUNSELLOR), ("officer2", Role.OFFICER), ("teacher2", Role.TEACHER),
    ("teacher2", Role.PARENT), ("administrator", Role.ADMINISTRATOR), ("", Role.VISITOR),
    ("", Role.PARTNER), ("", Role.GUEST), ("counsellor2", Role.TABLET),
)  # fmt: skip


@pytest.fixture
def scene(world: World, family: None) -> Scene:
    """A case with a signed note, a plan and an incident with its agreement."""
    made = Repair(world)
    made.talk()
    made.plan()
    made.agree()
    return made


@contextmanager
def around(world: World, login: str, *roles: Role) -> Iterator[tuple[Connection, Any]]:
    """Open a transaction of somebody's that no rule of ours narrows; nothing of it is kept."""
    me = people.me(world.caller(login)).id if login else None
    with world.runtime.engine.connect() as connection:
        row_security.enter(connection, Actor(me, frozenset(roles)))
        yield connection, me


def outcome(connection: Connection, statement: Any, values: Any = None) -> str:
    """Return the database's error code, or how many rows were touched; leave nothing behind."""
    trial = connection.begin_nested()
    try:
        return str(connection.execute(statement, values).rowcount)
    except DBAPIError as error:
        return code_of(error)
    finally:
        trial.rollback()


def stored(world: World) -> dict[str, dict[str, Any]]:
    """Return one row of every table about young people that has any, as the database has it."""
    found = {}
    with world.runtime.engine.connect() as owner:
        for name in conditions():
            row = owner.execute(select(Base.metadata.tables[name]).limit(1)).mappings().first()
            if row is not None:
                found[name] = dict(row)
    return found


def copy_of(name: str, row: dict[str, Any], me: Any) -> dict[str, Any]:
    """Return a new row like another, of whoever writes it."""
    owner = row_writes._class_of(name).__owner__
    fresh: dict[str, Any] = {"id": uuid4()} | ({owner: me} if owner and me else {})
    columns = Base.metadata.tables[name].columns
    sealed = {
        key: SealedBytes(value) for key, value in row.items()
        if value is not None and type(columns[key].type).__name__ == "SealedType"
    }  # fmt: skip
    return row | sealed | {key: value for key, value in fresh.items() if key in row}


def test_nobody_adds_a_row_to_a_case_or_child_that_is_not_theirs(
    world: World, scene: Scene
) -> None:
    rows = stored(world)
    assert {"session_note", "plan", "plan_task", "guardian", "incident_person"} <= set(rows)
    # Their own drafts, sealed requests and first records of something new are everybody's here.
    own = {"draft", "sealed_access", "incident"}
    for login, role in STRANGERS:
        with around(world, login, role) as (connection, me):
            for name in set(rows) - own:
                row, table = copy_of(name, rows[name], me), Base.metadata.tables[name]
                assert outcome(connection, table.insert(), row) == REFUSED, (login, role, name)


def test_who_works_with_the_case_adds_rows_to_it(world: World, scene: Scene) -> None:
    rows = stored(world)
    with around(world, "counsellor", Role.COUNSELLOR) as (connection, me):
        for name in ("session_note", "plan", "plan_task", "follow_up", "counselling_session"):
            if name in rows:
                row, table = copy_of(name, rows[name], me), Base.metadata.tables[name]
                assert outcome(connection, table.insert(), row) != REFUSED, name


def test_a_row_must_name_the_young_person_of_its_case(world: World, scene: Scene) -> None:
    rows, other = stored(world), world.refer("officer2", student_name="别人 (虚构)")
    with world.runtime.engine.connect() as owner:
        query = text("SELECT student_id FROM referral WHERE id = :id")
        foreign = owner.execute(query, {"id": other.id}).scalar_one()
    with around(world, "counsellor", Role.COUNSELLOR) as (connection, me):
        row = copy_of("plan", rows["plan"], me) | {"student_id": foreign}
        assert outcome(connection, Base.metadata.tables["plan"].insert(), row) == REFUSED


def test_nobody_moves_a_row_to_another_case_child_or_author(world: World, scene: Scene) -> None:
    rows = stored(world)
    for login, role in (("counsellor", Role.COUNSELLOR), ("coordinator", Role.COORDINATOR)):
        with around(world, login, role) as (connection, _):
            for name in rows:
                for column in row_writes.fixed_columns(name):
                    moved = text(f'UPDATE {name} SET "{column}" = :new')
                    assert outcome(connection, moved, {"new": uuid4()}) == REFUSED, (name, column)


def test_what_can_be_seen_is_not_therefore_written_or_deleted(world: World, scene: Scene) -> None:
    """The second line shows staff more than the first; it lets them write no more of it."""
    rows = stored(world)
    for login, role in STRANGERS:
        with around(world, login, role) as (connection, _):
            for name, row in rows.items():
                touch = text(f"UPDATE {name} SET rev = rev + 1 WHERE id = :id")
                if "rev" in row:
                    assert outcome(connection, touch, {"id": row["id"]}) in ("0", REFUSED), name
                gone = text(f"DELETE FROM {name}")
                assert outcome(connection, gone) == "0", (login, role, name)


def test_the_counsellor_of_the_case_changes_its_rows(world: World, scene: Scene) -> None:
    with around(world, "counsellor", Role.COUNSELLOR) as (connection, _):
        for name in ("session_note", "plan", "case_file", "counselling_session"):
            assert outcome(connection, text(f"UPDATE {name} SET rev = rev + 1")) == "1", name


def test_history_is_only_added_to(world: World, scene: Scene) -> None:
    with around(world, "coordinator", Role.COORDINATOR) as (connection, _):
        for as_site in (False, True):
            if as_site:
                row_security.enter_as_site(connection)
            for name in row_writes.APPEND_ONLY:
                for statement in (f"DELETE FROM {name}", f"TRUNCATE {name}"):
                    assert outcome(connection, text(statement)) == REFUSED, (name, statement)
            for change in ("audit SET act = 'x'", "transition SET action = 'x'",
                           "site_policy SET text = 'x'", "key_event SET kind = 'x'"):  # fmt: skip
                assert outcome(connection, text(f"UPDATE {change}")) == REFUSED, change


def test_a_planted_policy_without_a_check_is_found(world: World, scene: Scene) -> None:
    """Take the check away, as it was once: the foreign row goes in, and the test above sees it."""
    row, table = stored(world)["plan"], Base.metadata.tables["plan"]
    with world.runtime.engine.begin() as owner:
        owner.execute(text("DROP POLICY second_line_insert ON plan"))
        owner.execute(text("CREATE POLICY second_line_insert ON plan FOR INSERT WITH CHECK (true)"))
    with around(world, "officer2", Role.OFFICER) as (connection, me):
        assert outcome(connection, table.insert(), copy_of("plan", row, me)) != REFUSED
