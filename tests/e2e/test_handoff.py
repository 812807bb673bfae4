"""Handing over in a real browser: by a link to a place outside, and to a partner who signs in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import handing
from tests.e2e.looks import unfold
from tests.e2e.person import Person
from tests.support.handing import Handing
from tests.support.server import Server
from tests.support.world import build
from wellbeing.services import handoffs

pytestmark = pytest.mark.browser


def _scene(folder: Path, *, days_ago: float = 0) -> Handing:
    world = build(folder)
    world.clock.at = datetime.now(UTC) - timedelta(days=days_ago)
    return Handing(world)


def _soon() -> str:
    return (datetime.now(UTC) + timedelta(days=14)).date().isoformat()


def test_a_place_without_accounts_answers_on_a_phone(browser: Browser, tmp_path: Path) -> None:
    scene = _scene(tmp_path / "site")
    link = scene.send("hospital", needed_by=_soon()).link
    scene.world.close()
    server = Server(tmp_path / "site").start()
    try:
        guest = Person(browser, server, "", "zh_Hans", width=390)
        page = guest.page
        page.goto(f"{server.url}/share/{link.rsplit('/', 1)[1]}")
        expect(page.locator("body")).not_to_contain_text("瘀伤")
        page.get_by_role("button", name=guest.t("Open the request")).click()
        expect(page.locator("body")).to_contain_text("瘀伤")
        expect(page.locator("body")).not_to_contain_text("陆小满")
        page.fill("#accept-signed", "王医生 (虚构)")
        page.get_by_role("button", name=guest.t("Accept: we help")).click()
        expect(page.locator("body")).to_contain_text("陆小满")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390
        assert guest.outside == []
    finally:
        server.stop()


def _waited(scene: Handing) -> None:
    """Let the station take over three times, each seen after two days, and tell its free places."""
    clock = scene.world.clock
    for _ in range(3):
        made = scene.received(needed_by=_soon())
        clock.move(days=2)
        handoffs.accept(scene.partner, made)
        handoffs.begin(scene.partner, made, handoffs.ContactForm("家访。"))
        handoffs.finish(scene.partner, made, handoffs.FinishForm("got_help", "已安排。"))
        handoffs.close_loop(scene.me, made, handoffs.LoopForm("need_met"))
    clock.at = datetime.now(UTC)
    place = scene.world.places["station"]
    handoffs.tell_capacity(scene.partner, place, handoffs.CapacityForm("4"))


class Two:
    """A counsellor at a desk and a partner on a phone, and what they hand over."""

    def __init__(self, browser: Browser, folder: Path, language: str) -> None:
        scene = _scene(folder, days_ago=40)
        _waited(scene)
        self.case = scene.case
        scene.world.close()
        self.server = Server(folder).start()
        self.sender = Person(browser, self.server, "counsellor", language)
        self.partner = Person(browser, self.server, "partner", language, width=390)
        self.path, self.id = "", ""

    def both(self) -> None:
        """Look again on both sides."""
        for one in (self.sender, self.partner):
            one.open(self.path)
            unfold(one.page)
            one.quiet()

    def fill(self, who: Person, form: str, text: str, code: str = "") -> None:
        """Fill a form of the handing over and send it."""
        self.both()
        if code:
            box = who.page.locator(f".st-key-{form}-{self.id}-code")
            box.get_by_text(who.t(code), exact=True).first.click()
            who.quiet()
        box = who.page.locator(f".st-key-{form}-{self.id}-text textarea")
        box.fill(text)
        box.press("Tab")
        who.quiet()
        who.page.locator(f".st-key-send-{form}-{self.id} button").click()
        who.quiet()

    def send(self) -> None:
        """Put a request together, look at it, name the duty, and send it."""
        who = self.sender
        who.open(f"/hand_over?id={self.case}")
        who.sees("{days} days, the middle of {n} in the last year", days="2", n=3)
        alone = "十三岁男孩，晚上一个人在家。"
        self.id = handing.puts_together(who, self.case, "station", _soon(), summary=alone)
        expect(who.page.locator("body")).to_contain_text("陆小满")
        self.path = f"/handoff?id={self.id}"
        handing.sends(who, self.id, "statutory_duty", "已强制报告。")

    def opened(self) -> None:
        """The partner opens the request: the summary, and no name yet."""
        self.partner.open(self.path)
        expect(self.partner.page.locator("body")).not_to_contain_text("晚上一个人在家")
        self.partner.press("Open the request")
        expect(self.partner.page.locator("body")).to_contain_text("晚上一个人在家")
        expect(self.partner.page.locator("body")).not_to_contain_text("陆小满")


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_a_partner_asks_back_helps_and_the_sender_closes_the_loop(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    two = Two(browser, tmp_path / "site", language)
    sender, partner = two.sender, two.partner
    try:
        two.send()
        two.opened()
        two.fill(partner, "ask", "他和谁住？")
        partner.sees("Asked. It is their turn now.")
        two.fill(sender, "answer", "和奶奶住。")
        sender.sees("Answered. It is their turn again.")
        two.both()
        expect(partner.page.locator("body")).to_contain_text("和奶奶住。")
        partner.press("Accept: we help")
        partner.sees("Accepted. You see now who it is and how to reach the family.")
        expect(partner.page.locator("body")).to_contain_text("陆小满")
        two.fill(partner, "begin", "周二家访，见到了他。")
        partner.sees("Recorded. Those who asked see that help has begun.")
        two.fill(partner, "interim", "每周去一次，好一些了。")
        two.both()
        expect(sender.page.locator("body")).to_contain_text("每周去一次，好一些了。")
        two.fill(partner, "complete", "已安排每周家访。", "Got the help that was asked for")
        partner.sees("Told. Those who asked read it; the young person's data close now.")
        two.both()
        expect(partner.page.locator("body")).not_to_contain_text("陆小满")
        expect(sender.page.locator("body")).to_contain_text("已安排每周家访。")
        sender.choose("next_step", sender.t("What was needed is there"))
        sender.press("Close the loop")
        sender.sees("The loop is closed. What follows stands in the case.")
        assert partner.page.evaluate("document.documentElement.scrollWidth") <= 390
    finally:
        two.server.stop()


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_a_partner_says_no_with_a_code_and_it_comes_back_to_the_sender(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    two = Two(browser, tmp_path / "site", language)
    try:
        two.send()
        two.opened()
        two.fill(two.partner, "decline", "这个月满了。", "We have no place free in time")
        two.partner.sees("Said. Those who asked look for another place.")
        two.both()
        two.sender.sees("Declined")
        expect(two.sender.page.locator("body")).to_contain_text("这个月满了。")
        expect(two.partner.page.locator("body")).not_to_contain_text("晚上一个人在家")
    finally:
        two.server.stop()
