"""The network watched: no page asks another machine for anything, and no download lies open."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Response, expect

from tests.e2e.looks import unfold
from tests.e2e.person import Person
from tests.e2e.stage import Stage
from tests.support.server import Server
from wellbeing.policy import GRANTS, Role
from wellbeing.ui.navigation import ENTRIES

pytestmark = pytest.mark.browser
ROLES = ("officer", "teacher", "counsellor", "coordinator", "parent", "administrator", "partner")
# Before sign-in: an open invitation, and every other door with a code that opens nothing.
DOORS = ("/signin", "invite", "/invite/none", "/reset/none", "/share/none", "/ask/none", "/nothing")
# Pages that show one record, by the name on the stage, for whom it is.
RECORDS = {
    "officer": ("officer decided", "receipt", "draft&step=seen"),
    "teacher": ("teacher asked", "student"),
    "counsellor": ("case", "tracker", "plan", "closing", "talk", "talk to come"),
    "coordinator": ("case", "screen odd", "screen looked at", "student"),
    "parent": ("case",),
    "administrator": (),
    "partner": ("handed over",),
}
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def _pages(role: str) -> list[str]:
    mine = [one for one in ENTRIES if Role(role) in GRANTS[one.may]]
    return ["/" if one.url == "home" else f"/{one.url}" for one in mine]


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_a_role_asks_for_anything_from_elsewhere(
    browser: Browser, stage: Stage, person: type[Person], role: str
) -> None:
    who = person(browser, stage.server, "")
    sockets: list[str] = []
    bare: list[str] = []

    def look(answer: Response) -> None:
        if answer.url.startswith(stage.server.url) and _missing(answer):
            bare.append(answer.url)

    who.page.on("websocket", lambda one: sockets.append(one.url))
    who.page.on("response", look)
    who.sign_in(role)
    for path in [*_pages(role), *(stage.address(name) for name in RECORDS[role]), "/account"]:
        who.page.goto(stage.server.url + path)
        who.page.locator(".mp-title, .mp-note, h1").first.wait_for()
        who.quiet()
    assert who.outside == [] and bare == []
    assert sockets and all(
        one.startswith(f"ws://127.0.0.1:{stage.server.port}/") for one in sockets
    )


def test_no_door_before_sign_in_asks_for_anything_from_elsewhere(
    browser: Browser, stage: Stage, person: type[Person], tmp_path: Path
) -> None:
    empty = Server(tmp_path / "empty").start()
    try:
        for server, doors in ((stage.server, DOORS), (empty, ("/setup", "/signin"))):
            guest = person(browser, server, "")
            bare: list[str] = []
            guest.page.on("response", lambda one, bare=bare: bare.extend(_missing(one)))
            for door in doors:
                guest.page.goto(server.url + stage.address(door))
                guest.page.locator("h1").first.wait_for()
            assert guest.outside == [] and bare == []
    finally:
        empty.stop()


def _missing(answer: Response) -> dict[str, str]:
    found = answer.headers
    wrong = {
        name: found.get(name, "") for name, value in HEADERS.items() if found.get(name) != value
    }
    policy = found.get("content-security-policy", "")
    return wrong if "frame-ancestors 'none'" in policy else {**wrong, "policy": policy}


def test_a_picture_opens_for_the_browser_it_was_shown_in_and_nowhere_else(
    browser: Browser, server: Server, person: type[Person]
) -> None:
    office = person(browser, server, "coordinator")
    office.open("/people")
    unfold(office.page)
    office.type("invited_name", "新老师 (虚构)")
    office.choose("role", office.t("Administrator"))
    office.press("Make the invitation")
    picture = office.page.locator("[data-testid=stImage] img")
    expect(picture).to_be_visible()
    office.page.wait_for_function(
        "() => document.querySelector('[data-testid=stImage] img').naturalWidth > 0"
    )
    address = str(picture.evaluate("one => one.src"))
    assert "/media/" in address
    assert httpx.get(address).status_code == 401
    colleague = person(browser, server, "officer")
    assert colleague.page.request.get(address).status == 404
    assert office.page.request.get(address).status == 200
