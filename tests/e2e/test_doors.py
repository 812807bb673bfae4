"""Doors in a real browser: deep links, other tabs, ended accounts, other people's pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.person import Person
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
    office.page.get_by_text(office.t("End or reopen an account")).click()
    office.select("account-choice", "officer2 (虚构)")
    office.press("End this account")
    office.sees("Ended. Every sign-in of this person ends at their next click.")
    officer.page.get_by_role("button", name=officer.t("Begin a new referral")).click()
    expect(officer.page.locator("#login")).to_be_visible()


def test_pages_of_other_roles_show_nothing(
    browser: Browser, shared: Server, person: type[Person]
) -> None:
    who = person(browser, shared, "officer2")
    for path in ("/queue", "/screen?id=00000000-0000-0000-0000-000000000000", "/people", "/cases",
                 "/case?id=x", "/referral?id=' OR 1=1", "/nothing"):  # fmt: skip
        who.page.goto(shared.url + path)
        who.page.locator(".mp-title, .mp-note, [role=dialog]").first.wait_for()
        who.quiet()
        body = who.page.locator("body").inner_text()
        assert "陆小满" not in body and "白小舟" not in body, path
        assert "Traceback" not in body and "Error" not in body, path


def test_the_invitation_shows_a_link_and_a_code_that_work(
    browser: Browser, server: Server, person: type[Person]
) -> None:
    office = person(browser, server, "coordinator")
    office.open("/people")
    office.page.get_by_text(office.t("Invite somebody")).click()
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
