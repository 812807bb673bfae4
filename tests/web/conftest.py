"""The planted site of the hunt, made once a database, and a copy of it for whoever changes it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from tests.support.hunt_scene import HuntScene
from tests.support.postgres import ABSENT, Postgres
from tests.support.world import reopen


@dataclass(slots=True)
class Planted:
    """A planted site that nobody has open, to copy."""

    folder: Path
    scene: HuntScene
    server: Postgres | None = None
    template: str = ""

    @contextmanager
    def copied(self, folder: Path) -> Iterator[HuntScene]:
        """Open a copy of the site in a folder, and end it afterwards."""
        shutil.copytree(self.folder, folder)
        name, url = f"t{uuid4().hex[:12]}", ""
        if self.server is not None:
            url = self.server.create_database(name, template=self.template)
        world = reopen(folder, url)
        yield self.scene.moved_to(world)
        world.close()
        if self.server is not None:
            self.server.drop_database(name)


@pytest.fixture(scope="session")
def planted_on(
    sqlite_template: Path,
    postgres: Postgres | None,
    postgres_template: tuple[Path, str] | None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str], Planted]:
    """Return the planted site on a database, made when it is first asked for."""
    made: dict[str, Planted] = {}

    def plant(database: str) -> Planted:
        folder, name, url = tmp_path_factory.mktemp("hunt") / "site", "", ""
        server = postgres if database == "postgresql" else None
        shutil.copytree(postgres_template[0] if postgres_template and server else sqlite_template,
                        folder)  # fmt: skip
        if server is not None and postgres_template is not None:
            name = "template_hunt"
            url = server.create_database(name, template=postgres_template[1])
        world = reopen(folder, url)
        scene = HuntScene(world)
        world.close()
        return Planted(folder, scene, server, name)

    def planted(database: str) -> Planted:
        if database == "postgresql" and postgres is None:
            pytest.skip(ABSENT)
        if database not in made:
            made[database] = plant(database)
        return made[database]

    return planted


@pytest.fixture(scope="module")
def scene(
    planted_on: Callable[[str], Planted], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[HuntScene]:
    """The planted site; nothing of the hunt changes it."""
    with planted_on("sqlite").copied(tmp_path_factory.mktemp("hunted") / "site") as opened:
        yield opened


@pytest.fixture(scope="module")
def scene_on_postgresql(
    planted_on: Callable[[str], Planted], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[HuntScene]:
    """The same on PostgreSQL."""
    with planted_on("postgresql").copied(tmp_path_factory.mktemp("hunted") / "site") as opened:
        yield opened


@pytest.fixture
def own_scene(
    request: pytest.FixtureRequest, planted_on: Callable[[str], Planted], tmp_path: Path
) -> Iterator[HuntScene]:
    """A planted site to change at will; on SQLite, or on the database that the test names."""
    with planted_on(getattr(request, "param", "sqlite")).copied(tmp_path / "site") as opened:
        yield opened
