"""What the page says by itself while somebody writes or waits."""

from __future__ import annotations

import re
import signal

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.person import Person
from tests.e2e.stage import Stage
from tests.support.server import Server
from wellbeing.kind_words import ADVICE, Concern

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("login", "language"), [("teacher", "en"), ("officer", "zh_Hant")])
def test_the_saved_line_counts_up_without_a_rerun(
    browser: Browser, shared: Server, person: type[Person], login: str, language: str
) -> None:
    who = person(browser, shared, login, language)
    who.begin_writing()
    box, line = who.field("facts"), who.page.locator(".mp-ago")
    box.press_sequentially("第一句。", delay=10)
    expect(line).to_have_text(who.t("Draft saved just now."))
    sent: list[object] = []
    keys = who.page.context.new_cdp_session(who.page)
    keys.on("Network.webSocketFrameSent", lambda one: sent.append(one))
    keys.send("Network.enable")
    expect(line).to_have_text(who.t("Draft saved {n} s ago.", n=4))
    assert sent == []
    box.press_sequentially("第二", delay=5)
    expect(line).to_have_text(who.t("Not saved yet: it is saved as soon as you pause."))
    expect(line).to_have_text(who.t("Draft saved just now."))
    # Who listens hears the moment once: the counting line itself is not spoken.
    assert line.get_attribute("aria-hidden") == "true"
    expect(who.page.locator(".mp-saved [role=status]")).to_contain_text(re.compile(r"\d\d:\d\d"))


def test_the_line_counts_on_after_a_reload_from_the_servers_clock(
    browser: Browser, shared: Server, person: type[Person]
) -> None:
    who = person(browser, shared, "teacher2")
    who.begin_writing()
    who.type("facts", "写好了。")
    who.page.wait_for_timeout(4_000)
    # A window whose clock is hours off tells the same age.
    who.page.add_init_script("const now = Date.now; Date.now = () => now() + 7.2e6")
    who.page.reload()
    who.settled()
    text = who.page.locator(".mp-ago").inner_text()
    found = re.fullmatch(r"Draft saved (\d+) s ago\.", text)
    assert found and 3 < int(found[1]) < 30, text


def test_a_label_and_a_rumour_are_named_and_nothing_is_stopped(
    browser: Browser, shared: Server, person: type[Person]
) -> None:
    who = person(browser, shared, "officer2", "zh_Hans")
    who.begin_writing()
    box, hint = who.field("facts"), who.page.locator(".mp-kind")
    box.press_sequentially("听说他是问题学生。", delay=5)
    expect(hint).to_contain_text(who.t(ADVICE[Concern.LABEL], word="问题学生"))
    expect(hint).to_contain_text(who.t(ADVICE[Concern.RUMOUR], word="听说"))
    assert who.page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    who.type("seen_when", "周四")
    who.press("Save and go on")
    who.heading("Worries and strengths")
    who.page.locator(".mp-path a").click()
    who.press("What was seen")
    who.field("facts").fill("他用钥匙划了一辆车。")
    expect(hint).to_have_count(0)
    assert who.outside == []


def test_waiting_is_shown_and_goes_away(
    browser: Browser, server: Server, person: type[Person]
) -> None:
    who = person(browser, server, "teacher", "zh_Hans")
    who.open("/refer")
    busy = who.page.locator("#miaopu-busy")
    expect(busy).to_have_count(0)
    assert server.process is not None
    server.process.send_signal(signal.SIGSTOP)
    try:
        who.page.get_by_role("button", name=who.t("Begin a new referral")).click()
        expect(busy).to_have_text(who.t("One moment …"))
    finally:
        server.process.send_signal(signal.SIGCONT)
    who.heading("Is someone in danger right now?")
    expect(busy).to_have_count(0)


def test_the_first_visit_says_what_can_be_done_and_the_second_does_not(
    browser: Browser, server: Server, person: type[Person]
) -> None:
    who = person(browser, server, "counsellor", "zh_Hant")
    lines = who.page.locator(".mp-welcome li")
    expect(lines).to_have_count(3)
    who.page.locator("[data-testid=stSidebar] a").nth(1).click()
    who.page.locator("[data-testid=stSidebar] a").first.click()
    who.heading("Today")
    expect(lines).to_have_count(3)  # while this window is open
    again = person(browser, server, "counsellor", "zh_Hant")
    again.heading("Today")
    expect(again.page.locator(".mp-welcome")).to_have_count(0)


def test_filtering_what_happened_changes_that_part_alone(
    browser: Browser, stage: Stage, person: type[Person]
) -> None:
    who = person(browser, stage.server, "counsellor")
    who.open(stage.address("case"))
    entries = who.page.locator(".mp-timeline li")
    everything = entries.count()
    who.page.evaluate("document.querySelector('.mp-title').dataset.same = 'yes'")
    who.page.get_by_test_id("stButtonGroup").get_by_role("button", name=who.t("Plan")).first.click()
    expect(entries).not_to_have_count(everything)
    assert 0 < entries.count() < everything
    assert who.page.locator(".mp-title[data-same=yes]").count() == 1
