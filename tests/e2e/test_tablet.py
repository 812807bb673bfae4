"""The lent tablet in a real browser: locked to the check-in until the counsellor's number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.looks import faults
from tests.e2e.person import Person
from tests.e2e.test_care import Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
def test_the_tablet_is_locked_to_the_check_in(
    browser: Browser, tmp_path: Path, person: type[Person], language: str
) -> None:
    site = Site(tmp_path)
    who = person(browser, site.server, "counsellor", language, width=820)
    who.open(site.path("case"))
    who.type("day", (datetime.now(UTC) + timedelta(days=1)).date().isoformat())
    who.type("at", "10:00")
    who.choose("minutes", who.t("50 minutes"))
    who.press("Book the room")
    who.page.locator(".mp-table a").first.click()
    who.settled()
    talk = who.page.url
    who.page.get_by_text(who.t("Hand the tablet to the young person")).click()
    who.quiet()
    who.type("pin", "2468")
    who.press("Lock and hand over")
    who.heading("How is it going?")
    for path in ("/", "/queue", "/cases", site.path("case"), site.path("tracker"), "/refer"):
        who.open(path)
        who.heading("How is it going?")
        expect(who.page.locator("body")).not_to_contain_text("陆小满")
    assert faults(who.page, 820) == []
    for name in ("mood", "sleep", "school", "friends"):
        who.slide(name, 7)
    who.type("wish", "有人陪我打球")
    who.press("Done")
    who.heading("Thank you.")
    who.page.get_by_text(who.t("For the counsellor"), exact=True).click()
    who.quiet()
    who.type("pin", "1111")
    who.press("Take the tablet back")
    who.sees("This is not the right number. Please ask the counsellor.")
    who.page.reload()
    who.settled()
    who.heading("Thank you.")
    who.page.get_by_text(who.t("For the counsellor"), exact=True).click()
    who.quiet()
    who.type("pin", "2468")
    who.press("Take the tablet back")
    who.page.goto(talk)
    who.settled()
    expect(who.page.locator("body")).to_contain_text("陆小满")
    site.server.stop()
