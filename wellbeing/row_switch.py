"""Switching the second line on, and knowing at every start that it stands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Engine, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from wellbeing.errors import StartRefused
from wellbeing.i18n import N_
from wellbeing.row_security import APP_ROLE, conditions
from wellbeing.row_writes import changes, checks, functions, rights

_LOCK = 0x6D69616F7073
_MAKE_ROLE = f"""DO $$ BEGIN
    CREATE ROLE {APP_ROLE} NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL;
END $$"""
_JOIN = f"""DO $$ BEGIN
    GRANT {APP_ROLE} TO CURRENT_USER;
EXCEPTION WHEN OTHERS THEN NULL;
END $$"""
_OFF = (
    "The second line in the database is off: row-level security does not stand behind the site's "
    "own rules. A database administrator runs this once, then the site is started again without "
    "MIAOPU_SECOND_LINE: {statements}"
)
_REFUSED = N_(
    "The second line in the database cannot be switched on: this database account may not make "
    "its role. A database administrator runs this once, then the site is started again: "
    "{statements} A site that does without it says so with MIAOPU_SECOND_LINE=off."
)


def switch_on(connection: Connection) -> None:
    """Make role, rights and policies anew for all tables as they are now; PostgreSQL only.

    Raises StartRefused, with what an administrator of the database runs, where the account of
    the site may not make the role or act as it.
    """
    if connection.dialect.name != "postgresql":
        return
    connection.execute(text(_MAKE_ROLE))
    connection.execute(text(_JOIN))
    if not _may_act(connection):
        raise StartRefused(_REFUSED, statements=statements(connection))
    for statement in (*_grants(), *functions(), *rights(), *_policies()):
        connection.execute(text(statement))
    connection.execute(text(f"COMMENT ON FUNCTION second_line_student(uuid) IS '{_digest()}'"))


def stands(connection: Connection) -> bool:
    """Tell whether the second line is on as this version makes it; where there is none, yes."""
    if connection.dialect.name != "postgresql":
        return True
    made = "SELECT obj_description(to_regprocedure('second_line_student(uuid)')::oid, 'pg_proc')"
    return (
        connection.execute(text(made)).scalar() == _digest()
        and _under(connection) == set(conditions())
        and _may_act(connection)
    )


def ensure(engine: Engine, *, required: bool) -> bool:
    """Switch the second line on where it does not stand; tell whether it stands now.

    Raises StartRefused where it cannot and the site requires it.
    """
    with engine.connect() as connection:
        if stands(connection):
            return True
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            switch_on(connection)
    except StartRefused:
        if required:
            raise
        return False
    return True


def warning(engine: Engine) -> str:
    """Return what is said at a start and by `check` where a site goes without it."""
    with engine.connect() as connection:
        return _OFF.format(statements=statements(connection))


def statements(connection: Connection) -> str:
    """Return what an administrator of the database runs once for this account."""
    account = connection.execute(text("SELECT quote_ident(session_user)")).scalar_one()
    there = connection.execute(text(f"SELECT to_regrole('{APP_ROLE}') IS NOT NULL")).scalar()
    make = "" if there else f"CREATE ROLE {APP_ROLE} NOLOGIN; "
    return f"{make}GRANT {APP_ROLE} TO {account};"


def _may_act(connection: Connection) -> bool:
    """Tell whether this account may act as the role: tried, as rights differ by version."""
    trial = connection.begin_nested()
    try:
        connection.execute(text(f"SET LOCAL ROLE {APP_ROLE}"))
    except DBAPIError:
        return False
    finally:
        trial.rollback()
    return True


def _under(connection: Connection) -> set[str]:
    query = (
        "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid "
        "WHERE c.relrowsecurity AND c.relnamespace = 'public'::regnamespace "
        "AND p.polname LIKE 'second_line%' GROUP BY c.relname HAVING count(*) = 4"
    )
    return set(connection.execute(text(query)).scalars())


def _grants() -> Iterator[str]:
    yield f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {APP_ROLE}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}"


def _policies() -> Iterator[str]:
    for name, seen in sorted(conditions().items()):
        written = checks()[name]
        yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"
        for one in ("", "_new", "_insert", "_update", "_delete"):
            yield f"DROP POLICY IF EXISTS second_line{one} ON {name}"
        yield f"CREATE POLICY second_line ON {name} FOR SELECT USING ({seen})"
        yield f"CREATE POLICY second_line_insert ON {name} FOR INSERT WITH CHECK ({written})"
        yield (
            f"CREATE POLICY second_line_update ON {name} FOR UPDATE "
            f"USING ({seen}) WITH CHECK ({changes()[name]})"
        )
        both = f"({seen}) AND ({written})"
        yield f"CREATE POLICY second_line_delete ON {name} FOR DELETE USING ({both})"


def _digest() -> str:
    """Return what this version's rights, questions and policies are known by."""
    parts = (*_grants(), *functions(), *rights(), *_policies())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
