"""What the tests of the care path share."""

from __future__ import annotations

import pytest

from tests.support.care import Scene
from tests.support.world import World


@pytest.fixture
def scene(world: World, family: None) -> Scene:
    """A case with its family, on this database."""
    return Scene(world)
