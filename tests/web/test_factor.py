"""New recovery codes and a new phone at the door, over the real routes, with what is refused."""

from __future__ import annotations

import re

import pyotp
import pytest
from starlette.testclient import TestClient

from tests.support.door import OWN, PAGE, browser, enter
from tests.support.world import World
from tests.web.test_account import _pre
from tests.web.test_door import door

__all__ = ["door"]
_SEED = re.compile(r"<code>([A-Z2-7]{32})</code>")
_RECOVERY = re.compile(r"<code>([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4})</code>")
GRAVE = ("/account/recovery", "/account/replace")


def _code(world: World, seed: str) -> dict[str, str]:
    """Return the code of now; the clock goes on, for no code counts twice."""
    world.clock.move(minutes=1)
    return {"code": pyotp.TOTP(seed).at(int(world.clock().timestamp()))}


def _set_up(client: TestClient, world: World) -> tuple[dict[str, str], str, list[str]]:
    """Sign in and set up one-time codes; return the form's mark, the seed, the recovery codes."""
    enter(client)
    pre = {"pre": _pre(client)}
    seed = _SEED.search(client.post("/account/factor", data=pre, headers=OWN).text)
    assert seed is not None
    code = _code(world, seed[1])
    shown = client.post("/account/confirm", data=pre | code, headers=OWN)
    world.clock.move(minutes=11)  # the proof that this was is over
    return pre, seed[1], _RECOVERY.findall(shown.text)


def _prove(client: TestClient, world: World, pre: dict[str, str], seed: str) -> None:
    done = client.post("/account/prove", data=pre | _code(world, seed), headers=OWN)
    assert done.headers["location"] == "/account?said=proved"


def test_new_recovery_codes_are_shown_once_and_end_the_old_ones(
    door: tuple[TestClient, World],
) -> None:
    client, world = door
    pre, seed, old = _set_up(client, world)
    _prove(client, world, pre, seed)
    shown = client.post("/account/recovery", data=pre, headers=OWN)
    new = _RECOVERY.findall(shown.text)
    assert shown.status_code == 200 and len(new) == 10 and not set(new) & set(old)
    assert "no-store" in shown.headers["cache-control"]
    page = client.get("/account", headers=PAGE).text
    assert not any(one in page for one in (*new, *old))
    assert enter(browser(), code=old[0]).status_code == 422  # type: ignore[attr-defined]
    assert enter(browser(), code=new[0]).status_code == 303  # type: ignore[attr-defined]
    assert enter(browser(), code=new[0]).status_code == 422  # type: ignore[attr-defined]


def test_a_form_of_recovery_codes_sent_again_shows_none_of_those_before(
    door: tuple[TestClient, World],
) -> None:
    client, world = door
    pre, seed, _ = _set_up(client, world)
    _prove(client, world, pre, seed)
    first, again = (
        set(_RECOVERY.findall(client.post("/account/recovery", data=pre, headers=OWN).text))
        for _ in range(2)
    )
    assert not first & again
    world.clock.move(minutes=11)
    replayed = client.post("/account/recovery", data=pre, headers=OWN)
    assert replayed.status_code == 422 and not _RECOVERY.findall(replayed.text)
    assert enter(browser(), code=first.pop()).status_code == 422  # type: ignore[attr-defined]
    assert enter(browser(), code=again.pop()).status_code == 303  # type: ignore[attr-defined]


def test_a_new_phone_takes_the_place_of_the_old_one(door: tuple[TestClient, World]) -> None:
    client, world = door
    pre, seed, _ = _set_up(client, world)
    _prove(client, world, pre, seed)
    shown = client.post("/account/replace", data=pre, headers=OWN)
    new = _SEED.search(shown.text)
    assert new is not None and new[1] != seed and "no-store" in shown.headers["cache-control"]
    wrong = client.post("/account/confirm", data=pre | _code(world, seed), headers=OWN)
    assert wrong.status_code == 422
    done = client.post("/account/confirm", data=pre | _code(world, new[1]), headers=OWN)
    assert len(_RECOVERY.findall(done.text)) == 10
    code = _code(world, seed)["code"]
    assert enter(browser(), code=code).status_code == 422  # type: ignore[attr-defined]
    code = _code(world, new[1])["code"]
    assert enter(browser(), code=code).status_code == 303  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", GRAVE)
def test_without_a_fresh_proof_neither_is_to_be_had(
    door: tuple[TestClient, World], path: str
) -> None:
    client, world = door
    pre, seed, old = _set_up(client, world)
    refused = client.post(path, data=pre, headers=OWN)
    assert refused.status_code == 422
    assert not _SEED.findall(refused.text) and not _RECOVERY.findall(refused.text)
    spent = _code(world, seed)
    assert client.post("/account/prove", data=pre | spent, headers=OWN).status_code == 303
    world.clock.move(minutes=11)
    # The code that was proved with does not prove again, and its proof is over.
    assert client.post("/account/prove", data=pre | spent, headers=OWN).status_code == 422
    assert client.post(path, data=pre, headers=OWN).status_code == 422
    assert enter(browser(), code=old[0]).status_code == 303  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", GRAVE)
def test_another_site_another_person_and_nobody_get_neither(
    door: tuple[TestClient, World], path: str
) -> None:
    client, world = door
    pre, seed, old = _set_up(client, world)
    _prove(client, world, pre, seed)
    for said in (
        {"origin": "https://evil.invalid"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
    ):
        assert client.post(path, data=pre, headers=said).status_code == 403
    assert client.post(path, data={"pre": "guessed"}, headers=OWN).status_code == 403
    # Whoever is signed in acts on their own account alone: here without a phone to prove with.
    teacher = browser()
    enter(teacher, "teacher")
    mine = {"pre": _pre(teacher)}
    assert teacher.post(path, data=mine, headers=OWN).status_code == 422
    assert browser().post(path, data=pre, headers=OWN).status_code in (303, 401)
    assert enter(browser(), code=old[0]).status_code == 303  # type: ignore[attr-defined]
