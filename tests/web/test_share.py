"""The page behind a link: a door without a name, one request, and the answer of the place."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tests.support.handing import Handing
from tests.support.world import World
from tests.web.test_door import OWN, PAGE, door
from wellbeing.services import handoffs

__all__ = ["door"]


@pytest.fixture
def shared(door: tuple[TestClient, World]) -> tuple[TestClient, Handing, str]:
    """A request to a hospital, and the path of its link."""
    client, world = door
    scene = Handing(world)
    link = scene.send("hospital").link
    return client, scene, "/share/" + link.rsplit("/", 1)[1]


def _hidden(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', text)
    assert found is not None
    return found[1]


def test_the_door_names_nobody_and_is_no_opening(
    shared: tuple[TestClient, Handing, str],
) -> None:
    client, scene, path = shared
    page = client.get(path, headers=PAGE)
    assert page.status_code == 200 and "no-store" in page.headers["cache-control"]
    for secret in ("陆小满", "瘀伤", "hospital", "家访"):
        assert secret not in page.text
    assert handoffs.handoffs(scene.me)[0].state == "requested"
    one = handoffs.handoffs(scene.me)[0].id
    assert handoffs.open_handoff(scene.me, one).opened_at is None


def test_a_place_without_accounts_answers_through_the_link(
    shared: tuple[TestClient, Handing, str],
) -> None:
    client, scene, path = shared
    pre = _hidden(client.get(path, headers=PAGE).text, "pre")
    seen = client.post(path, data={"pre": pre, "act": "open"}, headers=OWN)
    assert "瘀伤" in seen.text and "陆小满" not in seen.text
    once = _hidden(seen.text, "once")
    answer = {"pre": pre, "act": "accept", "once": once}
    unsigned = client.post(path, data=answer, headers=OWN)
    assert unsigned.status_code == 422 and "陆小满" not in unsigned.text
    for _ in range(2):  # a second press saves nothing twice
        done = client.post(path, data=answer | {"signed": "王医生 (虚构)"}, headers=OWN)
        assert done.status_code == 200 and "陆小满" in done.text
    contact = {"pre": pre, "act": "begin", "signed": "王医生 (虚构)", "text": "周三门诊。"}
    lost = client.post(path, data=contact | {"once": "no-id"}, headers=OWN)
    assert lost.status_code == 422 and "周三门诊。" in lost.text  # nothing typed is lost
    fresh = _hidden(lost.text, "once")
    assert client.post(path, data=contact | {"once": fresh}, headers=OWN).status_code == 200
    end = {"pre": pre, "act": "complete", "signed": "王医生 (虚构)", "once": _hidden(
        client.post(path, data={"pre": pre, "act": "open"}, headers=OWN).text, "once"),
        "code": "got_help", "text": "已开始治疗。"}  # fmt: skip
    after = client.post(path, data=end, headers=OWN)
    assert after.status_code == 200 and "陆小满" not in after.text  # only its own words are left
    row = handoffs.handoffs(scene.me)[0]
    assert (row.state, row.turn) == ("completed", "sender")


def test_wrong_ended_and_foreign_links_are_one_answer(
    shared: tuple[TestClient, Handing, str],
) -> None:
    client, scene, path = shared
    handoffs.new_link(scene.me, handoffs.handoffs(scene.me)[0].id)
    answers = {client.get(one, headers=PAGE).text.count("ask for a new one") for one in
               (path, "/share/guess", path + "x")}  # fmt: skip
    assert answers == {1}
    pre = _hidden(client.get("/signin", headers=PAGE).text, "pre")
    for one in (path, "/share/guess"):
        gone = client.post(one, data={"pre": pre, "act": "open"}, headers=OWN)
        assert gone.status_code == 404


def test_a_form_from_elsewhere_opens_nothing(shared: tuple[TestClient, Handing, str]) -> None:
    client, scene, path = shared
    client.get(path, headers=PAGE)
    refused = client.post(path, data={"pre": "foreign", "act": "open"}, headers=OWN)
    assert "瘀伤" not in refused.text
    evil = client.post(path, data={"act": "open"}, headers={**OWN, "origin": "https://evil.test"})
    assert evil.status_code == 403
    one = handoffs.handoffs(scene.me)[0].id
    assert handoffs.open_handoff(scene.me, one).opened_at is None
