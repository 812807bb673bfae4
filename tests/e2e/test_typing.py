"""Nothing typed is lost, and nothing typed becomes anything but text."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.person import Person
from tests.support.server import Server

pytestmark = pytest.mark.browser
HOSTILE = (
    "![x](http://127.0.0.1:9/x.png) [y](http://127.0.0.1:9/y) <img src=http://127.0.0.1:9/z> "
    "**bold** $x$ :red[r] <script>window.__x=1</script> =1+1 www.example.invalid"
)


def _section(who: Person) -> None:
    who.open("/refer")
    who.press("Begin a new referral")
    who.press("No, go on")
    who.press("What was seen")


def test_a_pause_keeps_the_text_and_does_not_disturb_the_writer(
    browser: Browser, shared: Server, person: type[Person]
) -> None:
    who = person(browser, shared, "teacher")
    _section(who)
    box = who.field("facts")
    box.click()
    box.press_sequentially("第一句。", delay=20)
    who.page.wait_for_timeout(1_500)
    box.press_sequentially("第二句。", delay=20)
    assert who.page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    expect(box).to_have_value("第一句。第二句。")
    expect(who.page.locator(".mp-saved")).to_be_visible()
    who.page.wait_for_timeout(1_500)
    address = who.page.url
    again = who.page.context.new_page()
    again.goto(address)
    expect(again.locator("textarea").first).to_have_value("第一句。第二句。")


def test_changing_the_language_keeps_what_is_typed(
    browser: Browser, shared: Server, person: type[Person]
) -> None:
    who = person(browser, shared, "officer")
    _section(who)
    who.type("facts", "还没写完的话")
    who.page.locator("[data-testid=stSidebar] input").first.click()
    who.page.get_by_role("option", name="繁體中文").click()
    who.quiet()
    who.language = "zh_Hant"
    who.heading("What was seen")
    expect(who.field("facts")).to_have_value("还没写完的话")
    assert who.page.evaluate("document.documentElement.lang") == "zh-Hant"
    who.page.locator("[data-testid=stSidebar] input").first.click()
    who.page.get_by_role("option", name="English").click()


def test_hostile_text_is_shown_as_typed_and_calls_nobody(
    browser: Browser, shared: Server, person: type[Person]
) -> None:
    who = person(browser, shared, "counsellor")
    _section(who)
    who.type("facts", HOSTILE)
    who.type("seen_when", "now")
    address = who.page.url.replace("step=seen", "step=check")
    who.page.goto(address)
    who.settled()
    expect(who.page.locator(".mp-facts").first).to_contain_text(HOSTILE)
    assert who.page.evaluate("window.__x") is None
    assert who.page.locator('a[href*="127.0.0.1:9"], img[src*="127.0.0.1:9"]').count() == 0
    assert who.outside == []


@pytest.mark.parametrize("text", ["文\u202e字", "字" * 6_000])
def test_what_cannot_be_taken_is_said_and_stays_in_the_box(
    browser: Browser, shared: Server, person: type[Person], text: str
) -> None:
    who = person(browser, shared, "counsellor2")
    _section(who)
    who.type("facts", text)
    who.type("seen_when", "now")
    who.press("Save and go on")
    who.heading("What was seen")
    who.sees("Please look at the marked answers.")
    expect(who.field("facts")).to_have_value(text)
    assert who.page.evaluate("document.activeElement.className").find("mp-focus") >= 0
    who.page.locator("a.mp-jump").first.click()
    assert who.page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_a_lost_connection_is_said_and_the_text_arrives_afterwards(
    browser: Browser, server: Server, person: type[Person]
) -> None:
    who = person(browser, server, "teacher")
    _section(who)
    who.field("facts").click()
    server.kill()
    expect(who.page.locator("#miaopu-offline")).to_be_visible()
    who.field("facts").press_sequentially("断线时写的。", delay=10)
    server.start()
    expect(who.page.locator("#miaopu-offline")).to_have_count(0)
    who.field("facts").press("Tab")
    who.quiet()
    expect(who.page.locator(".mp-saved")).to_be_visible()
    who.page.reload()
    who.settled()
    expect(who.field("facts")).to_have_value("断线时写的。")
