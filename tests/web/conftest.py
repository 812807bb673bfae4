"""The planted site of the hunt, a copy of it for whoever looks and for whoever changes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.hunt_scene import HuntScene
from tests.support.planted import PlantedOn


@pytest.fixture(scope="module")
def scene(planted_on: PlantedOn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HuntScene]:
    """The planted site; nothing of the hunt changes it."""
    folder = tmp_path_factory.mktemp("hunted") / "site"
    with planted_on(HuntScene, "sqlite").copied(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def scene_on_postgresql(
    planted_on: PlantedOn, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[HuntScene]:
    """The same on PostgreSQL."""
    folder = tmp_path_factory.mktemp("hunted") / "site"
    with planted_on(HuntScene, "postgresql").copied(folder) as opened:
        yield opened


@pytest.fixture
def own_scene(
    request: pytest.FixtureRequest, planted_on: PlantedOn, tmp_path: Path
) -> Iterator[HuntScene]:
    """A planted site to change at will; on SQLite, or on the database that the test names."""
    database = getattr(request, "param", "sqlite")
    with planted_on(HuntScene, database).copied(tmp_path / "site") as opened:
        yield opened
