"""Storyline S05 through the real screens: a disclosure and the days after; a consent taken back.

Each person is at their own browser; the server's clock is the story's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import care, handing, looks, scoring, tablet
from tests.e2e.person import Person
from tests.e2e.story import Story, clocked
from tests.support.server import Server
from wellbeing.demo.scores import SCORES
from wellbeing.forms import read
from wellbeing.services import organisations, plans

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site with its staff under a clock, that a story moves."""
    served = clocked(tmp_path_factory.mktemp("safety"))
    yield served
    served.stop()


S05 = SCORES["S05"]
GIRL, FATHER = "温书瑶 (虚构)", "温爸爸 (虚构)"
DRAWS = ("我想夜里能睡着", "我想画完那张画", "我想和外婆住近一点")
AFTER = "Speak with the young person after the crisis"


def test_s05_a_disclosure_and_the_days_after(
    browser: Browser, shared: Server, person: type[Person]
) -> None:
    story, language = Story(shared, weeks=24), "en"
    _two_talks(story)
    story.at("2025-10-14 15:05")
    counsellor = person(browser, shared, "counsellor", language)
    talk = _says_four(counsellor, story)
    story.at("2025-10-14 15:10")
    _acts_at_once(counsellor, story)
    story.at("2025-10-14 15:35")
    _tells_father(counsellor, story)
    counsellor.open(talk)
    counsellor.press("It took place")
    care.signs_note(counsellor, "她说了想结束一切，也说了怎么做。")
    story.at("2025-10-14 16:40")
    counsellor.wakes("counsellor")
    _hands_to_hospital(counsellor, person(browser, shared, "", language, width=390), story)
    story.at("2025-10-14 17:00")
    _plans_safety(counsellor, story, "画画，听外婆的录音。", "Version 1")
    counsellor.open(story.path("safety_plan"))
    counsellor.reads("My safety plan", "听外婆的录音", "110")

    story.at("2025-10-15 16:00")
    office = person(browser, shared, "coordinator", language)
    _reviews(office, story)
    _owed(counsellor, story, "2025-10-16")
    story.talked("2025-10-16 12:00", 11, "从医院回来，愿意继续来。")
    _owed(counsellor, story, "2025-10-21")
    story.talked("2025-10-21 14:00", 15, "一起改了安全计划。")
    _owed(counsellor, story, "2025-11-13")
    _plans_safety(counsellor, story, "画画，给美术老师发一张图。", "Version 2")
    counsellor.reads("Older versions (1)")
    looks.flawless(counsellor.page)
    for day, total in S05.check_ins[5:]:
        story.talked(f"{day} 14:00", total, "一周比一周稳。")
    scoring.rated(story, list(zip(DRAWS, S05.goals, strict=True)), "last")
    counsellor.wakes("counsellor")
    _recovered(counsellor, story)


def _two_talks(story: Story) -> None:
    """A girl of 15 who cannot sleep: two talks, and what she hopes for."""
    story.at("2025-09-22 09:00")
    with story.beside() as world:
        care.taken_on(
            story, world, "teacher", [("wen", FATHER, "father")], student_name=GIRL,
            birth_date="2010-08-02", facts="她上课时哭了。", own_view="我睡不着。",
        )  # fmt: skip
        place = organisations.OrganisationForm("hospital (虚构)", "hospital")
        organisations.add_organisation(world.coordinator, place)
        raw = {"strengths": "画画。"}
        for n, words in enumerate(DRAWS, 1):
            raw |= {f"goal_{n}": words, f"now_{n}": "3", f"hoped_{n}": "7"}
        plans.write_plan(world.counsellor, story.case, read(plans.PlanForm, raw))
    for n, (day, total) in enumerate(S05.check_ins[:2]):
        story.talked(f"{day} 14:00", total, "她说睡不着，画画时会好一点。", first=n == 0)
    began = date.fromisoformat(story.moved(S05.check_ins[0][0]))
    scoring.rated(story, list(zip(DRAWS, S05.goals, strict=True)), "first", began)


def _says_four(counsellor: Person, story: Story) -> str:
    """In the room she moves the dots down to four; the tracker says it at once."""
    care.books(counsellor, story, hours=-0.5)
    talk = counsellor.page.url.removeprefix(story.server.url)
    tablet.lends(counsellor)
    tablet.answers(counsellor, scoring.points(4))
    tablet.takes_back(counsellor)
    counsellor.open(story.path("tracker"))
    red = "Talk {talks}: much lower than at the start. Talk about it with the young person now."
    counsellor.sees(red, talks=3)
    counsellor.never_reads("risk", "Risk")
    looks.flawless(counsellor.page)
    return talk


def _acts_at_once(counsellor: Person, story: Story) -> None:
    """A person chooses the level, and its clock runs: speak within four hours."""
    counsellor.open(story.path("safety"))
    counsellor.unfolds("Act at this speed from now on", "Change how fast we act")
    soon = counsellor.t("{n} hours", n=4)
    counsellor.choose("urgency", counsellor.t("Within {time}", time=soon))
    plan = "Wants to harm themselves or others and has a plan"
    counsellor.choose("reasons", counsellor.t(plan))
    counsellor.type("why", "她说了出来，有具体的办法。")
    counsellor.press("Act at this speed from now on")
    counsellor.sees("Changed. What to do now stands at the top of the case.")
    counsellor.open(story.path("case"))
    now = "Speak within {time}. A guardian or a safe adult knows today. Never alone."
    counsellor.sees(now, time=soon)
    for step in ("Speak with the young person now", "Tell a guardian or another safe adult today",
                 "Write the safety plan together"):  # fmt: skip
        counsellor.sees(step)
    counsellor.reads("19:10")
    counsellor.never_reads("risk", "Risk")


def _tells_father(counsellor: Person, story: Story) -> None:
    counsellor.open(story.path("safety"))
    counsellor.unfolds("Record the contact", "Record a contact")
    counsellor.choose("kind", counsellor.t("I told a guardian, or another safe adult"))
    counsellor.choose(counsellor.of("contact", "way"), counsellor.t("By phone"))
    counsellor.type("told", "父亲，他马上来学校；班主任陪着她。")
    counsellor.press("Record the contact")
    counsellor.sees("Told a guardian or a safe adult")
    counsellor.reads("15:35")
    counsellor.open(story.path("case"))
    counsellor.never_reads(counsellor.t("Tell a guardian or another safe adult today"))


def _hands_to_hospital(counsellor: Person, hospital: Person, story: Story) -> None:
    """No consent is waited for; the hospital answers on a phone, by the link that it is given."""
    day = story.moved("2025-10-14")
    summary = "十五岁女孩，说了想结束一切，也说了怎么做；父亲在路上。"
    made = handing.puts_together(
        counsellor, story.case, "hospital", day, summary=summary, urgent="Yes, it cannot wait"
    )
    handing.sends(counsellor, made, "emergency", "她有具体的办法。")
    link = (counsellor.page.locator("[data-testid=stCode]").first.text_content() or "").strip()
    page = hospital.page
    page.goto(f"{story.server.url}/share/{link.rsplit('/', 1)[1]}")
    hospital.never_reads(GIRL, summary)
    page.get_by_role("button", name=hospital.t("Open the request")).click()
    hospital.reads(summary)
    page.fill("#accept-signed", "王医生 (虚构)")
    page.get_by_role("button", name=hospital.t("Accept: we help")).click()
    hospital.reads(GIRL)
    counsellor.open(f"/handoff?id={made}")
    counsellor.sees("Accepted")


def _plans_safety(counsellor: Person, story: Story, own: str, version: str) -> None:
    counsellor.open(story.path("safety"))
    counsellor.unfolds("Keep this version", "Write the next version")
    for name, text in (("signs", "一个人待着。"), ("own", own), ("people", "美术老师，外婆。"),
                       ("surroundings", "外婆收起了刀片。")):  # fmt: skip
        counsellor.type(name, text)
    counsellor.press("Keep this version")
    counsellor.sees("Kept. Print the copy and give it to the young person.")
    counsellor.reads(version)
    counsellor.never_reads("risk", "Risk")


def _reviews(office: Person, story: Story) -> None:
    """Within two working days somebody looks who does not counsel in the case."""
    office.open("/")
    office.sees("Look at the case from outside it, and advise")
    office.open(story.path("safety"))
    office.unfolds("Record the review", "Record a review")
    office.type("advice", "一起看过记录和安全计划，合适；每周两次见面。")
    office.press("Record the review")
    office.sees("Recorded. The level may now be stepped down.")
    office.open("/")
    office.never_reads(office.t("Look at the case from outside it, and advise"))


def _owed(counsellor: Person, story: Story, day: str) -> None:
    """Expect the next contact after the crisis, on its day and at the hour of the crisis."""
    counsellor.wakes("counsellor")
    counsellor.open(story.path("case"))
    due = date.fromisoformat(story.moved(day))
    row = counsellor.page.locator("li, tr", has_text=counsellor.t(AFTER)).first
    expect(row).to_contain_text(str(due.day))
    expect(row).to_contain_text("15:10")


def _recovered(counsellor: Person, story: Story) -> None:
    """Nothing of the crisis is owed any more; she is past the cut-off, and reliably so."""
    counsellor.open(story.path("case"))
    counsellor.never_reads(counsellor.t(AFTER), "risk", "Risk")
    counsellor.open(story.path("tracker"))
    counsellor.sees("Reliably better, and past the cut-off")
    over = "On the way there were hints, at talk {talks}. They are overcome."
    counsellor.sees(over, talks="3, 4, 6")
    counsellor.reads("+16", "26.0", "54.5")
    counsellor.never_reads("risk", "Risk")


def test_a_guardian_takes_a_consent_back_and_gives_it_again(
    browser: Browser, shared: Server, person: type[Person]
) -> None:
    story = Story(shared, weeks=40)
    story.at("2025-11-24 09:00")
    with story.beside() as world:
        care.taken_on(story, world, "officer", [("parent", "白妈妈 (虚构)", "mother")])
    mother = person(browser, shared, "parent", "zh_Hans")
    for width in (1280, 390):
        mother.page.set_viewport_size({"width": width, "height": 900})
        mother.open(story.path("case"))
        mother.press("I take my consent back")
        mother.sees(
            "Noted. Nothing more is shared for this. You can change your mind here at any time."
        )
        mother.press("I agree now")
        mother.sees("Thank you. You have agreed. You can take it back here at any time.")
