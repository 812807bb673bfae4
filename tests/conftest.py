"""A fresh site for every test, on SQLite and on PostgreSQL, made from one template each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.support import thrift
from tests.support.care import with_family
from tests.support.matrix_scene import MatrixScene
from tests.support.planted import (
    DATABASES,
    Planted,
    PlantedOn,
    S,
    plant_in_database,
    plant_in_files,
)
from tests.support.postgres import ABSENT, Postgres, start_postgres
from tests.support.registered import Registered
from tests.support.world import World, build, reopen

thrift.write_in_memory()
thrift.compile_once()


def pytest_configure(config: pytest.Config) -> None:
    """Let a test that the register of ASVS names fail the run where it is skipped."""
    config.pluginmanager.register(Registered(), "registered")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the storylines in the browser: the longest of all must not be the last."""
    items.sort(key=lambda one: "/e2e/" not in one.path.as_posix())


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres | None]:
    """One throw-away server for the whole run; None where the machine has no PostgreSQL."""
    server = start_postgres()
    yield server
    if server is not None:
        server.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site in a folder, to copy."""
    folder = tmp_path_factory.mktemp("template")
    build(folder).close()
    return folder


@pytest.fixture(scope="session")
def postgres_template(
    postgres: Postgres | None, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str] | None:
    """A built site in a database, to copy."""
    if postgres is None:
        return None
    folder = tmp_path_factory.mktemp("postgres-template")
    build(folder, postgres.create_database("template_site")).close()
    return folder, "template_site"


@pytest.fixture(scope="session")
def sqlite_family(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """The built site with a case and its family, to copy."""
    folder = tmp_path_factory.mktemp("family") / "site"
    shutil.copytree(sqlite_template, folder)
    with_family(folder)
    return folder


@pytest.fixture(scope="session")
def postgres_family(
    postgres: Postgres | None,
    postgres_template: tuple[Path, str] | None,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, str] | None:
    """The built site with a case and its family in a database, to copy."""
    if postgres is None or postgres_template is None:
        return None
    folder = tmp_path_factory.mktemp("postgres-family") / "site"
    shutil.copytree(postgres_template[0], folder)
    with_family(folder, postgres.create_database("template_family", postgres_template[1]))
    return folder, "template_family"


@pytest.fixture(scope="session")
def planted_on(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> PlantedOn:
    """Plant a big scene once a database, when it is first asked for."""
    made: dict[tuple[type[MatrixScene], str], Planted[Any]] = {}

    def planted(kind: type[S], database: str) -> Planted[S]:
        if (kind, database) not in made:
            folder = tmp_path_factory.mktemp(kind.__name__) / "site"
            template = request.getfixturevalue(f"{database.removesuffix('ql')}_template")
            if template is None:
                pytest.skip(ABSENT)
            made[kind, database] = (
                plant_in_files(kind, folder, template) if database == "sqlite"
                else plant_in_database(kind, folder, template, request.getfixturevalue("postgres"))
            )  # fmt: skip
        return made[kind, database]

    return planted


@pytest.fixture
def family() -> None:
    """Ask that the case of `Scene` stands already: the test's site is a copy that has it."""


@pytest.fixture(params=DATABASES)
def world(
    request: pytest.FixtureRequest, tmp_path: Path, postgres: Postgres | None
) -> Iterator[World]:
    """A site with people of every role and noise around them; its clock can be moved."""
    folder = tmp_path / "site"
    kind = "family" if "family" in request.fixturenames else "template"
    template = request.getfixturevalue(f"{request.param.removesuffix('ql')}_{kind}")
    if request.param == "sqlite":
        shutil.copytree(template, folder)
        opened = reopen(folder)
        yield opened
        opened.close()
        return
    if postgres is None:
        pytest.skip(ABSENT)
    shutil.copytree(template[0], folder)
    name = f"t{uuid4().hex[:12]}"
    opened = reopen(folder, postgres.create_database(name, template=template[1]))
    yield opened
    opened.close()
    postgres.drop_database(name)


@pytest.fixture
def sqlite_world(tmp_path: Path, sqlite_template: Path) -> Iterator[World]:
    """The same site on SQLite alone, for tests of files and bytes."""
    folder = tmp_path / "site"
    shutil.copytree(sqlite_template, folder)
    opened = reopen(folder)
    yield opened
    opened.close()
