"""The main path without a mouse: refer, look, decide, answer, read the answer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.keys import Keys
from tests.support.server import Server

pytestmark = pytest.mark.browser


def _refers(who: Keys) -> None:
    who.enter("[data-testid=stSidebar] a[href$='/refer']")
    who.heading("Refer a young person")
    who.focused(".mp-title")
    who.enter(".st-key-begin button")
    who.enter(".st-key-danger-no button")
    who.enter(".st-key-part-about button")
    # Going on with nothing answered: the focus is on what is missing, and leads to the box.
    who.enter(".st-key-next-about button")
    who.focused("[role=alert]")
    who.enter("a.mp-jump")
    assert who.page.evaluate("document.activeElement.tagName") == "INPUT"
    who.write("student_name", "陆子昂")
    who.to("[class*='-school_id'] input")
    who.page.keyboard.type("north")
    who.page.get_by_role("option").first.wait_for()
    who.page.keyboard.press("Enter")
    who.quiet()
    who.write("birth_date", "2013-05-10")
    who.enter(".st-key-next-about button")
    who.heading("What was seen")
    who.write("facts", "用钥匙划了一辆车。")
    who.write("seen_when", "周四")
    who.enter(".st-key-next-seen button")
    who.heading("Worries and strengths")
    who.write("worries", "一个人。")
    _rest(who)


def _rest(who: Keys) -> None:
    who.enter("[class*='st-key-next-'] button")
    who.heading("What was already tried")
    who.enter("[class*='st-key-next-'] button")
    who.heading("The young person's own view")
    who.pick("asked")
    who.write("own_view", "我就是很烦。")
    for heading, name in (
        ("The family", "family_safe"),
        ("Why you may share this", "lawful_basis"),
        ("How to tell you", "reply_route"),
    ):
        who.enter("[class*='st-key-next-'] button")
        who.heading(heading)
        who.focused(".mp-title")
        who.pick(name)
        if name == "lawful_basis" and who.page.locator("[class*='-basis_note'] textarea").count():
            who.write("basis_note", "母亲当面同意。")
    who.enter("[class*='st-key-next-'] button")
    who.heading("Check your answers")
    who.enter(".st-key-send-referral button")
    who.heading("Sent. Thank you.")


def _decides(office: Keys) -> None:
    office.enter("[data-testid=stSidebar] a[href$='/queue']")
    office.heading("Queue")
    office.enter(".mp-table a")
    office.settled()
    office.enter(".st-key-acknowledge button")
    office.sees("Begun. The referrer sees that you are looking at it.")
    office.pick("reasons")
    office.pick("urgency")
    office.pick("outcome")
    office.to("[class*='decide'][class*='-reason'] textarea")
    office.page.keyboard.insert_text("需要有人听他说。")
    office.page.keyboard.press("Tab")
    office.quiet()
    office.enter("[class*='st-key-send-decide'] button")
    office.sees("Decided. Now tell the person who reported: only then is the referral finished.")
    office.pick("told")
    office.pick("route")
    office.enter("[class*='st-key-send-tell'] button")
    office.sees("Finished. The person who reported has been answered.")


def test_the_main_path_by_keyboard_alone(browser: Browser, server: Server) -> None:
    officer = Keys(browser, server, "officer")
    _refers(officer)
    _decides(Keys(browser, server, "coordinator"))
    officer.enter("[data-testid=stSidebar] a[href$='/referrals']")
    officer.heading("My referrals")
    officer.enter(".mp-table a")
    officer.settled()
    expect(officer.page.locator("[data-testid=stMain]")).to_contain_text(officer.t("Answered"))


def test_the_first_stop_skips_the_menu_in_the_readers_language(
    browser: Browser, shared: Server
) -> None:
    who = Keys(browser, shared, "teacher")
    who.open("/referrals")
    who.page.evaluate("document.activeElement.blur()")
    skip = who.page.get_by_test_id("stSkipToContent")
    expect(skip).to_have_text(who.t("Go straight to the page"))
    who.to("[data-testid=stSkipToContent]")
    who.page.keyboard.press("Enter")
    assert who.page.evaluate("document.activeElement.id") == "stMain"
    who.page.keyboard.press("Tab")
    assert who.page.evaluate("Boolean(document.activeElement.closest('[data-testid=stMain]'))")
