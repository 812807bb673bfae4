"""The tiny site that the sealing tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.crypto.site import TinySite


@pytest.fixture
def site(tmp_path: Path) -> Iterator[TinySite]:
    tiny = TinySite(tmp_path)
    yield tiny
    tiny.engine.dispose()
