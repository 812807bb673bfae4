"""Storylines S02 and S07 through the real screens, each person at their own browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.looks import unfold
from tests.e2e.person import Person
from tests.e2e.test_care import Site, _agrees, _close, _plan, _talk

pytestmark = pytest.mark.browser


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A served site whose case was just taken on, stopped afterwards."""
    made = Site(tmp_path)
    yield made
    made.server.stop()


def _opened(who: Person, site: Site, page: str, words: str) -> None:
    """Open a page of the case and everything that is folded on it, until these words show."""
    who.open(site.path(page))
    for _ in range(5):
        who.settled()
        unfold(who.page)
        who.quiet()
        if who.page.get_by_text(who.t(words)).first.is_visible():
            return


def _record(who: Person, site: Site, party: str, guardian: str = "") -> None:
    """Record a yes that was given by phone; the page has another form that asks for a guardian."""
    who.open(site.path("plan"))
    who.page.get_by_text(who.t("Record an answer given to you"), exact=True).click()
    who.quiet()
    who.choose("who", who.t(party))
    if guardian:
        who.select("guardian_id", guardian)
    who.choose("answer", who.t("Agreed"))
    who.choose("route", who.t("By phone"))
    who.press("Record the answer")
    who.sees("Recorded.")


def test_s02_a_girl_finds_her_way_back_to_school(
    browser: Browser, site: Site, person: type[Person]
) -> None:
    counsellor = person(browser, site.server, "counsellor", "zh_Hans")
    _talk(counsellor, site)
    _opened(counsellor, site, "case", "Who helps?")
    counsellor.select("user_id", "teacher (")
    counsellor.press("Bring to the team")
    counsellor.sees("Done. They see the case, never the talks.")
    teacher = person(browser, site.server, "teacher", "zh_Hans", width=390)
    for attendance, mark in (("71", "62"), ("94", "70")):
        _opened(teacher, site, "case", "How well can they concentrate?")
        teacher.choose("concentration", "5")
        teacher.choose("belonging", "4")
        teacher.type("attendance", attendance)
        teacher.type("mark", mark)
        teacher.press("Send what you see")
        teacher.sees("Thank you. The counsellor sees it.")
    expect(teacher.page.locator("body")).not_to_contain_text("睡不着")
    _plan(counsellor, site)
    mother = person(browser, site.server, "parent", "zh_Hans", width=390)
    mother.open("/")
    _agrees(mother, site)
    _record(counsellor, site, "A guardian's", "陆爸爸")
    _record(counsellor, site, "The young person's own")
    _opened(counsellor, site, "plan", "How does the plan go on?")
    counsellor.choose("outcome", counsellor.t("It goes on as it is"))
    counsellor.type("text", "五天来了四天半，继续。")
    counsellor.press("Record what you decided")
    counsellor.sees("Recorded. The next look has its day.")
    counsellor.open(site.path("case"))
    for words in ("94 %", "71 %"):
        expect(counsellor.page.locator("body")).to_contain_text(words)


def test_s07_a_goal_said_anew_and_two_taps_after_the_end(
    browser: Browser, site: Site, person: type[Person]
) -> None:
    counsellor = person(browser, site.server, "counsellor", "zh_Hans")
    _talk(counsellor, site)
    _plan(counsellor, site)
    mother = person(browser, site.server, "parent", "zh_Hans", width=390)
    mother.open("/")
    mother.page.get_by_role("link", name=mother.t("Say what you think of the plan")).click()
    mother.settled()
    mother.press("Let us talk about it")
    mother.sees("Thank you. The counsellor will call you within three working days.")
    _opened(counsellor, site, "plan", "Keep strengths and goals")
    counsellor.type("goal_1", "我想十一点前放下手机")
    counsellor.choose("same_1", counsellor.t("The same goal in other words"))
    counsellor.press("Keep strengths and goals")
    counsellor.sees("Kept. Now add who does what.")
    counsellor.press("Put it to the family")
    counsellor.sees("Done. Everybody who decides sees it now.")
    mother.open("/")
    mother.page.get_by_role("link", name=mother.t("Say what you think of the plan")).click()
    mother.settled()
    mother.sees("The same goal in other words: {text}", text="我想十一点前放下手机")
    mother.press("I agree")
    mother.sees("Thank you. You have agreed. The counsellor sees it now.")
    _record(counsellor, site, "A guardian's", "陆爸爸")
    _record(counsellor, site, "The young person's own")
    mother.open("/tasks")
    mother.press("Done")
    mother.sees("Well done. The counsellor sees it.")
    _close(counsellor, site)
    link = _link(counsellor, site)
    phone = person(browser, site.server, "", "zh_Hans", width=390)
    phone.page.goto(link)
    phone.page.locator("label[for=how-worse]").click()
    phone.page.locator("main form button[type=submit]").click()
    phone.sees("Thank you. The counsellor has your answer. You can close this page.")
    counsellor.open(site.path("closing"))
    counsellor.sees("Not good")


def _link(who: Person, site: Site) -> str:
    """Make a two-tap link for the young person and return its address."""
    _opened(who, site, "closing", "Whom do you ask?")
    who.choose("party", who.t("The young person"))
    who.press("Make the link")
    _unfolded(who)
    shown = who.page.locator("[data-testid=stCode]").first.inner_text().strip()
    return site.server.url + shown[shown.index("/ask/") :]


def _unfolded(who: Person) -> None:
    who.settled()
    if not who.page.locator("[data-testid=stCode]").first.is_visible():
        unfold(who.page)
        who.quiet()
