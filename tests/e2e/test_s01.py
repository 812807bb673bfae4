"""Storyline S01 in one run: from the first referral to the last follow-up, seven people.

Everybody has a browser of their own, in three languages; the server's clock is the story's.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e import care, referring, repairing, scoring, tablet
from tests.e2e.person import Person
from tests.e2e.story import Story, clocked
from tests.support.world import PASSWORD
from wellbeing.demo.scores import SCORES

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1500)]

CHILD, MOTHER, FATHER = "陆小满", "陆妈妈 (虚构)", "陆爸爸 (虚构)"
GOALS = (
    ("我想每天有人和我说说话", 3, 8),
    ("我想和一两个同学玩得来", 2, 7),
    ("我想数学不再怕", 4, 7),
)
STORY = SCORES["S01"]


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    """The site of the story, stopped afterwards."""
    made = Story(clocked(tmp_path), weeks=53)
    made.at("2025-03-06 18:30")
    yield made
    made.server.stop()


def _refers(officer: Person, story: Story) -> str:
    referring.begins(officer)
    referring.about(officer, CHILD, "2012-09-19")
    referring.seen(officer, "周四傍晚用钥匙划了邻居的车。", "今天18:20")
    basis = "A guardian has agreed to this referral"
    referring.rest(officer, basis=basis, basis_note="父母当面同意。")
    return referring.sends_twice(officer)


def _takes_on(office: Person, story: Story, number: str, phones: dict[str, Person]) -> None:
    """Decide on the referral, record both parents, and invite them to their phones."""
    referring.decides(office, number, counsellor="counsellor (虚构)")
    for name, relationship in ((MOTHER, "Mother"), (FATHER, "Father")):
        referring.guardian(office, CHILD, name, relationship)
    office.open("/cases")
    office.page.locator("a[href*='case?id=']").first.click()
    office.settled()
    story.case = office.page.url.partition("id=")[2]  # type: ignore[assignment]
    for name, login in ((MOTHER, "mother"), (FATHER, "father")):
        link = referring.invites(office, story.path("case"), name)
        referring.accepts(phones[login], link, login, PASSWORD)


def _consents(counsellor: Person, story: Story, mother: Person, father: Person) -> None:
    """Under 14 each parent is asked by themselves, for one purpose."""
    counsellor.open(story.path("consents"))
    counsellor.unfolds("Ask everybody who decides", "Ask for a consent")
    purpose = "Talks with the counsellor, and their notes"
    counsellor.choose(counsellor.of("ask-consent", "purpose"), counsellor.t(purpose))
    counsellor.press("Ask everybody who decides")
    counsellor.sees("Asked. It stands on the family's page, one by one.")
    for who in (mother, father):
        who.open(story.path("case"))
        who.press("I agree")
        who.sees("Thank you. You have agreed. You can take it back here at any time.")


def _talk(counsellor: Person, room: Person, story: Story, total: float, *, first: bool) -> None:
    """A talk: booked, the young person's own check-in on the tablet, held, written, signed."""
    counsellor.wakes("counsellor")
    care.books(counsellor, story, hours=-1)
    talk = counsellor.page.url.removeprefix(story.server.url)
    room.wakes("counsellor")
    room.open(talk)
    tablet.lends(room)
    tablet.answers(room, scoring.points(int(total)))
    tablet.takes_back(room)
    if first:
        care.begins(counsellor)
    else:
        counsellor.press("It took place")
    care.signs_note(counsellor, "他说晚上睡不着。", "请多给他一点时间。" if first else "")


def test_s01_from_the_first_referral_to_the_last_follow_up(
    browser: Browser, story: Story, person: type[Person]
) -> None:
    server = story.server
    officer = person(browser, server, "officer", "zh_Hans")
    number = _refers(officer, story)
    repairing.records(officer, story, days=0)
    incident = officer.page.url.removeprefix(server.url)
    story.at("2025-03-07 10:00")
    officer.wakes("officer")
    officer.open(incident)
    repairing.confirms(officer, story.moved("2025-04-30"), story.moved("2025-05-30"))

    story.at("2025-03-10 09:30")
    office = person(browser, server, "coordinator", "zh_Hant")
    phones = {
        login: person(browser, server, "", language, width=390)
        for login, language in (("mother", "zh_Hans"), ("father", "zh_Hant"))
    }
    mother, father = phones["mother"], phones["father"]
    _takes_on(office, story, number, phones)
    officer.wakes("officer")
    officer.open("/referrals")
    officer.sees("Answered")

    story.at("2025-03-11 09:00")
    counsellor = person(browser, server, "counsellor", "en")
    for who, login in ((mother, "mother"), (father, "father")):
        who.wakes(login)
    _consents(counsellor, story, mother, father)

    room = person(browser, server, "counsellor", "en", width=820)
    days = iter(STORY.check_ins)
    _next(story, counsellor, room, days, first=True)
    story.at("2025-03-19 10:00")
    counsellor.wakes("counsellor")
    care.helper_joins(counsellor, story, "teacher (")
    care.plans(counsellor, story, GOALS)
    goals = [(words, one) for (words, *_), one in zip(GOALS, STORY.goals, strict=True)]
    scoring.rates(counsellor, story, goals, "first")
    teacher = person(browser, server, "teacher", "zh_Hans")
    care.observes(teacher, story, 95, 62)

    story.at("2025-03-20 20:10")
    for who, login in ((mother, "mother"), (father, "father")):
        who.wakes(login)
    care.agrees(mother)
    father.never_reads("陆妈妈")
    care.wants_to_talk(father)
    story.at("2025-03-21 08:30")
    father.wakes("father")
    father.open(story.path("case"))
    father.press("I agree")
    father.sees("Thank you. You have agreed. The counsellor sees it now.")
    counsellor.wakes("counsellor")
    care.records_yes(counsellor, story, "The young person's own", route="In person")
    counsellor.sees("In force")
    mother.wakes("mother")
    mother.open("/tasks")
    mother.type("word", "昨天做到了")
    mother.press("Done")
    mother.sees("Well done. The counsellor sees it.")

    for _ in range(4):
        _next(story, counsellor, room, days)
    story.at("2025-04-16 15:00")
    officer.wakes("officer")
    officer.open(incident)
    repairing.prepares(officer, story.moved("2025-04-18"))
    story.at("2025-04-18 17:00")
    for who, login in ((officer, "officer"), (mother, "mother"), (father, "father")):
        who.wakes(login)
    officer.open(incident)
    repairing.meets(officer, story)
    repairing.parent_signs(mother, MOTHER)
    repairing.parent_signs(father, FATHER)
    repairing.signs_here(officer, incident)
    _tracks_stay_apart(office, counsellor, teacher, story)
    for _ in range(3):
        _next(story, counsellor, room, days)
    teacher.wakes("teacher")
    for mark in (71, 78):
        care.observes(teacher, story, 97, mark)

    story.at("2025-06-23 10:00")
    officer.wakes("officer")
    repairing.keeps(officer, incident)
    officer.open(incident)
    officer.press("Finish and seal")
    officer.sees("Finished and sealed. From now on it opens on written request only.")
    officer.open(incident)
    officer.never_reads("车门")
    story.at("2025-06-24 15:00")
    counsellor.wakes("counsellor")
    scoring.rates(counsellor, story, goals, "last")
    _came_to(counsellor, story)
    care.closes(counsellor, story, exception="")
    _each_reads_their_part(counsellor, officer, mother, father, story)
    _looks_again(counsellor, person(browser, server, "", "zh_Hans", width=390), story)
    _offers_to_help(mother, office, story)


def _next(
    story: Story, counsellor: Person, room: Person, days: Iterator[tuple[str, float]],
    *, first: bool = False,
) -> None:  # fmt: skip
    day, total = next(days)
    story.at(f"{day} 15:00")
    _talk(counsellor, room, story, total, first=first)


def _tracks_stay_apart(office: Person, counsellor: Person, teacher: Person, story: Story) -> None:
    """Responsibility and care are looked at together by the coordinator alone."""
    office.wakes("coordinator")
    office.open(story.path("case"))
    office.goes("Responsibility and care together")
    office.sees("Taking responsibility")
    office.reads(GOALS[0][0], "当面道歉")
    repairing.no_penalty(office)
    review = office.page.url.removeprefix(story.server.url)
    counsellor.wakes("counsellor")
    counsellor.open(review)
    counsellor.reads(GOALS[0][0])
    counsellor.never_reads("当面道歉")
    counsellor.open(story.path("closing"))
    counsellor.sees("An agreement between the sides is not fulfilled yet.")
    teacher.wakes("teacher")
    teacher.open(story.path("case"))
    teacher.sees("How it is made good")
    teacher.never_reads("车门", "睡不着")


def _came_to(counsellor: Person, story: Story) -> None:
    """What the storyline expects: +15 and recovered, goals +4.33, T from 25.8 to 58.8."""
    counsellor.open(story.path("tracker"))
    counsellor.sees("Reliably better, and past the cut-off")
    counsellor.reads("+15", "+4.33", "25.8", "58.8", "62", "71", "78")


def _each_reads_their_part(
    counsellor: Person, officer: Person, mother: Person, father: Person, story: Story
) -> None:
    for who, login in ((mother, "mother"), (father, "father")):
        who.wakes(login)
        who.open(story.path("case"))
        who.reads("再难时来找我。")
        who.never_reads("睡不着", "目标达到。", "谢谢您当时说了出来。")
    officer.wakes("officer")
    officer.open(story.path("tracker"))
    officer.reads("谢谢您当时说了出来。")
    officer.never_reads("再难时来找我。", "目标达到。")
    counsellor.open(story.path("own_sheet"))
    counsellor.reads("再难时来找我。")


def _looks_again(counsellor: Person, phone: Person, story: Story) -> None:
    """After one, three and six months; before the first the young person answers by two taps."""
    story.at("2025-07-24 10:00")
    counsellor.wakes("counsellor")
    phone.page.goto(care.two_tap_link(counsellor, story))
    phone.page.locator("label[for=how-better]").click()
    phone.page.locator("main form button[type=submit]").click()
    phone.sees("Thank you. The counsellor has your answer. You can close this page.")
    for day, way in (("07-24", "Call"), ("09-24", "Talk at school"), ("12-24", "Visit")):
        story.at(f"2025-{day} 11:00")
        counsellor.wakes("counsellor")
        care.follows_up(counsellor, story, way=way)
    counsellor.open(story.path("case"))
    counsellor.sees("Nothing is open here at the moment.")


def _offers_to_help(mother: Person, office: Person, story: Story) -> None:
    mother.wakes("mother")
    mother.open(story.path("case"))
    mother.unfolds("Send the offer", "I would like to help other families")
    mother.choose(mother.of("offer", "about"), mother.t("Help in the activity room"))
    mother.type(mother.of("offer", "text"), "周六上午。")
    mother.press("Send the offer")
    mother.sees("Thank you. The coordinator answers you here.")
    office.wakes("coordinator")
    office.open(story.path("case"))
    office.type("answer", "谢谢，周六见。")
    office.press("Answer the family")
    office.sees("Answered. The family sees it now.")
