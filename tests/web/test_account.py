"""My account at the door: own sign-ins, own password, a link for a new one."""

from __future__ import annotations

import re

import pyotp
from starlette.testclient import TestClient

from tests.support.door import OWN, PAGE, browser, enter
from tests.support.world import PASSWORD, World
from tests.web.test_door import door
from wellbeing.services import people, reset

__all__ = ["door"]
NEW = "seven quiet lanterns"


def _pre(client: TestClient, path: str = "/account") -> str:
    found = re.search(r'name="pre" value="([^"]+)"', client.get(path, headers=PAGE).text)
    assert found is not None
    return found[1]


def test_my_account_is_for_who_is_signed_in(door: tuple[TestClient, World]) -> None:
    client, _ = door
    assert client.get("/account", headers=PAGE).headers["location"].startswith("/signin")
    enter(client)
    page = client.get("/account", headers=PAGE)
    assert page.status_code == 200 and "no-store" in page.headers["cache-control"]


def test_a_changed_password_ends_the_other_browser(door: tuple[TestClient, World]) -> None:
    client, _ = door
    other = browser()
    enter(client)
    enter(other)
    form = {"pre": _pre(client), "present": PASSWORD, "password": NEW}
    for wrong in ({"present": "not this one"}, {"password": "password1234"}, {"pre": "foreign"}):
        refused = client.post("/account/password", data=form | wrong, headers=OWN)
        assert refused.status_code in (403, 422) and NEW not in refused.text
    assert other.get("/account", headers=PAGE).status_code == 200
    done = client.post("/account/password", data=form, headers=OWN)
    assert (done.status_code, done.headers["location"]) == (303, "/account?said=password")
    assert client.get("/account", headers=PAGE).status_code == 200
    assert other.get("/account", headers=PAGE).status_code == 303


def test_a_sign_in_is_ended_only_by_its_owner(door: tuple[TestClient, World]) -> None:
    client, _ = door
    other = browser()
    enter(client)
    enter(other, "teacher")
    form = {"pre": _pre(client), "id": "others"}
    assert client.post("/account/end", data=form, headers=OWN).status_code == 303
    foreign = re.search(
        r'name="id" value="([0-9a-f-]{36})"', other.get("/account", headers=PAGE).text
    )
    assert foreign is not None
    for wanted in (foreign[1], "no-id"):
        refused = client.post("/account/end", data=form | {"id": wanted}, headers=OWN)
        assert refused.status_code == 422
    cross = client.post("/account/end", data=form, headers={"origin": "https://evil.invalid"})
    assert cross.status_code == 403


def test_a_link_for_a_new_password_works_once(door: tuple[TestClient, World]) -> None:
    client, world = door
    link = reset.approve_reset(world.coordinator, people.me(world.officer).id).link
    path = link[link.index("/reset/") :]
    form = {"pre": _pre(client, path), "password": NEW}
    weak = client.post(path, data=form | {"password": "password1234"}, headers=OWN)
    assert weak.status_code == 422
    done = client.post(path, data=form, headers=OWN)
    assert (done.status_code, done.headers["location"]) == (303, "/signin")
    assert client.post(path, data=form, headers=OWN).status_code == 404
    assert client.get("/reset/guessed", headers=PAGE).status_code == 404
    assert enter(client, password=NEW).status_code == 303  # type: ignore[attr-defined]


def test_one_time_codes_are_set_up_and_then_asked_for(door: tuple[TestClient, World]) -> None:
    client, world = door
    enter(client)
    pre = {"pre": _pre(client)}
    assert client.post("/account/factor", data={"pre": "foreign"}, headers=OWN).status_code == 403
    shown = client.post("/account/factor", data=pre, headers=OWN)
    seed = re.search(r"<code>([A-Z2-7]{32})</code>", shown.text)
    assert seed is not None and "data:image/svg+xml" in shown.text
    assert "no-store" in shown.headers["cache-control"]
    wrong = client.post("/account/confirm", data=pre | {"code": "no code"}, headers=OWN)
    assert wrong.status_code == 422
    code = pyotp.TOTP(seed[1]).at(int(world.clock().timestamp()))
    done = client.post("/account/confirm", data=pre | {"code": code}, headers=OWN)
    recovery = re.findall(r"<code>([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4})</code>", done.text)
    assert done.status_code == 200 and len(recovery) == 10
    assert seed[1] not in client.get("/account", headers=PAGE).text
    fresh = browser()
    assert enter(fresh).status_code == 422  # type: ignore[attr-defined]
    refused = enter(fresh, code=code)
    assert refused.status_code == 422 and code not in refused.text  # type: ignore[attr-defined]
    assert enter(fresh, code=recovery[0]).status_code == 303  # type: ignore[attr-defined]
