"""What the tests of the care path share."""

from __future__ import annotations

import pytest

from tests.support.care import Scene
from tests.support.keeping import Keeping
from tests.support.repair import Repair
from tests.support.world import World


@pytest.fixture
def scene(world: World, family: None) -> Scene:
    """A case with its family, on this database."""
    return Scene(world)


@pytest.fixture
def case(scene: Scene) -> Keeping:
    """A case whose plan is put to the family, with texts to keep."""
    return Keeping(scene)


@pytest.fixture
def repair(world: World, family: None) -> Repair:
    """An incident of a young person with a case, on this database."""
    return Repair(world)
