"""The migrations make exactly the models' tables, on both databases, and survive a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from tests.support.world import World, settings_for
from wellbeing import migrate
from wellbeing.db import PRAGMAS, check_engine, make_engine
from wellbeing.errors import StartRefused
from wellbeing.models import Base

ROOT = Path(__file__).resolve().parents[2]


def test_migrations_equal_the_models(world: World) -> None:
    with world.runtime.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_model_without_a_migration_is_noticed(sqlite_world: World) -> None:
    from sqlalchemy import Column, Integer, MetaData, Table

    planted = MetaData()
    for table in Base.metadata.tables.values():
        table.to_metadata(planted)
    Table("planted", planted, Column("id", Integer, primary_key=True))
    with sqlite_world.runtime.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), planted) != []


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from sqlalchemy import event
    from sqlalchemy.engine import Engine
    from tests.support.world import settings_for
    from wellbeing import migrate
    seen = 0
    @event.listens_for(Engine, "before_cursor_execute")
    def count(*_):
        global seen
        seen += 1
        if seen == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
    migrate.upgrade(settings_for(Path(sys.argv[1])))
"""


@pytest.mark.parametrize("statement", [3, 8, 15, 25, 40])
def test_a_migration_killed_at_any_statement_is_as_if_never_begun(
    tmp_path: Path, statement: int
) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(folder), str(statement)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL
    engine = make_engine(settings_for(folder))
    assert inspect(engine).get_table_names() == []
    engine.dispose()
    migrate.upgrade(settings_for(folder))
    engine = make_engine(settings_for(folder))
    assert "referral" in inspect(engine).get_table_names()
    engine.dispose()


def test_a_database_of_a_newer_app_is_refused(sqlite_world: World) -> None:
    with sqlite_world.runtime.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StartRefused):
        migrate.upgrade(sqlite_world.runtime.settings)


def test_a_database_without_its_safety_settings_is_refused(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_engine(sqlite_world.runtime.engine)
    monkeypatch.setitem(PRAGMAS, "synchronous", ("FULL", 3))
    with pytest.raises(StartRefused):
        check_engine(sqlite_world.runtime.engine)
