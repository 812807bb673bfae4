"""Erasing what is written about a young person: who may, what is left, and what a backup brings."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.services.test_keys_command import run
from tests.support.care import Scene
from tests.support.postgres import Postgres
from tests.support.repair import Repair
from tests.support.world import World, reopen
from wellbeing.audit import TABLE
from wellbeing.crypto import SubjectErased
from wellbeing.errors import Forbidden, InvalidTransition, NotFound
from wellbeing.models import SUBJECT_KEYS
from wellbeing.services import (
    audit_trail,
    cases,
    erasure,
    home,
    incidents,
    key_care,
    people,
    referrals,
    screening,
    sessions,
)
from wellbeing.services import students as roll
from wellbeing.services.erasure import EraseForm, Part, Why

COUNSELLING = EraseForm(Part.COUNSELLING, Why.CONSENT_WITHDRAWN)
ALL = EraseForm(Part.ALL, Why.RETENTION_OVER)


def _student(world: World) -> tuple[referrals.Receipt, object]:
    """Refer somebody for whom no case is opened."""
    sent = world.refer("officer")
    found = roll.find_students(world.coordinator, "陆小满")
    assert len(found) == 1
    return sent, found[0].id


def _words(said: str) -> str:
    return " ".join(said.split())


def test_erased_counselling_notes_leave_the_rest_readable(scene: Scene) -> None:
    world = scene.world
    talk = scene.talk()
    sessions.keep_private(world.counsellor, scene.case, sessions.PrivateForm("只给自己看"))
    assert sessions.open_session(world.counsellor, talk).parts
    office = world.coordinator
    receipt = erasure.erase(office, scene.student, COUNSELLING)
    assert not receipt.final and receipt.epoch == 1
    left = sessions.open_session(world.counsellor, talk)
    assert left.parts == {} and left.others_need == "请多给他一点时间。"
    assert left.private == "只给自己看"  # the author's own, under the author's own key
    assert cases.open_case(world.counsellor, scene.case).student == "陆小满"
    with world.runtime.reading.connect() as connection:
        kept = set(connection.scalars(select(SUBJECT_KEYS.c.compartment).where(
            SUBJECT_KEYS.c.subject_id == scene.student
        )))  # fmt: skip
    assert "counselling" not in kept and "identity" in kept


def test_the_audit_names_the_act_and_the_ground_but_no_text(scene: Scene) -> None:
    receipt = erasure.erase(scene.world.coordinator, scene.student, COUNSELLING)
    with scene.world.runtime.reading.connect() as connection:
        [noted] = connection.execute(select(TABLE).where(TABLE.c.act == "erase")).all()
    assert noted.object_id == scene.student
    assert noted.detail == f"erased=counselling why=consent_withdrawn receipt={receipt.id}"
    assert audit_trail.trail(scene.world.administrator, audit_trail.TrailFilter(act="erase"))


def test_only_the_coordinator_erases(scene: Scene) -> None:
    world = scene.world
    for who in (world.counsellor, world.officer, world.teacher, world.administrator, scene.mother):
        with pytest.raises(Forbidden):
            erasure.erase(who, scene.student, COUNSELLING)
        with pytest.raises(Forbidden):
            erasure.erasures(who)
    with pytest.raises(NotFound):
        erasure.erase(world.coordinator, uuid4(), COUNSELLING)
    assert erasure.erasures(world.coordinator) == ()


def test_a_running_case_is_closed_before_all_is_erased(scene: Scene) -> None:
    with pytest.raises(InvalidTransition, match="close it"):
        erasure.erase(scene.world.coordinator, scene.student, ALL)


def test_who_was_erased_is_found_nowhere_and_breaks_no_list(world: World) -> None:
    sent, student = _student(world)
    world.refer("officer", student_name="别的同学", birth_date="2012-05-05")
    office = world.coordinator
    erasure.erase(office, student, ALL)
    assert [roll.find_students(office, typed) for typed in ("陆小满", "lxm")] == [(), ()]
    assert {one.student for one in screening.queue(office).rows} == {"—", "别的同学"}
    assert {one.student for one in home.home(office).mine} == {"—", "别的同学"}
    assert {one.student for one in referrals.my_referrals(world.officer)} == {"—", "别的同学"}
    shown = screening.open_screening(office, sent.id)
    assert (shown.student, shown.birth_date) == ("—", None)
    # A new report of the same young person is a new young person.
    world.refer("officer")
    assert len(roll.find_students(office, "陆小满")) == 1


def test_erasing_twice_says_that_it_was_done(world: World) -> None:
    _, student = _student(world)
    office = world.coordinator
    erasure.erase(office, student, ALL)
    with pytest.raises(SubjectErased):
        erasure.erase(office, student, ALL)
    assert len(erasure.erasures(office)) == 1


def test_yesterdays_backup_revives_nobody(sqlite_world: World, tmp_path: Path) -> None:
    _, student = _student(sqlite_world)
    settings = sqlite_world.runtime.settings
    sqlite_world.close()
    backup = tmp_path / "yesterday"
    shutil.copy(settings.sqlite_path, backup)
    again = reopen(settings.folder)
    erasure.erase(again.coordinator, student, ALL)
    again.close()
    for journal in settings.folder.glob("miaopu.sqlite3-*"):
        journal.unlink()
    shutil.copy(backup, settings.sqlite_path)
    restored = reopen(settings.folder)
    office = restored.coordinator
    assert roll.find_students(office, "陆小满") == ()
    assert {one.student for one in screening.queue(office).rows} == {"—"}
    assert len(erasure.erasures(office)) == 1
    restored.close()


def test_the_operator_makes_it_final_and_the_receipt_says_so(sqlite_world: World) -> None:
    _, student = _student(sqlite_world)
    sqlite_world.clock.move(days=1)
    erases = ("erase", str(student), "--why", "retention_over")
    said = run(sqlite_world, *erases, as_="coordinator")
    assert said.returncode == 0 and "Final once epoch 1 is destroyed" in " ".join(
        said.stderr.split()
    )
    office = sqlite_world.coordinator
    assert roll.find_students(office, "陆小满") == ()
    assert not erasure.erasures(office)[0].final
    assert run(sqlite_world, "rotate").returncode == 0
    assert run(sqlite_world, "destroy", "1", as_="coordinator").returncode == 3
    assert run(sqlite_world, "destroy", "1", as_="administrator").returncode == 0
    assert erasure.erasures(office)[0].final
    assert "no backup can bring it back" in _words(run(sqlite_world, "receipts").stderr)
    refused = run(sqlite_world, *erases, as_="coordinator")
    assert refused.returncode == 2 and "has been erased" in refused.stderr


def test_the_command_line_refuses_what_the_page_refuses(sqlite_world: World) -> None:
    """The same act: an open case, a foreign part of an incident, all that the page looks at."""
    scene = Repair(sqlite_world)
    erases = ("erase", str(scene.student), "--why", "retention_over")
    refused = run(sqlite_world, *erases, as_="coordinator")
    assert refused.returncode == 2 and "open case" in _words(refused.stderr)
    done = run(sqlite_world, *erases, "--part", "responsibility", as_="coordinator")
    assert done.returncode == 0
    assert incidents.open_incident(scene.officer, scene.id).what == ""


def test_an_ended_account_is_erased_and_an_open_one_is_not(world: World) -> None:
    office = world.coordinator
    who = people.me(world.officer2).id
    with pytest.raises(InvalidTransition, match="end it before"):
        erasure.erase_account(office, who)
    people.deactivate(office, who)
    with pytest.raises(Forbidden):
        erasure.erase_account(world.administrator, who)
    assert not erasure.erase_account(office, who).final
    assert {one.name for one in people.people(office) if one.id == who} <= {"—"}
    with pytest.raises(SubjectErased):
        erasure.erase_account(office, who)


def test_a_database_that_is_put_back_is_cleaned_at_its_start(
    sqlite_world: World, tmp_path: Path
) -> None:
    _, student = _student(sqlite_world)
    settings = sqlite_world.runtime.settings
    wrapped = _wrapped(sqlite_world, student)
    sqlite_world.close()
    backup = shutil.copy(settings.sqlite_path, tmp_path / "yesterday")
    again = reopen(settings.folder)
    erasure.erase(again.coordinator, student, ALL)
    again.close()
    for journal in settings.folder.glob("miaopu.sqlite3-*"):
        journal.unlink()
    shutil.copy(backup, settings.sqlite_path)
    assert _found(settings.folder.glob("miaopu.sqlite3*"), wrapped) == wrapped
    restored = reopen(settings.folder)
    assert _found(settings.folder.glob("miaopu.sqlite3*"), wrapped) == []
    restored.close()


def test_a_reader_in_the_way_is_said_on_the_receipt_until_the_files_are_clean(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, student = _student(sqlite_world)
    monkeypatch.setattr("wellbeing.crypto.erase._TRIES", 2)
    with closing(sqlite3.connect(sqlite_world.runtime.settings.sqlite_path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM subject_key").fetchone()
        erasure.erase(sqlite_world.coordinator, student, ALL)
        assert not erasure.erasures(sqlite_world.coordinator)[0].clean
        assert not key_care.key_care(sqlite_world.administrator).erasures_clean
    assert run(sqlite_world, "receipts").returncode == 0
    assert erasure.erasures(sqlite_world.coordinator)[0].clean
    assert key_care.key_care(sqlite_world.administrator).erasures_clean


def test_no_wrapped_byte_stays_in_the_databases_files(
    world: World, postgres: Postgres | None
) -> None:
    """Read from the disk: of PostgreSQL every file of this database, its journal told apart."""
    _, student = _student(world)
    wrapped = _wrapped(world, student)
    assert wrapped and _found(_files(world, postgres), wrapped) == wrapped
    erasure.erase(world.coordinator, student, ALL)
    assert erasure.erasures(world.coordinator)[0].clean
    assert _found(_files(world, postgres), wrapped) == []


def _files(world: World, postgres: Postgres | None) -> list[Path]:
    """Return the files of a database after all of it was written to the disk."""
    if world.runtime.engine.dialect.name == "sqlite":
        return list(world.runtime.settings.folder.glob("miaopu.sqlite3*"))
    assert postgres is not None
    with world.runtime.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as one:
        one.exec_driver_sql("CHECKPOINT")
        query = "SELECT oid FROM pg_database WHERE datname = current_database()"
        oid = one.exec_driver_sql(query).scalar_one()
    folder = postgres.folder / "data" / "base" / str(oid)
    return [path for path in folder.iterdir() if path.is_file()]


def _wrapped(world: World, student: object) -> list[bytes]:
    mine = SUBJECT_KEYS.c.subject_id == student
    with world.runtime.reading.connect() as connection:
        return sorted(map(bytes, connection.scalars(select(SUBJECT_KEYS.c.wrapped).where(mine))))


def _found(files: Iterable[Path], keys: list[bytes]) -> list[bytes]:
    """Return which keys stand in files, as their bytes are."""
    held = b"".join(one.read_bytes() for one in files)
    return [key for key in keys if key in held]
