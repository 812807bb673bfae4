"""The first closed loop in a real browser, in each language, with a killed server in the middle."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import referring
from tests.e2e.person import Person
from tests.support.server import Server

pytestmark = pytest.mark.browser


def _officer_refers(who: Person, server: Server) -> str:
    referring.begins(who)
    referring.about(who)
    who.heading("What was seen")
    box = who.field("facts")
    box.click()
    box.press_sequentially(referring.FACTS, delay=5)
    # The box is never left: the pause alone keeps the text on the server.
    expect(who.page.locator(".mp-saved")).to_be_visible()
    who.page.wait_for_timeout(2_000)
    server.kill()
    server.start()
    who.page.reload()
    who.settled()
    expect(who.field("facts")).to_have_value(referring.FACTS)
    who.type("seen_when", "周四18:20")
    who.press("Save and go on")
    referring.rest(who)
    return referring.sends_twice(who)


def _teacher_refers(who: Person) -> str:
    referring.begins(who)
    referring.about(who)
    referring.seen(who, "上课常常发呆，一个人坐在场边。", "最近一个月")
    referring.rest(who)
    return referring.sends_twice(who)


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
def test_everybody_who_reported_hears_back(
    browser: Browser, server: Server, person: type[Person], language: str
) -> None:
    officer = person(browser, server, "officer", language)
    first = _officer_refers(officer, server)
    teacher = person(browser, server, "teacher", language, width=390)
    second = _teacher_refers(teacher)
    office = person(browser, server, "coordinator", language)
    office.open("/queue")
    rows = office.page.locator(".mp-table tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text(office.t("{n} other report", n=1))
    # Ask back the teacher, who answers from the list.
    rows.filter(has_text=second).locator("a").first.click()
    office.settled()
    office.press("Begin to look at it")
    office.page.get_by_role("tab", name=office.t("Ask the referrer")).click()
    office.type("question", "他和谁最亲近？")
    office.press("Ask")
    office.sees("Asked. It is the turn of the referrer now.")
    teacher.open("/referrals")
    expect(teacher.page.locator(".mp-table")).to_contain_text(teacher.t("Question for you"))
    teacher.page.locator(".mp-table a").first.click()
    teacher.settled()
    expect(teacher.page.locator("body")).not_to_contain_text(referring.FACTS)
    teacher.type("answer", "和奶奶最亲近。")
    teacher.press("Send the answer")
    teacher.sees("Sent. The coordinator goes on with your referral.")
    referring.decides(office, first, "Open a case")
    referring.decides(office, second, "Join the open case of this young person")
    for who in (officer, teacher):
        who.open("/referrals")
        expect(who.page.locator(".mp-table")).to_contain_text(who.t("Answered"))
        expect(who.page.locator(".mp-table tbody tr")).to_have_count(1)
    assert officer.outside == teacher.outside == office.outside == []
