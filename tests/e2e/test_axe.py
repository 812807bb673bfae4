"""No accessibility violation of ours: any page, any role, both widths; no sideways scroll."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.e2e.person import Person
from tests.support.server import Server

pytestmark = pytest.mark.browser
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {
    "officer": ["/", "/refer", "/referrals"],
    "teacher": ["/", "/refer", "/referrals", "/students"],
    "counsellor": ["/", "/cases", "/referrals"],
    "coordinator": ["/", "/queue", "/cases", "/people", "/places", "/students"],
    "administrator": ["/", "/people", "/places"],
    "parent": ["/", "/cases"],
}
# Streamlit's own violations, by rule and where; everything else is ours to mend.
STREAMLITS = {
    # The sidebar's and header's own structure.
    "landmark-unique": "stSidebar",
    "region": "stHeader",
    # A hidden input inside its select box.
    "aria-hidden-focus": "stSelectbox",
}


def violations(page: Any) -> list[str]:
    """Return rule and place of every violation that is not known to be Streamlit's own."""
    options = {"runOnly": {"type": "tag", "values": TAGS}}
    found = Axe().run(page, options=options).response["violations"]
    shown = []
    for rule in found:
        for node in rule["nodes"]:
            place = f"{node['target']} {node['html'][:160]}"
            if STREAMLITS.get(rule["id"], "\0") not in place:
                shown.append(f"{rule['id']}: {place}")
    return shown


def _deep(who: Person, login: str) -> Iterator[str]:
    """Open the pages that have no address of their own in the menu."""
    first = {"coordinator": "/queue", "counsellor": "/cases", "parent": "/cases"}
    start = first.get(login, "/referrals")
    if login == "administrator":
        return
    who.open(start)
    links = who.page.locator(".mp-table a")
    if links.count():
        links.first.click()
        who.settled()
        yield f"the page behind {start}"
    if login == "officer":
        who.open("/refer")
        who.press("Begin a new referral")
        yield "the danger question"
        who.press("No, go on")
        yield "the task list"
        who.press("What was seen")
        who.press("Save and go on")
        yield "a section with problems"
        who.open("/refer")
        yield "unsent drafts"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("login", PAGES)
def test_no_violation_of_ours(
    browser: Browser, shared: Server, person: type[Person], login: str, width: int
) -> None:
    who = person(browser, shared, login, width=width)
    wrong: dict[str, list[str]] = {}
    for path in PAGES[login]:
        who.open(path)
        _look(who, path, width, wrong)
    for name in _deep(who, login):
        _look(who, name, width, wrong)
    assert wrong == {}
    assert who.outside == []


def _look(who: Person, name: str, width: int, wrong: dict[str, list[str]]) -> None:
    found = violations(who.page)
    if who.page.evaluate("document.documentElement.scrollWidth") > width:
        found.append("scrolls sideways")
    if found:
        wrong[name] = found


@pytest.mark.parametrize("login", ["coordinator", "officer"])
def test_no_violation_of_ours_in_the_dark(
    browser: Browser, shared: Server, person: type[Person], login: str
) -> None:
    who = person(browser, shared, login, scheme="dark")
    wrong: dict[str, list[str]] = {}
    for path in PAGES[login]:
        who.open(path)
        _look(who, path, 1280, wrong)
    for name in _deep(who, login):
        _look(who, name, 1280, wrong)
    assert wrong == {}


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_before_sign_in(
    browser: Browser, shared: Server, person: type[Person], width: int
) -> None:
    who = person(browser, shared, "", width=width)
    wrong: dict[str, list[str]] = {}
    for path in ("/signin", "/invite/unknown"):
        who.page.goto(shared.url + path)
        _look(who, path, width, wrong)
    who.page.goto(shared.url + "/signin")
    who.page.locator("main form button").click()
    _look(who, "refused", width, wrong)
    assert wrong == {}
