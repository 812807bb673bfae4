"""S11 on a phone: a girl scans the poster's code and asks for a talk; she is taken up."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import asking
from tests.e2e.looks import flawless
from tests.e2e.person import Person
from tests.support.server import Server

pytestmark = pytest.mark.browser
WORDS = {
    "name": "乔雨薇", "class_name": "高三2班", "reach": "大课间，在教室",
    "text": "快考试了，我睡不着。",
}  # fmt: skip


def test_s11_a_girl_asks_by_the_poster_and_is_taken_up(
    browser: Browser, server: Server, person: type[Person]
) -> None:
    office = person(browser, server, "coordinator")
    address = asking.prints(office)
    phone = person(browser, server, "", "zh_Hans", width=390, touch=True)
    phone.page.goto(server.url + address[address.index("/talk/") :])
    flawless(phone.page)
    phone.page.fill("#text", WORDS["text"])
    phone.page.locator("main form button[type=submit]").click()
    phone.sees("Please say how we can reach you.")
    expect(phone.page.locator("#text")).to_have_value(WORDS["text"])
    flawless(phone.page)
    asking.asks(phone, address, WORDS)
    phone.never_reads(*WORDS.values())
    flawless(phone.page)
    asking.takes_up(office, "乔雨薇", "2009-01-12")
    office.reads(WORDS["text"], WORDS["reach"], office.t("The young person themselves"))
    office.sees("Being looked at")
    office.open("/")
    office.never_reads(office.t("Somebody asks for a talk themselves: answer them"))
    teacher = person(browser, server, "teacher")
    teacher.open("/self_referral")
    teacher.never_reads(*WORDS.values())
    assert phone.outside == [] and office.outside == []


def test_without_any_script_a_request_is_sent_and_set_aside(
    browser: Browser, server: Server, person: type[Person]
) -> None:
    office = person(browser, server, "coordinator")
    address = asking.prints(office)
    context = browser.new_context(java_script_enabled=False, locale="zh-TW")
    page = context.new_page()
    page.goto(server.url + address[address.index("/talk/") :])
    page.fill("#name", "小雨")
    page.fill("#reach", "放學後")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("h1")).to_have_text("我們收到了")
    office.open("/")
    office.goes("Somebody asks for a talk themselves: answer them")
    office.unfolds("Set it aside", under="Set it aside")
    office.choose("reason", office.t("It is not meant in earnest"))
    office.page.locator('[class*="st-key-send-aside"] button').click()
    office.sees("Set aside. Its words are erased after a while; until then it can be taken up.")
