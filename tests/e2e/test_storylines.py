"""Storylines S02 and S07 through the real screens, each person at their own browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e import care, referring, scoring, tablet
from tests.e2e.person import Person
from tests.support.server import Server
from tests.support.world import PASSWORD, build
from wellbeing.demo.scores import SCORES

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1200)]


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_s02_a_girl_finds_her_way_back_to_school(
    browser: Browser, site: care.Site, person: type[Person], language: str
) -> None:
    counsellor = person(browser, site.server, "counsellor", language)
    care.talks(counsellor, site)
    care.helper_joins(counsellor, site, "teacher (")
    teacher = person(browser, site.server, "teacher", language, width=390)
    for attendance, mark in ((71, 62), (94, 70)):
        care.observes(teacher, site, attendance, mark)
    teacher.never_reads("睡不着")
    care.plans(counsellor, site)
    mother = person(browser, site.server, "parent", language, width=390)
    care.agrees(mother)
    care.records_yes(counsellor, site, "A guardian's", "陆爸爸")
    care.records_yes(counsellor, site, "The young person's own")
    counsellor.open(site.path("plan"))
    counsellor.unfolds("Record what you decided")
    counsellor.choose("outcome", counsellor.t("It goes on as it is"))
    counsellor.type("text", "五天来了四天半，继续。")
    counsellor.press("Record what you decided")
    counsellor.sees("Recorded. The next look has its day.")
    counsellor.open(site.path("case"))
    counsellor.reads("94 %", "71 %")


class Night(care.Site):
    """A site on which nobody has asked for anything yet."""

    def __init__(self, folder: Path) -> None:
        build(folder).close()
        self.server = Server(folder).start()


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    """The site, stopped afterwards."""
    made = Night(tmp_path)
    yield made
    made.server.stop()


S07 = SCORES["S07"]
GOALS = (("我想十二点前睡着", 3, 6), ("我想早上不缺课", 2, 6), ("我想和妈妈不吵架", 4, 6))


def test_s07_a_boy_asks_for_help_with_his_nights(
    browser: Browser, night: Night, person: type[Person]
) -> None:
    site, mother = night, person(browser, night.server, "", "zh_Hant", width=390)
    counsellor = _asks_and_is_taken_on(browser, site, person, mother)
    _nine_scores(browser, site, person, counsellor)
    care.plans(counsellor, site, GOALS)
    goals = [(words, one) for (words, *_), one in zip(GOALS, S07.goals, strict=True)]
    began = (datetime.now(care.SHANGHAI) - timedelta(weeks=8)).date().isoformat()
    scoring.rates(counsellor, site, goals, "first", began)
    _said_anew(counsellor, mother, site)
    goals[0] = ("我想十一点前放下手机", S07.goals[0])
    scoring.stands(counsellor, site, "Not thinking of a change yet")
    scoring.stands(counsellor, site, "Doing it")
    scoring.rates(counsellor, site, goals, "last")
    _came_to(counsellor, site)
    mother.open("/tasks")
    mother.press("Done")
    mother.sees("Well done. The counsellor sees it.")
    care.closes(counsellor, site, "夜里玩游戏从6.5小时到2小时，他自己说够了。")
    care.follows_up(counsellor, site)
    phone = person(browser, site.server, "", "zh_Hant", width=390)
    phone.page.goto(care.two_tap_link(counsellor, site))
    phone.page.locator("label[for=how-worse]").click()
    phone.page.locator("main form button[type=submit]").click()
    phone.sees("Thank you. The counsellor has your answer. You can close this page.")
    counsellor.open(site.path("closing"))
    counsellor.sees("Not good")


def _asks_and_is_taken_on(
    browser: Browser, site: Night, person: type[Person], mother: Person
) -> Person:
    """His own wish, in his words, brought by his teacher with the mother's; decided as U4."""
    teacher = person(browser, site.server, "teacher", "zh_Hans")
    referring.begins(teacher)
    referring.about(teacher, "陆小满", "2009-11-20")
    referring.seen(teacher, "母亲来校说他每晚打游戏到两三点，六个半小时。", "这个学期")
    referring.rest(
        teacher, own_view="我自己也想改，就是停不下来。",
        basis="The young person (14 or older) has agreed", basis_note="他自己来说的，母亲也在。",
    )  # fmt: skip
    number = referring.sends_twice(teacher)
    office = person(browser, site.server, "coordinator", "zh_Hant")
    referring.decides(
        office, number, counsellor="counsellor (虚构)", reason="Asks for help themselves",
        urgency="Within 10 working days",
    )  # fmt: skip
    referring.guardian(office, "陆小满", "陆妈妈 (虚构)", "Mother")
    office.open("/cases")
    office.page.locator("a[href*='case?id=']").first.click()
    office.settled()
    site.case = office.page.url.partition("id=")[2]  # type: ignore[assignment]
    link = referring.invites(office, site.path("case"), "陆妈妈 (虚构)")
    referring.accepts(mother, link, "mother", PASSWORD)
    teacher.open("/referrals")
    teacher.sees("Answered")
    return person(browser, site.server, "counsellor", "zh_Hant")


def _nine_scores(browser: Browser, site: Night, person: type[Person], counsellor: Person) -> None:
    """Eight check-ins typed over from paper, the last one his own on the lent tablet."""
    care.talks(counsellor, site)
    today = site.now().date()
    for n, (_, total) in enumerate(S07.check_ins[:-1]):
        day = today - timedelta(weeks=len(S07.check_ins) - 1 - n)
        scoring.check_in(counsellor, site, day.isoformat(), int(total))
    room = person(browser, site.server, "counsellor", "zh_Hant", width=820)
    care.books(room, site, hours=0)  # after the first one: the last link of the case's page
    talk = room.page.url.removeprefix(site.server.url)
    tablet.lends(room)
    tablet.answers(room, scoring.points(int(S07.check_ins[-1][1])), wish="晚上能自己停下来")
    tablet.takes_back(room)
    room.open(talk)
    room.press("It took place")
    room.sees("Recorded. Now write and sign the note.")
    care.signs_note(room, "他想自己停下来。")


def _said_anew(counsellor: Person, mother: Person, site: Night) -> None:
    """The mother wants to talk; the goal is said in other words and stays the same goal."""
    care.wants_to_talk(mother)
    counsellor.open(site.path("plan"))
    counsellor.unfolds("Keep strengths and goals")
    counsellor.type("goal_1", "我想十一点前放下手机")
    counsellor.choose("same_1", counsellor.t("The same goal in other words"))
    counsellor.press("Keep strengths and goals")
    counsellor.sees("Kept. Now add who does what.")
    care.proposes(counsellor)
    mother.open("/")
    mother.goes("Say what you think of the plan")
    again = "The same goal in other words: {text} (before: {was})"
    mother.sees(again, text="我想十一点前放下手机", was="我想十二点前睡着")
    mother.press("I agree")
    mother.sees("Thank you. You have agreed. The counsellor sees it now.")
    care.records_yes(counsellor, site, "The young person's own")


def _came_to(counsellor: Person, site: Night) -> None:
    """What is expected: past the cut-off and not reliable, amber at 4, supervision at 6."""
    counsellor.open(site.path("tracker"))
    counsellor.reads("+8", "30.6", "50.0", "+2.00")
    counsellor.sees("Past the cut-off, but the change may be chance")
    counsellor.sees(
        "Talk {talks}: little gained so far. Talk about it with the young person.", talks="4"
    )
    words = (
        "Talk {talks}: little gained so far. Talk about it with the young person, "
        "and bring it to supervision."
    )
    counsellor.sees(words, talks="6")
    change = "On average {change} points: less than the 2.45 that rule out chance."
    counsellor.sees(change, change="+2.00")
