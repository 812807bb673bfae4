"""No fault of ours on any page, in any role and state, at both widths, by day and by night.

Everything that is folded is unfolded first, and the window is as high as the page: axe does not
judge what is out of sight.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.looks import faults, lit, unfold
from tests.e2e.person import Person
from tests.e2e.stage import Stage
from tests.support.server import Server
from wellbeing.services.referrals import SECTIONS
from wellbeing.ui.navigation import ENTRIES

pytestmark = pytest.mark.browser
WIDE, PHONE = 1280, 390
COLOURS = ("color-contrast", "link-in-text-block")
STEPS = ("", "&step=danger", "&step=check", *(f"&step={one.key}" for one in SECTIONS))
STATES = tuple(
    f"screen {state}" for state in ("new", "looked at", "asked", "decided", "told", "odd")
)
# Names are looked up on the stage; what it does not know is an address.
PAGES = {
    "officer": ("/", "/refer", "/referrals", "officer decided", "/incidents", "incident",
                "agreement", "/sealed", "/rules", *(f"draft{one}" for one in STEPS)),
    "officer2": ("officer2 told",),
    "teacher": ("/", "/referrals", "/students", "teacher asked", "receipt", "student"),
    "counsellor": ("/", "/refer", "/cases", "case", "/referrals", "/queue", "talk", "talk to come",
                   "plan", "closing", "tracker", "own_sheet", "/room", "/tasks", "consents",
                   "meeting", "hand_over", "handed over", "/handoffs", "/emergency", "/cover",
                   "safety", "safety_plan", "/harm"),
    "counsellor2": ("/", "transfer"),
    "partner": ("/", "/handoffs", "handed over"),
    "coordinator": ("/", "/queue", "/cases", "case", "/students", "student", *STATES,
                    "/people", "/places", "/audit", "review", "/caseload", "/office", "/cover",
                    "/proposals", "/rules", "/handoffs", "/poster", "asked", "asked, set aside"),
    "administrator": ("/", "/people", "/places", "/audit", "/policy", "/case?id=x"),
    "parent": ("/", "/cases", "case", "tracker", "/tasks", "incident"),
}  # fmt: skip


class Looker:
    """Looks at pages and collects what is wrong with them."""

    def __init__(self, who: Person, *widths: int) -> None:
        self.who, self.widths = who, widths
        self.wrong: dict[str, list[str]] = {}

    def look(self, name: str) -> None:
        """Look at the page that is open now, by day and by night."""
        unfold(self.who.page)
        # By night the page is the same in other colours.
        for scheme, rules in (("light", ()), ("dark", COLOURS)):
            lit(self.who.page, scheme)
            for width in self.widths:
                if found := faults(self.who.page, width, *rules):
                    self.wrong[f"{name} at {width}, {scheme}"] = found
        lit(self.who.page, "light")


@pytest.mark.parametrize("login", PAGES)
def test_every_page_in_every_state(
    browser: Browser, stage: Stage, person: type[Person], login: str
) -> None:
    who = person(browser, stage.server, login)
    looker = Looker(who, WIDE, PHONE)
    for name in PAGES[login]:
        who.open(stage.address(name))
        looker.look(name)
    assert looker.wrong == {}
    assert who.outside == []


def test_every_page_of_the_site_is_looked_at(stage: Stage) -> None:
    looked = {
        stage.address(one).split("?")[0].strip("/") for some in PAGES.values() for one in some
    }
    assert {entry.url for entry in ENTRIES} - {"home"} - looked == set()


def test_problems_beside_their_questions(
    browser: Browser, stage: Stage, person: type[Person]
) -> None:
    who = person(browser, stage.server, "counsellor")
    looker = Looker(who, PHONE, WIDE)
    who.open("/refer")
    who.press("Begin a new referral")
    who.press("No, go on")
    for part in ("Who it is about", "What was seen", "The family"):
        who.press(part)
        who.press("Save and go on")
        who.sees("Please look at the marked answers.")
        looker.look(part)
        who.page.locator(".mp-path a").click()
        who.heading("Refer a young person")
        who.quiet()
    assert looker.wrong == {}


def test_the_menu_on_a_phone(browser: Browser, stage: Stage, person: type[Person]) -> None:
    who = person(browser, stage.server, "coordinator", width=PHONE)
    who.page.locator("[data-testid=stExpandSidebarButton]").click()
    who.page.get_by_role("button", name=who.t("Sign out")).wait_for()
    who.quiet()
    looker = Looker(who, PHONE)
    looker.look("menu")
    assert looker.wrong == {}


def test_the_door(browser: Browser, stage: Stage, person: type[Person]) -> None:
    guest = person(browser, stage.server, "")
    looker = Looker(guest, WIDE, PHONE)
    for path in ("/signin", stage.at["invite"], "/invite/unknown"):
        guest.page.goto(stage.server.url + path)
        assert not guest.page.locator(".stApp").count()
        looker.look(path)
        if guest.page.locator("main form").count():
            guest.page.locator("main form button").first.click()
            guest.page.locator("#problems").wait_for()
            looker.look(f"{path}, refused")
    assert looker.wrong == {}


def test_the_night_is_dark(browser: Browser, stage: Stage, person: type[Person]) -> None:
    who = person(browser, stage.server, "teacher")
    who.open("/")
    grounds = set()
    for scheme in ("light", "dark"):
        lit(who.page, scheme)
        grounds.add(
            who.page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
        )
    assert len(grounds) == 2


def test_an_empty_site_and_the_door_of_a_demo(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, person: type[Person]
) -> None:
    server = Server(tmp_path_factory.mktemp("empty")).start()
    try:
        guest = person(browser, server, "", width=PHONE)
        looker = Looker(guest, PHONE, WIDE)
        guest.page.goto(server.url)
        guest.page.wait_for_url("**/setup")
        looker.look("set-up")
        guest.page.locator("form[action='/setup'] button").click()
        guest.page.locator("#problems").wait_for()
        looker.look("set-up, refused")
        guest.page.locator("form[action='/demo'] button").click()
        guest.page.wait_for_url("**/signin", timeout=60_000)
        looker.look("the demo's door")
        guest.page.locator(".people button").first.click()
        guest.settled()
        looker.look("the demo's first page")
        assert looker.wrong == {}
    finally:
        server.stop()
