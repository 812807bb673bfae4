"""Whatever happens between two words and a click, the text is there, and it is there once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.person import Person
from tests.e2e.stage import Stage
from tests.support.server import Server

pytestmark = pytest.mark.browser


def test_a_double_click_adds_once(browser: Browser, stage: Stage, person: type[Person]) -> None:
    who = person(browser, stage.server, "teacher")
    who.open(stage.at["receipt"].replace("/refer?sent=", "/referral?id="))
    who.page.locator("details summary").first.click()
    who.type("text", "还有一次。")
    who.page.get_by_role("button", name=who.t("Add it"), exact=True).dblclick()
    who.sees("Added. The coordinator sees it at once.")
    who.sees("You hear from them here by")
    who.page.reload()
    who.settled()
    expect(who.page.locator(".mp-quote", has_text="还有一次。")).to_have_count(1)


def test_a_double_click_answers_once(browser: Browser, stage: Stage, person: type[Person]) -> None:
    who = person(browser, stage.server, "teacher")
    who.open(stage.at["teacher asked"])
    who.type("answer", "和奶奶最亲近。")
    who.page.get_by_role("button", name=who.t("Send the answer"), exact=True).dblclick()
    who.sees("Sent. The coordinator goes on with your referral.")
    expect(who.page.locator(".mp-quote", has_text="和奶奶最亲近。")).to_have_count(1)


def _other_tab(who: Person, address: str) -> Page:
    page = who.page.context.new_page()
    page.goto(address)
    page.locator(".mp-title").wait_for()
    page.wait_for_timeout(1_500)
    return page


def test_two_tabs_write_one_draft_and_neither_takes_the_others_words(
    browser: Browser, server: Server, person: type[Person]
) -> None:
    who = person(browser, server, "teacher")
    who.begin_writing()
    other = _other_tab(who, who.page.url)
    who.type("facts", "在第一个窗口写的。")
    box = other.locator('[class*="-seen_where"] input').first
    box.fill("车库")
    box.press("Tab")
    other.wait_for_timeout(1_500)
    who.page.reload()
    who.settled()
    expect(who.field("facts")).to_have_value("在第一个窗口写的。")
    expect(who.field("seen_where")).to_have_value("车库")


def test_two_tabs_send_one_referral(browser: Browser, stage: Stage, person: type[Person]) -> None:
    who = person(browser, stage.server, "officer")
    address = stage.server.url + stage.address("draft&step=check")
    who.page.goto(address)
    who.settled()
    before = _count(who)
    who.page.goto(address)
    who.settled()
    other = _other_tab(who, address)
    name = who.t("Send the referral")
    who.page.get_by_role("button", name=name, exact=True).click()
    who.heading("Sent. Thank you.")
    other.get_by_role("button", name=name, exact=True).click()
    other.wait_for_timeout(2_000)
    assert not other.locator("[data-testid=stException]").count()
    assert _count(who) == before + 1


def _count(who: Person) -> int:
    who.open("/referrals")
    return who.page.locator(".mp-table tbody tr").count()


def test_a_closed_laptop_keeps_the_words_and_brings_them_once(
    browser: Browser, server: Server, person: type[Person]
) -> None:
    who = person(browser, server, "officer")
    who.begin_writing()
    box = who.field("facts")
    box.press_sequentially("合上电脑前写的。", delay=5)
    expect(who.page.locator(".mp-ago")).to_be_visible()
    box.press_sequentially("最后几个字。", delay=5)
    # The lid is closed before the pause in which they would have been kept.
    who.page.context.set_offline(True)
    keys = who.page.context.new_cdp_session(who.page)
    keys.send("Page.setWebLifecycleState", {"state": "frozen"})
    who.page.wait_for_timeout(4_000)
    keys.send("Page.setWebLifecycleState", {"state": "active"})
    who.page.context.set_offline(False)
    expect(box).to_have_value("合上电脑前写的。最后几个字。")
    expect(who.page.locator("#miaopu-offline")).to_have_count(0)
    expect(who.page.locator(".mp-ago")).to_have_text(re.compile("ago|just now"))
    who.page.wait_for_timeout(2_000)
    who.page.reload()
    who.settled()
    expect(who.field("facts")).to_have_value("合上电脑前写的。最后几个字。")
