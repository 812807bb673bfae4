"""Storyline S06 through the real screens: harm that a teacher sees, and a father who may not know.

Six people, each at their own browser and in one of three languages; the clock is the story's.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import care, handing, looks
from tests.e2e.person import Person
from tests.e2e.story import Story, clocked
from tests.support.world import accept
from wellbeing.demo.scores import SCORES
from wellbeing.services import invitations, organisations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    """The site of the story, stopped afterwards."""
    made = Story(clocked(tmp_path), weeks=31)
    yield made
    made.server.stop()


S06 = SCORES["S06"]
BOY, HIS_FATHER = "唐乐 (虚构)", "唐爸爸 (虚构)"
SEEN = "小臂和背上有几处新旧不一的瘀青。"


def test_s06_harm_that_a_teacher_sees(browser: Browser, story: Story, person: type[Person]) -> None:
    shared = story.server
    _a_boy_is_known(story)
    story.at("2025-11-03 10:15")
    father = person(browser, shared, "tangfu", "zh_Hans", width=390)
    father.open(story.path("case"))
    father.reads(BOY)
    expect(father.page.locator(".mp-harm")).to_have_count(0)
    story.at("2025-11-03 10:21")
    teacher = person(browser, shared, "teacher", "en", width=390)
    report = _reports(teacher, story)
    story.at("2025-11-03 10:55")
    office = person(browser, shared, "coordinator", "zh_Hant")
    _withholds(office, story)
    for page in ("/", "/tasks", story.path("case"), story.path("tracker")):
        _reads_nothing(father, page)
    _is_refused(person(browser, shared, "counsellor2", "zh_Hans"), story, report)
    _reads_who_was_refused(office, story)

    story.at("2025-11-05 16:00")
    teacher.wakes("teacher")
    _hears_outcome(teacher)
    office.wakes("coordinator")
    _decides_again(office, story)
    for n, (day, total) in enumerate(S06.check_ins):
        story.talked(f"{day} 14:00", total, "他画了一艘船。", first=n == 0)
    story.at("2025-11-24 10:00")
    counsellor = person(browser, shared, "counsellor", "zh_Hans")
    counsellor.open(story.path("tracker"))
    counsellor.sees("No reliable change")
    counsellor.reads("+3")
    counsellor.never_reads(counsellor.t("Goal attainment at each review"))
    partner = person(browser, shared, "station", "zh_Hant", width=390)
    _hands_to_station(counsellor, partner, story)
    father.wakes("tangfu")
    _reads_nothing(father, "/cases")


def _a_boy_is_known(story: Story) -> None:
    """A boy of ten in his second week of help, and a street station that signs in."""
    story.at("2025-10-31 09:00")
    family = [("tangfu", HIS_FATHER, "father"), ("tangnai", "唐奶奶 (虚构)", "grandparent")]
    with story.beside() as world:
        care.taken_on(
            story, world, "teacher", family, student_name=BOY, birth_date="2016-02-08",
            facts="他上课时总是很困。", own_view="我没事。",
        )  # fmt: skip
        office = world.coordinator
        place = organisations.OrganisationForm("street station (虚构)", "protection_station")
        station = organisations.add_organisation(office, place).id
        form = invitations.InviteForm("station (虚构)", "partner", station)
        accept(world, invitations.invite(office, form).link, "station")


def _reports(who: Person, story: Story) -> str:
    """From the young person's page to a report that three authorities have: no consent asked."""
    who.open(f"/students?id={story.student}")
    who.page.locator(".mp-harm a").click()
    who.settled()
    who.sees("You need nobody's consent for this, and you wait for nobody.")
    looks.flawless(who.page)
    who.type("what", SEEN)
    who.type("at", "10:20")
    who.choose("hold", who.t("Yes, or I am not sure: nobody tells them until it is decided"))
    who.type("hold_reason", "伤可能来自家里。")
    who.type("review_on", story.moved("2025-11-05"))
    who.press("Write it down: the clock runs")
    who.sees("Written down and sealed. Now tell the authority, and note here whom you told.")
    told = (("10:35", "Police", "110-000-01"), ("10:50", "Civil affairs", "MZ-000-02"),
            ("10:50", "Education authority", "JY-000-03"))  # fmt: skip
    for at, name, receipt in told:
        story.at(f"2025-11-03 {at}")
        who.choose("addressee", who.t(name))
        who.type("at", at)
        who.type("receipt", receipt)
        who.press("I have told them")
        expect(who.page.locator(".mp-table").first).to_contain_text(receipt)
    who.sees("Reported; the outcome is missing")
    who.sees("{n} minutes from noticed", n=15)
    looks.flawless(who.page)
    return who.page.url.removeprefix(story.server.url)


def _withholds(who: Person, story: Story) -> None:
    who.open(story.path("case"))
    who.unfolds("Keep it from them from now on", "Keep the case from a guardian")
    who.type(who.of("withhold", "review_on"), story.moved("2025-11-05"))
    who.type(who.of("withhold", "reason"), "伤可能来自家里。")
    who.select(who.of("withhold", "guardian_id"), HIS_FATHER)
    who.press("Keep it from them from now on")
    who.sees("Done. They see nothing of the case from now on.")
    who.open(story.path("closing"))
    who.sees("A report of harm has no outcome yet. Please ask and record it.")


def _reads_nothing(father: Person, page: str) -> None:
    father.open(page)
    father.never_reads(BOY, "瘀青")


def _is_refused(other: Person, story: Story, report: str) -> None:
    """Somebody of the staff who is not of the team finds neither the case nor the report."""
    for page in (story.path("case"), story.path("safety"), report):
        other.open(page)
        other.sees("We cannot find this page, or it is not yours to open.")
        other.never_reads(BOY, "瘀青")


def _reads_who_was_refused(office: Person, story: Story) -> None:
    office.open("/audit")
    office.type("audit-record", str(story.case))
    office.select("audit-outcome", office.t("Not allowed"))
    row = office.page.locator(".mp-table tbody tr", has_text="counsellor2 (虚构)").first
    expect(row).to_contain_text(office.t("Not allowed"))


def _hears_outcome(teacher: Person) -> None:
    teacher.open("/")
    teacher.goes("Ask the authority what came of the report, and record it")
    teacher.choose("outcome", teacher.t("The authority acts: measures were taken"))
    teacher.type("text", "警方向父亲发出告诫书；孩子暂住奶奶家。")
    teacher.press("Record the outcome")
    teacher.sees("Recorded. The report has come to its end.")


def _decides_again(office: Person, story: Story) -> None:
    """On its day the silence is decided again: it stays so, with its reason."""
    office.open("/")
    office.goes("Decide again whether a guardian may be told of the harm")
    office.unfolds("Keep this decision")
    looks.flawless(office.page)
    office.choose("decision", office.t("It stays so: they are not told, until another day"))
    office.type(office.of("decide-hold", "reason"), "父亲收到告诫书，孩子住在奶奶家。")
    office.type(office.of("decide-hold", "review_on"), story.moved("2025-12-05"))
    office.press("Keep this decision")
    office.sees("Decided. It holds from the next click on.")


def _hands_to_station(counsellor: Person, partner: Person, story: Story) -> None:
    """The street station says yes the same day, and the sender reads when."""
    summary = "十岁男孩，老师看见瘀伤，已报告；现住奶奶家。"
    day = story.moved("2025-12-01")
    made = handing.puts_together(counsellor, story.case, "street station", day, summary=summary)
    handing.sends(counsellor, made, "statutory_duty", "已强制报告。")
    partner.open(f"/handoff?id={made}")
    partner.never_reads(BOY, summary)
    partner.press("Open the request")
    partner.reads(summary)
    partner.press("Accept: we help")
    partner.sees("Accepted. You see now who it is and how to reach the family.")
    partner.reads(BOY)
    counsellor.open(f"/handoff?id={made}")
    counsellor.sees("Accepted")
    yes = counsellor.page.locator("tr, li", has_text=counsellor.t("said yes")).first
    expect(yes).to_contain_text("6月29日")
