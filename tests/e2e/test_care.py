"""Storyline S01 through the real screens: counsellor, both parents, the young person's own yes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.looks import unfold
from tests.e2e.person import Person
from tests.support.server import Server
from tests.support.world import accept, build, case_with_parent
from wellbeing.services import cases, invitations, screening, students

pytestmark = pytest.mark.browser


class Site:
    """A served site whose case was just taken on, both parents invited."""

    def __init__(self, folder: Path) -> None:
        world = build(folder)
        world.clock.at = datetime.now(UTC)
        self.case, _ = case_with_parent(world)
        office = world.coordinator
        view = cases.open_case(office, self.case)
        screening.tell_back(office, view.referrals[0].id, screening.TellForm("yes", "here"))
        form = students.GuardianForm("陆爸爸 (虚构)", "father", "shared", "000-0000-0012")
        father = students.add_guardian(office, view.student_id, form)
        invite = invitations.InviteGuardianForm(father)
        accept(world, invitations.invite_guardian(office, self.case, invite).link, "father")
        world.close()
        self.server = Server(folder).start()

    def path(self, page: str, object_id: UUID | str = "") -> str:
        return f"/{page}?id={object_id or self.case}"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The site, stopped afterwards."""
    made = Site(tmp_path)
    yield made
    made.server.stop()


def _talk(who: Person, site: Site) -> None:
    """Book a talk today, record it, write the note in two lines for others, and sign."""
    who.open(site.path("case"))
    who.sees("Book the first talk")
    local = (datetime.now(UTC) - timedelta(hours=1)).astimezone(ZoneInfo("Asia/Shanghai"))
    who.type("day", local.date().isoformat())
    who.type("at", f"{local:%H:%M}")
    who.choose("minutes", who.t("50 minutes"))
    who.press("Book the room")
    who.sees("Booked. The family sees the appointment.")
    who.page.locator(".mp-table a").first.click()
    who.settled()
    who.press("It took place")
    who.sees("Please look at the marked answers.")
    who.choose("talk_consent", who.t("Yes"))
    who.choose("limits_told", who.t("Yes, in plain words"))
    who.press("It took place")
    who.sees("Recorded. Now write and sign the note.")
    who.type("text", "他说晚上睡不着，没有人和他说话。")
    who.type("others_need", "请多给他一点时间。")
    who.press("Sign the note")
    who.sees("Signed. It can be signed anew for 24 hours, then it locks.")


def _plan(who: Person, site: Site) -> None:
    who.open(site.path("plan"))
    who.type("strengths", "羽毛球打得好。")
    who.type("goal_1", "我想睡得早一点")
    who.choose("now_1", "3")
    who.choose("hoped_1", "7")
    who.press("Keep strengths and goals")
    who.sees("Kept. Now add who does what.")
    who.type("what", "十点一起关手机")
    who.choose("party", who.t("A parent or guardian"))
    who.select("user_id", "陆妈妈")
    who.choose("place", who.t("At home"))
    who.type("due_on", (datetime.now(UTC) + timedelta(days=20)).date().isoformat())
    who.press("Add the task")
    who.sees("Added.")
    who.press("Put it to the family")
    who.sees("Done. Everybody who decides sees it now.")


def _agrees(who: Person, site: Site) -> None:
    """From sign-in to *agreed*: the home page's step, then one button."""
    who.page.get_by_role("link", name=who.t("Say what you think of the plan")).click()
    who.settled()
    who.press("I agree")
    who.sees("Thank you. You have agreed. The counsellor sees it now.")


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
def test_from_the_first_talk_to_a_closed_case(
    browser: Browser, site: Site, person: type[Person], language: str
) -> None:
    counsellor = person(browser, site.server, "counsellor", language)
    _talk(counsellor, site)
    _plan(counsellor, site)
    mother = person(browser, site.server, "parent", language, width=390)
    father = person(browser, site.server, "father", language, width=390)
    mother.open("/")
    _agrees(mother, site)
    father.open("/")
    expect(father.page.locator("body")).not_to_contain_text("陆妈妈")
    _agrees(father, site)
    counsellor.open(site.path("plan"))
    counsellor.page.get_by_text(counsellor.t("Record an answer given to you")).click()
    counsellor.choose("who", counsellor.t("The young person's own"))
    counsellor.choose("answer", counsellor.t("Agreed"))
    counsellor.choose("route", counsellor.t("In person"))
    counsellor.press("Record the answer")
    counsellor.sees("In force")
    mother.open("/tasks")
    mother.type("word", "昨天做到了")
    mother.press("Done")
    mother.sees("Well done. The counsellor sees it.")
    _close(counsellor, site)
    for who in (mother, father):
        who.open(site.path("case"))
        expect(who.page.locator("body")).to_contain_text("再难时来找我。")
        expect(who.page.locator("body")).not_to_contain_text("睡不着")
        expect(who.page.locator("body")).not_to_contain_text("请多给他一点时间")


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "zh_Hans")])
def test_a_task_gets_another_day_and_the_answers_stay(
    browser: Browser, site: Site, person: type[Person], width: int, language: str
) -> None:
    counsellor = person(browser, site.server, "counsellor", language, width=width)
    _plan(counsellor, site)
    father = person(browser, site.server, "father", language, width=390)
    father.open("/")
    _agrees(father, site)
    counsellor.open(site.path("plan"))
    words = counsellor.t("Another day for: {text}", text="十点一起关手机")
    counsellor.page.get_by_text(words).click()
    counsellor.type("due_on", (datetime.now(UTC) + timedelta(days=33)).date().isoformat())
    counsellor.press("Fix the new day")
    counsellor.sees("Fixed. Whoever does the task sees the new day.")
    counsellor.open(site.path("plan"))
    counsellor.sees("Waiting for answers")
    counsellor.sees("By own sign-in")
    counsellor.page.get_by_text(words).click()
    counsellor.type("due_on", "2026-01-05")
    counsellor.press("Fix the new day")
    counsellor.sees("This day is past. Please choose a later one.")


def _close(who: Person, site: Site) -> None:
    who.open(site.path("closing"))
    who.press("Begin closing")
    who.sees("Begun. Now the last words.")
    for one in ("The young person, in a talk", "Every guardian who may know"):
        who.choose("told", who.t(one))
    who.choose("looks", who.t("Yes, on the days above: they are booked when you close"))
    who.choose("reason", who.t("The goals are reached"))
    who.type("exception", "孩子和父母都说够了。")
    who.type("for_family", "再难时来找我。")
    who.type("for_team", "目标达到。")
    who.press("Close the case")
    who.sees("Closed. Follow-ups after one, three and six months are promised.")
    _unfolded(who)
    who.choose("way", who.t("Call"))
    who.choose("outcome", who.t("It holds: life goes on well"))
    who.press("Record it")
    who.sees("Recorded. Thank you for keeping the promise.")


def _unfolded(who: Person) -> None:
    """Open what is folded; a part that is painted anew meanwhile folds again."""
    way = who.page.get_by_text(who.t("How did you follow up?")).first
    for _ in range(5):
        who.settled()
        unfold(who.page)
        who.quiet()
        if way.is_visible():
            return
