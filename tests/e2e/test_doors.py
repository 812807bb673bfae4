"""Doors in a real browser: deep links, other tabs, ended accounts, other people's pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.looks import unfold
from tests.e2e.person import Person
from tests.e2e.stage import SECRETS, Stage
from tests.support.server import Server
from tests.support.world import PASSWORD

pytestmark = pytest.mark.browser


def test_a_deep_link_on_a_fresh_server_shows_only_the_sign_in_page(
    browser: Browser, server: Server, person: type[Person]
) -> None:
    who = person(browser, server, "")
    who.page.goto(f"{server.url}/queue")
    expect(who.page.locator("#login")).to_be_visible()
    assert "/signin?next=%2Fqueue" in who.page.url
    expect(who.page.locator("body")).not_to_contain_text(who.t("Queue"))
    who.page.fill("#login", "coordinator")
    who.page.fill("#password", PASSWORD)
    who.page.locator("main form button").click()
    who.heading("Queue")
    assert who.page.url.endswith("/queue")


def test_reload_and_a_second_tab_keep_the_sign_in(
    browser: Browser, server: Server, person: type[Person]
) -> None:
    who = person(browser, server, "teacher")
    who.page.reload()
    who.heading("Today")
    second = who.page.context.new_page()
    second.goto(f"{server.url}/referrals")
    expect(second.locator(".mp-title")).to_have_text(who.t("My referrals"))
    assert who.page.evaluate("document.cookie").find("sid=") == -1


def test_signing_out_in_one_tab_ends_the_other_at_its_next_click(
    browser: Browser, server: Server, person: type[Person]
) -> None:
    who = person(browser, server, "officer")
    who.open("/refer")
    other = who.page.context.new_page()
    other.goto(server.url)
    other.get_by_role("button", name=who.t("Sign out")).click()
    expect(other.locator("#login")).to_be_visible()
    who.page.get_by_role("button", name=who.t("Begin a new referral")).click()
    expect(who.page.locator("#login")).to_be_visible()


def test_deactivation_ends_an_open_tab_at_its_next_click(
    browser: Browser, server: Server, person: type[Person]
) -> None:
    officer = person(browser, server, "officer2")
    officer.open("/refer")
    office = person(browser, server, "coordinator")
    office.open("/people")
    unfold(office.page)
    office.select("account-choice", "officer2 (虚构)")
    office.press("End this account")
    office.sees("Ended. Every sign-in of this person ends at their next click.")
    officer.page.get_by_role("button", name=officer.t("Begin a new referral")).click()
    expect(officer.page.locator("#login")).to_be_visible()
    officer.page.fill("#login", "officer2")
    officer.page.fill("#password", PASSWORD)
    officer.page.locator("main form button").click()
    expect(officer.page.locator("#problems")).to_be_visible()


# Whose pages they are not: by the name on the stage, or by address.
NOT_THEIRS = {
    "officer2": ("/queue", "/people", "/places", "/students", "case", "screen new", "screen told",
                 "officer decided", "teacher asked", "draft", "student", "/nothing",
                 "/case?id=x", "/referral?id=' OR 1=1", "/refer?sent=x",
                 "/refer?draft=x&step=seen"),
    "teacher2": ("/queue", "officer decided", "officer2 told", "student", "draft", "receipt"),
    "counsellor2": ("case", "screen looked at", "teacher asked", "/students"),
    "parent": ("/queue", "/refer", "/referrals", "/students", "screen decided", "officer decided",
               "/people", "receipt"),
    "administrator": ("/queue", "/cases", "case", "/students", "screen asked", "/refer", "draft"),
}  # fmt: skip


# A page that is not theirs leads home, where a family reads the name of its own child.
OWN = {"parent": ("陆小满",)}


@pytest.mark.parametrize("login", NOT_THEIRS)
def test_pages_of_others_show_nothing(
    browser: Browser, stage: Stage, person: type[Person], login: str
) -> None:
    who = person(browser, stage.server, login)
    for name in NOT_THEIRS[login]:
        who.page.goto(stage.server.url + stage.address(name))
        who.page.locator(".mp-title, .mp-note, [role=dialog]").first.wait_for()
        who.quiet()
        body = who.page.locator("body").inner_text()
        others = [one for one in SECRETS if one not in OWN.get(login, ())]
        assert [one for one in others if one in body] == [], name
        assert not who.page.locator("[data-testid=stException]").count(), name
        assert "Traceback" not in body and "went wrong" not in body, name


def test_no_page_breaks_the_content_policy_or_the_script(
    browser: Browser, stage: Stage, person: type[Person]
) -> None:
    who = person(browser, stage.server, "")
    said: list[str] = []
    who.page.on("console", lambda one: said.append(f"{one.text} {one.location.get('url')}"))
    who.page.on("pageerror", lambda one: said.append(str(one)))
    who.sign_in("coordinator")
    for name in ("/queue", "screen odd", "case", "/people", "/students", "/refer"):
        who.open(stage.address(name))
    # Streamlit asks below a deep link first whether it is served there.
    asks = ("/_stcore/health", "/_stcore/host-config")
    assert [one for one in said if not one.endswith(asks)] == []
    assert who.outside == []


def test_the_next_person_at_the_same_browser_finds_nothing_of_the_one_before(
    browser: Browser, stage: Stage, person: type[Person]
) -> None:
    who = person(browser, stage.server, "officer")
    who.open(stage.address("draft&step=seen"))
    expect(who.field("facts")).not_to_have_value("")
    other = who.page.context.new_page()
    other.goto(f"{stage.server.url}/signin")
    other.fill("#login", "teacher2")
    other.fill("#password", PASSWORD)
    other.locator("main form button").click()
    expect(other.locator(".mp-title")).to_have_text(who.t("Today"))
    who.page.get_by_role("button", name=who.t("Save and go on")).click()
    expect(who.page.locator("textarea")).to_have_count(0)
    body = who.page.locator("body").inner_text()
    assert [one for one in SECRETS if one in body] == []


def test_a_link_to_a_record_survives_sign_in(
    browser: Browser, stage: Stage, person: type[Person]
) -> None:
    guest = person(browser, stage.server, "")
    guest.page.goto(stage.server.url + stage.address("screen looked at"))
    expect(guest.page.locator("#login")).to_be_visible()
    assert [one for one in SECRETS if one in guest.page.content()] == []
    guest.page.fill("#login", "coordinator")
    guest.page.fill("#password", PASSWORD)
    guest.page.locator("main form button").click()
    guest.heading("白小舟")
    assert guest.page.url == stage.server.url + stage.address("screen looked at")


def test_the_invitation_shows_a_link_and_a_code_that_work(
    browser: Browser, server: Server, person: type[Person]
) -> None:
    office = person(browser, server, "coordinator")
    office.open("/people")
    unfold(office.page)
    office.type("invited_name", "新老师 (虚构)")
    office.choose("role", office.t("Teacher"))
    office.select("organisation_id", "north (虚构)")
    office.press("Make the invitation")
    expect(office.page.locator("[data-testid=stImage] img")).to_be_visible()
    link = office.page.locator("[data-testid=stCode]").inner_text().strip()
    guest = person(browser, server, "", width=390)
    guest.page.goto(server.url + "/invite/" + link.rsplit("/", 1)[1])
    guest.page.fill("#login", "xinlaoshi")
    guest.page.fill("#password", "a good long sentence")
    guest.page.locator("main form button").click()
    guest.heading("Today")
