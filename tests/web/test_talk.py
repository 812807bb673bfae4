"""Asking for a talk by a poster's link: no account, no script, nothing typed is lost."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from tests.services.test_self_referrals import WORDS, poster
from tests.support.world import World
from tests.web.test_door import OWN, PAGE, door
from wellbeing.services import referrals

__all__ = ["door"]


def _marks(text: str) -> dict[str, str]:
    found = dict(re.findall(r'name="(pre|once)" value="([^"]+)"', text))
    assert set(found) == {"pre", "once"}
    return found


def test_a_request_is_sent_once_and_the_page_says_by_when(door: tuple[TestClient, World]) -> None:
    client, world = door
    code = poster(world)
    page = client.get(f"/talk/{code}", headers={**PAGE, "accept-language": "zh-CN"})
    assert page.status_code == 200 and "110" in page.text
    assert referrals.self_referral_door(world.visitor, code).place in page.text
    assert page.headers["cache-control"] == "no-store"
    sent = {**WORDS, **_marks(page.text)}
    for _ in range(2):  # a second press of the same form
        answer = client.post(f"/talk/{code}", data=sent, headers=OWN)
        assert (
            answer.status_code == 200
            and "10 Mar 2026" in answer.text
            and "乔雨薇" not in answer.text
        )
    [one] = referrals.self_referrals(world.coordinator)
    assert referrals.open_self_referral(world.coordinator, one.id).text == WORDS["text"]


@pytest.mark.parametrize(
    ("change", "status"),
    [({"name": ""}, 422), ({"reach": "x" * 121}, 422), ({"topic": "nothing"}, 422),
     ({"text": "长" * 2_001}, 422), ({"name": "a\u202eb"}, 422), ({"pre": "x"}, 422),
     ({"once": "x"}, 422)],
)  # fmt: skip
def test_bad_input_loses_nothing_that_was_typed(
    door: tuple[TestClient, World], change: dict[str, str], status: int
) -> None:
    client, world = door
    code = poster(world)
    page = client.get(f"/talk/{code}", headers=PAGE)
    typed = {**WORDS, **_marks(page.text), **change}
    answer = client.post(f"/talk/{code}", data=typed, headers=OWN)
    assert answer.status_code == status and 'role="alert"' in answer.text
    for name in ("name", "class_name", "reach", "text"):
        assert typed[name] in answer.text, name
    assert referrals.self_referrals(world.coordinator) == ()


def test_a_dead_link_and_a_flood_say_so_with_the_numbers(door: tuple[TestClient, World]) -> None:
    client, world = door
    code = poster(world)
    marks = _marks(client.get(f"/talk/{code}", headers=PAGE).text)
    for _ in range(20):
        data = {**WORDS, **marks, "once": str(uuid4())}
        assert client.post(f"/talk/{code}", data=data, headers=OWN).status_code == 200
    slow = client.post(f"/talk/{code}", data={**WORDS, **marks, "once": str(uuid4())}, headers=OWN)
    assert slow.status_code == 429 and WORDS["text"] in slow.text and "110" in slow.text
    poster(world)
    for method in (client.get, client.post):
        gone = method(f"/talk/{code}", headers=OWN if method == client.post else PAGE)
        assert gone.status_code == 404 and "110" in gone.text


def test_a_form_from_elsewhere_or_of_a_million_letters_is_refused(
    door: tuple[TestClient, World],
) -> None:
    client, world = door
    code = poster(world)
    marks = _marks(client.get(f"/talk/{code}", headers=PAGE).text)
    elsewhere = {"origin": "https://elsewhere.invalid", "sec-fetch-site": "cross-site"}
    refused = client.post(f"/talk/{code}", data={**WORDS, **marks}, headers=elsewhere)
    assert refused.status_code == 403
    long = client.post(f"/talk/{code}", data={**WORDS, **marks, "text": "x" * 3_000_000},
                       headers=OWN)  # fmt: skip
    assert long.status_code in (403, 413, 422)
    assert referrals.self_referrals(world.coordinator) == ()
