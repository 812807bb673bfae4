"""The network watched: no page asks another machine for anything, and no download lies open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import httpx
import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.e2e import tablet
from tests.e2e.looks import unfold
from tests.e2e.person import Person
from tests.e2e.stage import SECRETS, Stage
from tests.support.handing import ASKED
from tests.support.matrix_whole import look_later
from tests.support.server import Server
from tests.support.world import World, reopen
from wellbeing.forms import REQUIRED, read
from wellbeing.policy import GRANTS, Role
from wellbeing.services import handoffs, organisations, people, reset, two_taps
from wellbeing.ui.navigation import ENTRIES

pytestmark = pytest.mark.browser
ROLES = ("officer", "teacher", "counsellor", "coordinator", "parent", "administrator", "partner")
# Before sign-in: an open invitation, and every other door with a code that opens nothing;
# live codes are below.
DOORS = ("/signin", "invite", "/invite/none", "/reset/none", "/share/none", "/ask/none",
         "/talk/none", "/nothing")  # fmt: skip
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
    kept = _kept(who.page)
    assert [one for one in SECRETS if one in kept] == []
    assert sockets and all(
        one.startswith(f"ws://127.0.0.1:{stage.server.port}/") for one in sockets
    )


def _kept(page: Page) -> str:
    """Return all that this browser keeps of the site beside its cookies."""
    found: str = page.evaluate(
        """async () => JSON.stringify([
            Object.entries(localStorage), Object.entries(sessionStorage),
            await indexedDB.databases(), await caches.keys(),
        ])"""
    )
    assert found.endswith("[],[]]"), found  # neither a database nor a cache
    return found


def test_a_browser_is_found_to_keep_what_was_planted_in_it(
    browser: Browser, server: Server, person: type[Person]
) -> None:
    who = person(browser, server, "")
    who.page.goto(f"{server.url}/signin")
    who.page.evaluate("name => localStorage.setItem('draft', name)", SECRETS[0])
    assert SECRETS[0] in _kept(who.page)


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


def _handed_over(world: World, case: UUID) -> str:
    """Ask a hospital without an account here for help; return its link."""
    me, office = world.counsellor, world.coordinator
    place = organisations.OrganisationForm("hospital (虚构)", "hospital")
    hospital = str(organisations.add_organisation(office, place).id)
    soon = str((world.clock.at + timedelta(days=9)).date())
    raw = {**ASKED, "place_id": hospital, "needed_by": soon}
    made = handoffs.prepare(me, case, read(handoffs.HandoffForm, raw))
    handoffs.name_duty(me, made, handoffs.DutyForm("statutory_duty", "已强制报告。"))
    return handoffs.send_handoff(me, made, handoffs.open_handoff(me, made).rev).link


@pytest.fixture(scope="module")
def links(stage: Stage) -> dict[str, str]:
    """The address of a live link of each kind: for a new password, two taps, a handing over."""
    world = reopen(stage.server.folder)
    world.clock.at = datetime.now(UTC)
    case = UUID(stage.at["case"].partition("=")[2])
    officer = people.me(world.officer2).id
    look = look_later(world.counsellor, case)
    made = {
        "reset": reset.approve_reset(world.coordinator, officer).link,
        "ask": two_taps.make_link(world.counsellor, look, two_taps.LinkForm("guardian")).link,
        "share": _handed_over(world, case),
        "talk": stage.address("talk link"),
    }
    world.close()
    return {kind: stage.server.url + urlsplit(link).path for kind, link in made.items()}


@pytest.mark.parametrize(
    ("kind", "heading", "button", "then"),
    [
        ("reset", "New password", "Set my new password", REQUIRED),
        ("ask", "How is it going?", "Send", REQUIRED),
        ("share", "A request for your help", "Open the request", ASKED["question"]),
        ("talk", "I would like to talk to somebody", "Send", "Please say how we can reach you."),
    ],
    ids=("reset", "ask", "share", "talk"),
)
def test_no_live_link_asks_for_anything_from_elsewhere(
    browser: Browser, stage: Stage, person: type[Person], links: dict[str, str],
    kind: str, heading: str, button: str, then: str,
) -> None:  # fmt: skip
    guest = person(browser, stage.server, "")
    answers: list[Response] = []
    guest.page.on("response", lambda one: answers.append(one))
    guest.page.goto(links[kind])
    expect(guest.page.locator("h1")).to_have_text(heading)
    guest.page.get_by_role("button", name=button, exact=True).click()
    guest.reads(then)  # a form that nothing was filled in says so; a request opens
    assert guest.outside == [] and [one.url for one in answers if _missing(one)] == []


def test_a_link_that_is_accepted_and_answered_asks_for_nothing_from_elsewhere(
    browser: Browser, stage: Stage, person: type[Person], links: dict[str, str]
) -> None:
    guest = person(browser, stage.server, "")
    answers: list[Response] = []
    guest.page.on("response", lambda one: answers.append(one))
    guest.page.goto(links["share"])
    guest.page.get_by_role("button", name="Open the request", exact=True).click()
    name = "陆小满"
    guest.never_reads(name)
    _answers(guest, "accept", "Accept: we help")
    guest.reads("Accepted. You see now who it is and how to reach the family.", name)
    _answers(guest, "begin", "Record the first contact", text="家访，见到了孩子。")
    guest.reads("Recorded. Those who asked see that help has begun.", "家访，见到了孩子。")
    _answers(guest, "complete", "Tell the outcome", text="已安排。", code="got_help")
    guest.reads("Told. Those who asked read it; the young person's data close now.")
    guest.never_reads(name)
    assert guest.outside == [] and [one.url for one in answers if _missing(one)] == []
    # The outside place worked: each answer came from the site, the last of them with its words.
    assert [one.status for one in answers if one.request.method == "POST"] == [200] * 4


def _answers(guest: Person, act: str, button: str, *, text: str = "", code: str = "") -> None:
    """Fill in one of the request's forms as a place without accounts does, and send it."""
    form = guest.page.locator("form").filter(has=guest.page.locator(f"input[value={act}]"))
    if text:
        guest.page.get_by_text(button, exact=True).first.click()
        form.locator("textarea").fill(text)
    if code:
        form.locator(f"input[value={code}]").check()
    form.locator(f"#{act}-signed").fill("王医生 (虚构)")
    form.get_by_role("button", name=button, exact=True).click()


def test_the_lent_tablet_asks_for_nothing_from_elsewhere(
    browser: Browser, stage: Stage, person: type[Person]
) -> None:
    who = person(browser, stage.server, "counsellor")
    who.open(stage.address("talk to come"))
    tablet.lends(who)
    who.open("/")
    tablet.answers(who, (7, 7, 7, 7))
    assert who.outside == []


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
