"""A big scene's site, built once a database, and a copy of it for whoever uses it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar
from uuid import uuid4

import pytest

from tests.support.matrix_scene import MatrixScene
from tests.support.postgres import Postgres
from tests.support.world import reopen

S = TypeVar("S", bound=MatrixScene)
DATABASES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


@dataclass(frozen=True, slots=True)
class Planted(Generic[S]):
    """A scene's site that nobody has open, to copy."""

    folder: Path
    scene: S
    server: Postgres | None = None
    template: str = ""

    @contextmanager
    def copied(self, folder: Path) -> Iterator[S]:
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


class PlantedOn(Protocol):
    """Return a kind of scene, planted on a database by its name when it is first asked for."""

    def __call__(self, kind: type[S], database: str) -> Planted[S]: ...


def plant_in_files(kind: type[S], folder: Path, template: Path) -> Planted[S]:
    """Plant a scene on a copy of a site in a folder."""
    shutil.copytree(template, folder)
    return Planted(folder, _built(kind, folder, ""))


def plant_in_database(
    kind: type[S], folder: Path, template: tuple[Path, str], server: Postgres
) -> Planted[S]:
    """Plant a scene on a copy of a site in a database."""
    shutil.copytree(template[0], folder)
    name = f"template_{kind.__name__.lower()}"
    scene = _built(kind, folder, server.create_database(name, template=template[1]))
    return Planted(folder, scene, server, name)


def _built(kind: type[S], folder: Path, url: str) -> S:
    world = reopen(folder, url)
    try:
        return kind(world)
    finally:
        world.close()
