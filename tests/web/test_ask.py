"""The two-tap page: no signing in, once, in one's language, and it tells nothing of anybody."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from tests.services.test_after import _closed, _code
from tests.support.care import Scene
from tests.support.world import World
from tests.web.test_door import OWN, PAGE, door

__all__ = ["door"]


def test_two_taps_at_the_door(door: tuple[TestClient, World]) -> None:
    client, world = door
    scene = Scene(world)
    _closed(scene)
    code = _code(scene, "young_person")
    page = client.get(f"/ask/{code}", headers={**PAGE, "accept-language": "zh-CN"})
    assert page.status_code == 200 and "陆小满" not in page.text and "怎么样" in page.text
    pre = re.search(r'name="pre" value="([^"]+)"', page.text)
    assert pre is not None
    forged = client.post(f"/ask/{code}", data={"pre": "x", "how": "same"}, headers=OWN)
    assert forged.status_code == 422
    empty = client.post(f"/ask/{code}", data={"pre": pre[1]}, headers=OWN)
    assert empty.status_code == 422
    sent = client.post(f"/ask/{code}", data={"pre": pre[1], "how": "same"}, headers=OWN)
    assert sent.status_code == 200
    assert client.get(f"/ask/{code}", headers=PAGE).status_code == 404
