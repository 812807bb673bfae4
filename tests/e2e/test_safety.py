"""Storylines S05 and S06 through the real screens: a disclosure, and harm that a teacher sees."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import care
from tests.e2e.looks import unfold
from tests.e2e.person import Person

pytestmark = pytest.mark.browser


def _reports(who: Person, site: care.Site) -> None:
    """From the young person's page to a report that two authorities have: no consent asked."""
    who.open(f"/students?id={site.student}")
    who.page.locator(".mp-harm a").click()
    who.settled()
    who.type("what", "小臂和背上有几处新旧不一的瘀青。")
    who.choose("hold", who.t("Yes, or I am not sure: nobody tells them until it is decided"))
    who.type("hold_reason", "伤可能来自家里。")
    who.press("Write it down: the clock runs")
    who.sees("Written down and sealed. Now tell the authority, and note here whom you told.")
    for name, receipt in (("Police", "110-000-01"), ("Civil affairs", "MZ-000-02")):
        who.choose("addressee", who.t(name))
        who.type("receipt", receipt)
        who.press("I have told them")
        expect(who.page.locator(".mp-table").first).to_contain_text(receipt)
    who.sees("Reported; the outcome is missing")


def _withholds(who: Person, site: care.Site) -> None:
    who.open(site.path("case"))
    who.unfolds("Keep it from them from now on", "Keep the case from a guardian")
    day = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    who.type(who.of("withhold", "review_on"), day)
    who.type(who.of("withhold", "reason"), "伤可能来自家里。")
    who.select(who.of("withhold", "guardian_id"), "陆爸爸")
    who.press("Keep it from them from now on")
    who.sees("Done. They see nothing of the case from now on.")


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
def test_harm_that_a_teacher_sees(
    browser: Browser, site: care.Site, person: type[Person], language: str
) -> None:
    father = person(browser, site.server, "father", language, width=390)
    father.open(site.path("case"))
    expect(father.page.locator("body")).to_contain_text("陆小满")
    expect(father.page.locator(".mp-harm")).to_have_count(0)
    teacher = person(browser, site.server, "teacher", language, width=390)
    _reports(teacher, site)
    office = person(browser, site.server, "coordinator", language)
    _withholds(office, site)
    for page in ("/", "/cases", "/tasks", site.path("case"), site.path("tracker")):
        father.open(page)
        expect(father.page.locator("body")).not_to_contain_text("陆小满")
        expect(father.page.locator("body")).not_to_contain_text("瘀青")
    office.open(site.path("closing"))
    office.sees("A report of harm has no outcome yet. Please ask and record it.")
    teacher.open("/")
    link = teacher.t("Ask the authority what came of the report, and record it")
    teacher.page.get_by_role("link", name=link).first.click()
    teacher.settled()
    teacher.choose("outcome", teacher.t("The authority acts: measures were taken"))
    teacher.type("text", "警方发出告诫书。")
    teacher.press("Record the outcome")
    teacher.sees("Recorded. The report has come to its end.")


def test_a_disclosure_in_a_talk(browser: Browser, site: care.Site, person: type[Person]) -> None:
    who = person(browser, site.server, "counsellor", "zh_Hans")
    who.open(site.path("safety"))
    unfold(who.page)
    who.quiet()
    soon = who.t("{n} hours", n=4)
    who.choose("urgency", who.t("Within {time}", time=soon))
    who.choose("reasons", who.t("Wants to harm themselves or others and has a plan"))
    who.type("why", "她说了出来。")
    who.press("Act at this speed from now on")
    who.sees("Changed. What to do now stands at the top of the case.")
    who.open(site.path("case"))
    who.sees("Speak within {time}. A guardian or a safe adult knows today. Never alone.", time=soon)
    who.open(site.path("safety"))
    unfold(who.page)
    who.quiet()
    who.type("signs", "一个人待着。")
    who.type("people", "美术老师，外婆。")
    who.press("Keep this version")
    who.sees("Kept. Print the copy and give it to the young person.")
    who.open(site.path("safety_plan"))
    who.sees("My safety plan")
    expect(who.page.locator("body")).to_contain_text("美术老师，外婆。")
    expect(who.page.locator("body")).to_contain_text("110")
    office = person(browser, site.server, "coordinator", "zh_Hans")
    office.open(site.path("safety"))
    unfold(office.page)
    office.quiet()
    office.type("advice", "一起看过了，计划合适。")
    office.press("Record the review")
    office.sees("Recorded. The level may now be stepped down.")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_guardian_takes_a_consent_back_and_gives_it_again(
    browser: Browser, site: care.Site, person: type[Person], width: int
) -> None:
    mother = person(browser, site.server, "parent", "zh_Hans", width=width)
    mother.open(site.path("case"))
    mother.press("I take my consent back")
    mother.sees(
        "Noted. Nothing more is shared for this. You can change your mind here at any time."
    )
    mother.press("I agree now")
    mother.sees("Thank you. You have agreed. You can take it back here at any time.")
