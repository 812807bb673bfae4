"""The first closed loop in a real browser, in each language, with a killed server in the middle."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.person import Person
from tests.support.server import Server

pytestmark = pytest.mark.browser
FACTS = "周四傍晚用钥匙在邻居的车门上划了一道。Scratched a car."
WORRIES = "他觉得没有人看见他。"


def _about(who: Person, draft_open: bool = False) -> None:
    """Fill who it is about."""
    who.heading("Who it is about")
    who.type("student_name", "陆子昂")
    who.select("school_id", "north (虚构)")
    who.type("birth_date", "2013/5/10")
    who.type("class_name", "七年级3班")
    who.press("Save and go on")


def _rest(who: Person) -> None:
    """Fill the sections after what was seen, and come to the check page."""
    who.heading("Worries and strengths")
    who.type("worries", WORRIES)
    who.press("Save and go on")
    who.heading("What was already tried")
    who.press("Save and go on")
    who.heading("The young person's own view")
    who.choose("asked", who.t("Yes"))
    who.type("own_view", "我就是很烦。")
    who.press("Save and go on")
    who.heading("The family")
    who.choose("family_safe", who.t("Yes"))
    who.press("Save and go on")
    who.heading("Why you may share this")
    who.choose("lawful_basis", who.t("It is my duty by law to report this"))
    who.press("Save and go on")
    who.heading("How to tell you")
    who.choose("reply_route", who.t("Here, in Miaopu"))
    who.press("Save and go on")
    who.heading("Check your answers")


def _begin(who: Person) -> None:
    who.open("/refer")
    who.press("Begin a new referral")
    who.heading("Is someone in danger right now?")
    who.press("No, go on")
    who.press("Who it is about")


def _send_twice(who: Person) -> str:
    """Double-click the button; return the reference number of the one referral."""
    name = who.t("Send the referral")
    who.page.get_by_role("button", name=name, exact=True).dblclick()
    who.heading("Sent. Thank you.")
    number = who.page.locator(".mp-receipt strong").inner_text()
    assert re.fullmatch(r"R-\d{4}-[2-9A-Z]{6}", number)
    return number


def _officer_refers(who: Person, server: Server) -> str:
    _begin(who)
    _about(who)
    who.heading("What was seen")
    box = who.field("facts")
    box.click()
    box.press_sequentially(FACTS, delay=5)
    # The box is never left: the pause alone keeps the text on the server.
    expect(who.page.locator(".mp-saved")).to_be_visible()
    who.page.wait_for_timeout(2_000)
    server.kill()
    server.start()
    who.page.reload()
    who.settled()
    expect(who.field("facts")).to_have_value(FACTS)
    who.type("seen_when", "周四18:20")
    who.press("Save and go on")
    _rest(who)
    return _send_twice(who)


def _teacher_refers(who: Person) -> str:
    _begin(who)
    _about(who)
    who.heading("What was seen")
    who.type("facts", "上课常常发呆，一个人坐在场边。")
    who.type("seen_when", "最近一个月")
    who.press("Save and go on")
    _rest(who)
    return _send_twice(who)


def _decide(office: Person, number: str, outcome: str) -> None:
    office.open("/queue")
    row = office.page.locator(".mp-table tbody tr", has_text=number)
    row.locator("a").first.click()
    office.settled()
    if office.page.locator(".st-key-acknowledge").count():
        office.press("Begin to look at it")
        office.sees("Begun. The referrer sees that you are looking at it.")
    office.choose("reasons", office.t("Damaged or took something"))
    office.choose("urgency", office.t("Within 3 days"))
    office.choose("outcome", office.t(outcome))
    office.page.locator('[class*="decide"][class*="-reason"] textarea').first.fill(
        "需要有人听他说。"
    )
    office.page.keyboard.press("Tab")
    office.quiet()
    office.page.locator('[class*="st-key-send-decide"] button').click()
    office.sees("Decided. Now tell the person who reported: only then is the referral finished.")
    office.choose("told", office.t("Yes, tell them now"))
    office.choose("route", office.t("Here, in Miaopu"))
    office.press("Record the reply")
    office.sees("Finished. The person who reported has been answered.")


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
    expect(teacher.page.locator("body")).not_to_contain_text(FACTS)
    teacher.type("answer", "和奶奶最亲近。")
    teacher.press("Send the answer")
    teacher.sees("Sent. The coordinator goes on with your referral.")
    _decide(office, first, "Open a case")
    _decide(office, second, "Join the open case of this young person")
    for who in (officer, teacher):
        who.open("/referrals")
        expect(who.page.locator(".mp-table")).to_contain_text(who.t("Answered"))
        expect(who.page.locator(".mp-table tbody tr")).to_have_count(1)
    assert officer.outside == teacher.outside == office.outside == []
