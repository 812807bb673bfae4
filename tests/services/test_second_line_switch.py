"""The second line is on, or the site says so: accounts that may not make its role."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from typer.testing import CliRunner

from tests.support.postgres import ABSENT, OWNER, Postgres, start_postgres
from tests.support.world import PASSWORD, settings_for
from wellbeing import row_security, row_switch
from wellbeing.__main__ import app
from wellbeing.config import Settings
from wellbeing.errors import StartRefused
from wellbeing.gate import Caller
from wellbeing.policy import Actor, Role
from wellbeing.runtime import Runtime
from wellbeing.services import set_up

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A server of its own: the role is one for all databases of a server."""
    found = start_postgres()
    if found is None:
        pytest.skip(ABSENT)
    yield found
    found.stop()


class Cluster:
    """A server on which a site has a database, and an account that may not make roles."""

    def __init__(self, server: Postgres) -> None:
        self.server = server
        self.run("CREATE ROLE small LOGIN PASSWORD 'small' NOSUPERUSER NOCREATEROLE")
        self.run("CREATE DATABASE small OWNER small")

    def run(self, statement: str, database: str = "postgres") -> None:
        """Run a statement as the administrator of the database."""
        with psycopg.connect(
            host="127.0.0.1", port=self.server.port, user=OWNER, password=self.server.password,
            dbname=database, autocommit=True,
        ) as connection:  # fmt: skip
            connection.execute(sql.SQL(statement))  # type: ignore[arg-type]

    @property
    def url(self) -> str:
        """The database as the small account opens it."""
        return f"postgresql+psycopg://small:small@127.0.0.1:{self.server.port}/small"


@pytest.fixture
def cluster(server: Postgres) -> Iterator[Cluster]:
    """The small account's empty database; the second line's role is not there yet."""
    made = Cluster(server)
    yield made
    made.run("DROP DATABASE small WITH (FORCE)")
    made.run("DROP ROLE small")
    made.run(f"DROP ROLE IF EXISTS {row_security.APP_ROLE}")


def wanted(folder: Path, cluster: Cluster, second_line: str = "required") -> Settings:
    return settings_for(folder, cluster.url).model_copy(update={"second_line": second_line})


def refused(settings: Settings) -> str:
    with pytest.raises(StartRefused) as caught:
        Runtime.start(settings)
    return str(caught.value.params["statements"])


def test_a_start_without_the_role_is_refused_and_says_what_to_run(
    cluster: Cluster, tmp_path: Path
) -> None:
    settings = wanted(tmp_path, cluster)
    assert refused(settings) == (
        "CREATE ROLE miaopu_app NOLOGIN; GRANT miaopu_app TO small;"
    )  # and nothing was made by the half:
    with psycopg.connect(cluster.url.replace("+psycopg", "")) as connection:
        count = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        assert count.fetchone() == (0,)


def test_what_it_says_is_enough_and_the_line_stands_then(cluster: Cluster, tmp_path: Path) -> None:
    settings = wanted(tmp_path, cluster)
    for statement in refused(settings).split("; "):
        cluster.run(statement)
    runtime = Runtime.start(settings)
    assert runtime.held.second_line
    with runtime.engine.connect() as connection:
        assert row_switch.stands(connection)
        row_security.enter(connection, Actor(None, frozenset({Role.VISITOR})))
        query = "SELECT current_user"
        assert connection.exec_driver_sql(query).scalar() == row_security.APP_ROLE
    runtime.close()


def test_half_of_it_is_not_enough(cluster: Cluster, tmp_path: Path) -> None:
    cluster.run(f"CREATE ROLE {row_security.APP_ROLE} NOLOGIN")
    assert refused(wanted(tmp_path, cluster)) == "GRANT miaopu_app TO small;"


def test_a_site_that_says_so_starts_without_and_is_told_at_every_check(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = wanted(tmp_path, cluster, "off")
    runtime = Runtime.start(settings)
    assert not runtime.held.second_line
    form = set_up.SetUpForm("Test site (虚构)", "纪宁", "coordinator", PASSWORD)
    visitor = Caller(runtime, address="127.0.0.1")
    assert set_up.set_up_site(visitor, form).token
    runtime.close()
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", cluster.url)
    monkeypatch.setenv("MIAOPU_SECOND_LINE", "off")
    said = CliRunner().invoke(app, ["check"])
    assert said.exit_code == 0 and "CREATE ROLE miaopu_app NOLOGIN" in said.output
    assert refused(wanted(tmp_path, cluster))
    cluster.run(f"CREATE ROLE {row_security.APP_ROLE} NOLOGIN")
    cluster.run(f"GRANT {row_security.APP_ROLE} TO small")
    again = Runtime.start(wanted(tmp_path, cluster))
    assert again.held.second_line
    again.close()
    assert "CREATE ROLE" not in CliRunner().invoke(app, ["check"]).output


def test_a_right_that_was_taken_away_is_noticed_at_the_next_start(
    cluster: Cluster, tmp_path: Path
) -> None:
    cluster.run(f"CREATE ROLE {row_security.APP_ROLE} NOLOGIN")
    cluster.run(f"GRANT {row_security.APP_ROLE} TO small")
    settings = wanted(tmp_path, cluster)
    Runtime.start(settings).close()
    cluster.run(f"REVOKE {row_security.APP_ROLE} FROM small")
    assert refused(settings) == "GRANT miaopu_app TO small;"


def test_policies_that_somebody_dropped_are_made_anew_at_the_next_start(
    cluster: Cluster, tmp_path: Path
) -> None:
    cluster.run(f"CREATE ROLE {row_security.APP_ROLE} NOLOGIN")
    cluster.run(f"GRANT {row_security.APP_ROLE} TO small")
    settings = wanted(tmp_path, cluster)
    Runtime.start(settings).close()
    for statement in (
        "DROP POLICY second_line_update ON session_note",
        "ALTER TABLE plan DISABLE ROW LEVEL SECURITY",
    ):
        cluster.run(statement, "small")
        runtime = Runtime.start(settings)
        with runtime.engine.connect() as connection:
            assert row_switch.stands(connection)
        runtime.close()
