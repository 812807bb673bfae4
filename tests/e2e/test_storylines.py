"""Storylines S02 and S07 through the real screens, each person at their own browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser

from tests.e2e import asking, care, referring, scoring, tablet
from tests.e2e.person import Person
from tests.support.server import Server
from tests.support.world import PASSWORD, build
from wellbeing.demo.scores import SCORES, GoalScores, Scores

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1200)]


class Night(care.Site):
    """A site of its own for each story, on a server that the stories share."""

    def __init__(self, server: Server) -> None:
        self.server = server


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site with its staff, on which nobody has asked for anything yet."""
    folder = tmp_path_factory.mktemp("stories")
    build(folder).close()
    served = Server(folder).start()
    yield served
    served.stop()


@pytest.fixture
def night(shared: Server) -> Night:
    """The story's own case on the shared server."""
    return Night(shared)


S02, S07 = SCORES["S02"], SCORES["S07"]
LESSONS = (("我想早上能进校门", 2, 6), ("我想有一个能说话的同学", 3, 6), ("我想睡前不怕", 3, 6))
NIGHTS = (("我想十二点前睡着", 3, 6), ("我想早上不缺课", 2, 6), ("我想和妈妈不吵架", 4, 6))
Named = list[tuple[str, GoalScores]]


def _named(goals: Sequence[tuple[str, int, int]], story: Scores) -> Named:
    """Return each goal's words with how it stood at the first and at the last look."""
    return [(words, one) for (words, *_), one in zip(goals, story.goals, strict=True)]


def _until(last: date, story: Scores) -> list[tuple[date, float]]:
    """Return the story's check-ins, moved so that the last one is on this day."""
    shift = last - date.fromisoformat(story.check_ins[-1][0])
    return [(date.fromisoformat(day) + shift, total) for day, total in story.check_ins]


def test_s02_a_girl_finds_her_way_back_to_school(
    browser: Browser, night: Night, person: type[Person]
) -> None:
    site, language = night, "zh_Hans"
    _taken_on(site)
    counsellor = person(browser, site.server, "counsellor", language)
    _consents(counsellor, site)
    care.talks(counsellor, site)
    care.helper_joins(counsellor, site, "teacher (")
    teacher = person(browser, site.server, "teacher", language, width=390)
    for attendance, mark in ((71, 62), (94, 70)):
        care.observes(teacher, site, attendance, mark)
    teacher.never_reads("睡不着")
    care.plans(counsellor, site, LESSONS, "沈妈妈")
    mother = person(browser, site.server, "parent", language, width=390)
    mother.open(site.path("case"))
    mother.sees("Your child is old enough to decide this.")
    care.agrees(mother)
    care.records_yes(counsellor, site, "The young person's own", route="In person")
    _measured(site, counsellor)
    counsellor.open(site.path("plan"))
    counsellor.unfolds("Record what you decided")
    counsellor.choose("outcome", counsellor.t("It goes on as it is"))
    counsellor.type("text", "五天来了四天半，继续。")
    counsellor.press("Record what you decided")
    counsellor.sees("Recorded. The next look has its day.")
    counsellor.open(site.path("case"))
    counsellor.reads("94 %", "71 %")
    better = "Reliably better, the cut-off not passed"
    _came_to(counsellor, site, better, "+12", "31.3", "53.4")
    over = "On the way there were hints, at talk {talks}. They are overcome."
    counsellor.sees(over, talks="4、6")
    counsellor.sees("On average {change} points: more than chance (2.45 or more).", change="+3.00")
    teacher.open(site.path("tracker"))
    teacher.sees("It is getting better.")
    teacher.never_reads("+12", "53.4", *(words for words, *_ in LESSONS))


def _taken_on(site: Night) -> None:
    """A girl of 14 who stays away; her teacher has referred her, her mother has signed in."""
    born = site.now().date() - timedelta(weeks=52 * 14 + 30)
    with site.beside() as world:
        care.taken_on(
            site, world, "teacher", [("parent", "沈妈妈 (虚构)", "mother")],
            student_name="沈若晴 (虚构)", birth_date=born.isoformat(),
            facts="三周里有十一个半天没来。", own_view="我一到校门口就肚子疼。",
            lawful_basis="own_consent", basis_note="她自己同意。",
        )  # fmt: skip


def _consents(counsellor: Person, site: Night) -> None:
    """At fourteen her own yes counts, which the referral brought; her mother is told."""
    counsellor.open(site.path("consents"))
    counsellor.sees("Agreed")
    counsellor.choose(counsellor.of("consent-inform", "route"), counsellor.t("By phone"))
    counsellor.press("The family was told")
    counsellor.sees("Recorded. It counts from now on.")


def _measured(site: Night, counsellor: Person) -> None:
    """Six check-ins, which gain little; then two more, and her goals at both looks."""
    days = _until(site.now().date(), S02)
    scoring.kept(site, days[:6])
    counsellor.open(site.path("tracker"))
    _gained_little(counsellor)
    scoring.kept(site, days[6:])
    for which, (day, _) in (("first", days[0]), ("last", days[-1])):
        scoring.rated(site, _named(LESSONS, S02), which, day)


def test_s07_a_boy_asks_for_help_with_his_nights(
    browser: Browser, night: Night, person: type[Person]
) -> None:
    site, mother = night, person(browser, night.server, "", "zh_Hant", width=390)
    counsellor = _asks_and_is_taken_on(browser, site, person, mother)
    _nine_scores(browser, site, person, counsellor)
    care.plans(counsellor, site, NIGHTS)
    goals = _named(NIGHTS, S07)
    scoring.rated(site, goals, "first", _until(site.now().date(), S07)[0][0])
    _said_anew(counsellor, mother, site)
    goals[0] = ("我想十一点前放下手机", S07.goals[0])
    scoring.stands(counsellor, site, "Not thinking of a change yet")
    scoring.stands(counsellor, site, "Doing it")
    scoring.rates(counsellor, site, goals[:1], "last")
    scoring.rated(site, goals[1:], "last")
    chance = "Past the cut-off, but the change may be chance"
    _came_to(counsellor, site, chance, "+8", "30.6", "50.0")
    _gained_little(counsellor)
    change = "On average {change} points: less than the 2.45 that rule out chance."
    counsellor.sees(change, change="+2.00")
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


OWN = {
    "name": "陆小满", "class_name": "职一2班", "reach": "放学后在教室，妈妈也知道",
    "text": "每晚打游戏到两三点。我自己也想改，就是停不下来。",
}  # fmt: skip


def _asks_and_is_taken_on(
    browser: Browser, site: Night, person: type[Person], mother: Person
) -> Person:
    """He asks by the poster's code on his phone; taken up for him, and decided as U4."""
    office = person(browser, site.server, "coordinator", "zh_Hant")
    address = asking.prints(office)
    asking.asks(person(browser, site.server, "", "zh_Hans", width=390), address, OWN)
    number = asking.takes_up(office, "陆小满", "2009-11-20")
    office.reads(OWN["text"], OWN["reach"])
    referring.decides(
        office, number, counsellor="counsellor (虚构)", reason="Asks for help themselves",
        urgency=("{n} working days", 10),
    )  # fmt: skip
    referring.guardian(office, "陆小满", "陆妈妈 (虚构)", "Mother")
    office.open("/cases")
    office.page.locator("a[href*='case?id=']", has_text="陆小满").first.click()
    office.settled()
    site.case = office.page.url.partition("id=")[2]  # type: ignore[assignment]
    link = referring.invites(office, site.path("case"), "陆妈妈 (虚构)")
    referring.accepts(mother, link, "mother", PASSWORD)
    return person(browser, site.server, "counsellor", "zh_Hant")


def _nine_scores(browser: Browser, site: Night, person: type[Person], counsellor: Person) -> None:
    """Eight check-ins that there are, and the last one his own on the lent tablet."""
    care.talks(counsellor, site, hours=-3)  # the hour before was the girl's: there is one room
    scoring.kept(site, _until(site.now().date(), S07)[:-1])
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


def _came_to(counsellor: Person, site: Night, result: str, *figures: str) -> None:
    """The tracker's result, its figures among its words."""
    counsellor.open(site.path("tracker"))
    counsellor.reads(*figures)
    counsellor.sees(result)


def _gained_little(counsellor: Person) -> None:
    """Amber at the fourth talk, supervision at the sixth: hints to talk about, in words."""
    amber = "Talk {talks}: little gained so far. Talk about it with the young person."
    counsellor.sees(amber, talks="4")
    words = (
        "Talk {talks}: little gained so far. Talk about it with the young person, "
        "and bring it to supervision."
    )
    counsellor.sees(words, talks="6")
