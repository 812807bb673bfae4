"""Bring a database to this version's schema: all in one transaction, or not at all."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, select

from wellbeing.config import Settings
from wellbeing.db import make_engine
from wellbeing.errors import StartRefused
from wellbeing.i18n import N_
from wellbeing.models import Site

SCRIPTS = Path(__file__).parent / "migrations"


def config_for(engine: Engine) -> Config:
    """Return the Alembic configuration that runs on this engine."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["engine"] = engine
    return config


def upgrade(settings: Settings) -> None:
    """Migrate to this version; a database that is newer than the app is refused."""
    # Foreign keys are OFF while tables are rebuilt: with them ON, SQLite's batch mode deletes
    # the children of every rebuilt table in silence. The migration checks them at its end.
    engine = make_engine(settings, foreign_keys="OFF")
    try:
        config = config_for(engine)
        config.attributes["second_line"] = settings.second_line
        known, head = shipped()
        found = current(engine)
        if found and found not in known:
            raise StartRefused(
                N_("This database was made by a newer version of Miaopu. Please update the app.")
            )
        if found != head:
            command.upgrade(config, "head")
    finally:
        engine.dispose()


@cache
def shipped() -> tuple[frozenset[str], str]:
    """Return the schema versions that this app knows, and the newest of them."""
    scripts = ScriptDirectory(str(SCRIPTS))
    known = frozenset(one.revision for one in scripts.walk_revisions())
    return known, scripts.get_current_head() or ""


def current(engine: Engine) -> str:
    """Return the schema version of a database, or "" for an empty one."""
    with engine.execution_options(read_only=True).connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def has_site(settings: Settings) -> bool:
    """Tell whether this database already holds a site, whose key file it would need."""
    if settings.url.startswith("sqlite") and not settings.sqlite_path.exists():
        return False
    engine = make_engine(settings)
    try:
        if not inspect(engine).has_table(Site.__tablename__):
            return False
        with engine.execution_options(read_only=True).connect() as connection:
            return connection.execute(select(Site.__table__.c.id)).first() is not None
    finally:
        engine.dispose()
