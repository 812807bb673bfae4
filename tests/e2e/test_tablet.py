"""The lent tablet in a real browser: locked to the check-in until the counsellor's number."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser

from tests.e2e import care, tablet
from tests.e2e.looks import faults
from tests.e2e.person import Person

pytestmark = pytest.mark.browser
UNDER_A_MINUTE = 60


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
def test_the_tablet_is_locked_to_the_check_in(
    browser: Browser, site: care.Site, person: type[Person], language: str
) -> None:
    who = person(browser, site.server, "counsellor", language, width=820)
    care.books(who, site, hours=24)
    talk = who.page.url
    tablet.lends(who)
    for path in ("/", "/queue", "/cases", site.path("case"), site.path("tracker"), "/refer"):
        who.open(path)
        who.heading("How is it going?")
        who.never_reads("陆小满")
    assert faults(who.page, 820) == []
    began = time.monotonic()
    tablet.answers(who, (7, 7, 7, 7), wish="有人陪我打球")
    assert time.monotonic() - began < UNDER_A_MINUTE
    tablet.takes_back(who, "1111")
    who.sees("This is not the right number. Please ask the counsellor.")
    who.page.reload()
    who.settled()
    who.heading("Thank you.")
    tablet.takes_back(who)
    who.page.goto(talk)
    who.settled()
    who.reads("陆小满", "有人陪我打球")
