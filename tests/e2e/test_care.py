"""The care path through the real screens: counsellor, both parents, the young person's own yes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import care
from tests.e2e.person import Person

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
def test_from_the_first_talk_to_a_closed_case(
    browser: Browser, site: care.Site, person: type[Person], language: str
) -> None:
    counsellor = person(browser, site.server, "counsellor", language)
    care.talks(counsellor, site)
    care.plans(counsellor, site)
    mother = person(browser, site.server, "parent", language, width=390)
    father = person(browser, site.server, "father", language, width=390)
    care.agrees(mother)
    father.open("/")
    father.never_reads("陆妈妈")
    care.agrees(father)
    care.records_yes(counsellor, site, "The young person's own", route="In person")
    counsellor.sees("In force")
    mother.open("/tasks")
    mother.type("word", "昨天做到了")
    mother.press("Done")
    mother.sees("Well done. The counsellor sees it.")
    care.closes(counsellor, site)
    care.follows_up(counsellor, site)
    for who in (mother, father):
        who.open(site.path("case"))
        who.reads("再难时来找我。")
        who.never_reads("睡不着", "请多给他一点时间")


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "zh_Hans")])
def test_a_task_gets_another_day_and_the_answers_stay(
    browser: Browser, site: care.Site, person: type[Person], width: int, language: str
) -> None:
    counsellor = person(browser, site.server, "counsellor", language, width=width)
    care.plans(counsellor, site)
    father = person(browser, site.server, "father", language, width=390)
    care.agrees(father)
    counsellor.open(site.path("plan"))
    words = counsellor.t("Another day for: {text}", text="十点一起关手机")
    counsellor.page.get_by_text(words).click()
    counsellor.type("due_on", site.day(33))
    counsellor.press("Fix the new day")
    counsellor.sees("Fixed. Whoever does the task sees the new day.")
    counsellor.open(site.path("plan"))
    counsellor.sees("Waiting for answers")
    counsellor.sees("By own sign-in")
    counsellor.page.emulate_media(media="print")  # the paper goes to a family: no other's answer
    expect(counsellor.page.get_by_text(counsellor.t("By own sign-in"))).not_to_be_visible()
    expect(counsellor.page.get_by_text("十点一起关手机").first).to_be_visible()
    counsellor.page.emulate_media(media="screen")
    counsellor.page.get_by_text(words).click()
    counsellor.type("due_on", "2026-01-05")
    counsellor.press("Fix the new day")
    counsellor.sees("This day is past. Please choose a later one.")
