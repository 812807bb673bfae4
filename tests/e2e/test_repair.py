"""Storyline S01 whole: responsibility and care, everybody at a browser of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.looks import unfold
from tests.e2e.person import Person
from tests.e2e.test_care import Site, _agrees, _plan, _talk
from tests.support.repair import Repair
from tests.support.server import Server
from tests.support.world import build, reopen
from wellbeing.services import team

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1200)]

NEIGHBOUR = "车主 (虚构)"
# Under 14 nobody speaks of penalties, in no language and on no page.
PENALTY = re.compile("penal|punish|sanction|处罚|处分|惩|處罰|處分|懲", re.IGNORECASE)


def _day(days: float = 0) -> str:
    return (datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=days)).date().isoformat()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A served site whose case was taken on, with a teacher who helps."""
    made = Site(tmp_path)
    world = reopen(tmp_path)
    world.clock.at = datetime.now(UTC)
    people = team.people_for(world.counsellor, made.case)
    teacher = next(i for i, name, _ in people.helpers if name.startswith("teacher ("))
    team.add_helper(world.counsellor, made.case, team.HelperForm(teacher))
    world.close()
    yield made
    made.server.stop()


def _no_penalty(who: Person) -> None:
    text = who.page.locator("[data-testid=stMain]").inner_text()
    assert PENALTY.search(text) is None, PENALTY.search(text)


def _record(who: Person) -> None:
    who.open("/incidents")
    who.choose("deed", who.t("Damaged something that belongs to others"))
    who.select("student_id", "陆小满")
    who.type("day", _day(-4))
    who.type("at", "18:20")
    who.type("place", "小区车库")
    who.type("what", "他用钥匙在车门上划了一道，当场承认。")
    who.type("damage", "车门一道划痕")
    who.type("amount", "2600")
    who.press("Record it")
    who.sees("Please look at the marked answers.")
    who.choose("again", who.t("No, this is the first time"))
    who.type("for_family", "他划了一辆车，愿意道歉、愿意赔。")
    who.press("Record it")
    who.sees("Recorded. Now look at what the rules propose, and confirm or change it.")
    who.sees("Taking responsibility")
    kind = who.t("38-4 Stealing or damaging property")
    who.sees("The rules propose: {kind}. Nothing is decided: you confirm or change it.", kind=kind)
    _no_penalty(who)
    who.choose("role", who.t("Affected by it"))
    _types(who, "person", "name", NEIGHBOUR)
    who.press("Add the person")
    who.sees("Added. Everybody has one part.")


def _confirm(who: Person) -> None:
    who.choose("code", who.t("38-4 Stealing or damaging property"))
    who.type("reason", "故意划车，当场承认，情节较轻。")
    for code in ("41-2 An apology and compensation", "41-3 A statement of repentance",
                 "41-6 Counselling and support to change"):  # fmt: skip
        who.choose("measures", who.t(code))
    who.press("Confirm")
    who.sees("Confirmed. Now prepare each side in a talk of its own.")
    unfold(who.page)
    _no_penalty(who)
    for n in (1, 2):
        _unfolded(who, "Add the payment")
        _types(who, "payment", "amount", "1300")
        _types(who, "payment", "due_on", _day(20 * n))
        _selects(who, "payment", "person_id", "陆小满")
        who.press("Add the payment")
        who.sees("Added. You are reminded on its day.")


def _of(who: Person, form: str, name: str) -> str:
    """Return the full name of a form's field: several forms on the page ask the same."""
    found: str = who.page.evaluate(
        "([form, name]) => [...document.querySelectorAll(`[class*='st-key-${form}-']`)]"
        ".map(one => [...one.classList].find(c => c.startsWith(`st-key-${form}-`)))"
        ".find(c => c.endsWith(`-${name}`)).slice('st-key-'.length)",
        [form, name],
    )
    return found


def _types(who: Person, form: str, name: str, text: str) -> None:
    who.type(_of(who, form, name), text)


def _selects(who: Person, form: str, name: str, words: str) -> None:
    who.select(_of(who, form, name), words)


def _unfolded(who: Person, button: str) -> None:
    """Open what is folded until the button shows; what is painted anew folds again."""
    name = re.compile(f"^{re.escape(who.t(button))}$")
    found = who.page.locator("[data-testid=stMain]").get_by_role("button", name=name).first
    for _ in range(5):
        who.settled()
        unfold(who.page)
        who.quiet()
        if found.is_visible():
            return


def _prepare(who: Person) -> None:
    for _ in range(2):
        _unfolded(who, "Keep what this side said")
        part = _of(who, "prepare", "False-wants").removesuffix("-wants")
        who.choose(f"{part}-wants", who.t("Yes, wants to meet"))
        who.type(f"{part}-preparation", "想说声对不起。")
        who.page.locator(f'[class*="st-key-send-{part}"] button').click()
        who.quiet()
        who.sees("Kept. The other side does not read it.")
    for name in ("admitted", "safe", "balanced"):
        who.choose(name, who.t("Yes"))
    who.choose("way", who.t("Both sides meet"))
    _types(who, "ready", "day", _day())
    _types(who, "ready", "at", "16:00")
    who.press("Fix the meeting")
    who.sees("Fixed. The families see the day and the time.")


def _meet(who: Person) -> None:
    for name in ("happened", "thought", "touched", "asked", "offered"):
        who.type(name, "双方谈过了。")
    who.press("The sides have talked")
    who.sees("Kept. Now write down what is promised, and sign it.")
    _unfolded(who, "Add the promise")
    _types(who, "promise", "what", "当面道歉")
    _types(who, "promise", "due_on", _day(3))
    _selects(who, "promise", "person_id", "陆小满")
    who.press("Add the promise")
    who.sees("Added. When all is written, everybody signs.")


def _parent_signs(who: Person, name: str) -> None:
    who.open("/")
    who.page.get_by_role("link", name=who.t("Sign the agreement")).first.click()
    who.settled()
    _no_penalty(who)
    expect(who.page.locator("body")).not_to_contain_text(NEIGHBOUR)
    who.type("name", name)
    who.press("Sign")
    who.sees("Thank you. It counts when everybody has signed.")


def _sign_here(who: Person, address: str) -> None:
    who.open(address)
    for name in ("陆小满", NEIGHBOUR):
        _unfolded(who, "Sign")
        _selects(who, "sign", "person_id", name)
        who.choose(_of(who, "sign", "signer"), who.t("The person"))
        _types(who, "sign", "name", name)
        who.press("Sign")
        who.quiet()
    who.sees("Agreed and signed")


def _keep(who: Person, address: str) -> None:
    for _ in range(4):
        who.open(address)
        _unfolded(who, "It was kept")
        _types(who, "kept", "proof", "收据 (虚构)")
        who.press("It was kept")
        who.sees("Recorded. Both sides see it.")
    for _ in range(3):
        who.open(address)
        _unfolded(who, "Record the look")
        who.choose(_of(who, "look", "holds"), who.t("Yes"))
        _types(who, "look", "proof", "双方都说好。")
        who.press("Record the look")
        who.sees("Recorded. Thank you for looking again.")


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_responsibility_and_care_from_a_scratched_car_to_a_signed_agreement(
    browser: Browser, site: Site, person: type[Person], language: str
) -> None:
    officer = person(browser, site.server, "officer", language)
    _record(officer)
    _confirm(officer)
    address = officer.page.url.removeprefix(site.server.url)
    _prepare(officer)
    mother = person(browser, site.server, "parent", language, width=390)
    father = person(browser, site.server, "father", language, width=390)
    mother.open(site.path("case"))
    mother.page.get_by_role("link", name=mother.t("What happened, and how it is made good")).click()
    mother.settled()
    mother.sees("Both sides meet")
    _no_penalty(mother)
    _meet(officer)
    _parent_signs(mother, "陆妈妈 (虚构)")
    _parent_signs(father, "陆爸爸 (虚构)")
    _sign_here(officer, address)
    _no_penalty(officer)
    officer.page.get_by_role("link", name=officer.t("The agreement to print")).click()
    officer.settled()
    officer.sees("What is promised, by whom and by when")
    expect(officer.page.locator("body")).to_contain_text(NEIGHBOUR)
    _no_penalty(officer)

    counsellor = person(browser, site.server, "counsellor", language)
    _talk(counsellor, site)
    _plan(counsellor, site)
    for who in (mother, father):
        who.open("/")
        _agrees(who, site)
    counsellor.open(site.path("plan"))
    counsellor.page.get_by_text(counsellor.t("Record an answer given to you")).click()
    counsellor.choose("who", counsellor.t("The young person's own"))
    counsellor.choose("answer", counsellor.t("Agreed"))
    counsellor.choose("route", counsellor.t("In person"))
    counsellor.press("Record the answer")
    counsellor.sees("In force")
    counsellor.open(site.path("closing"))
    counsellor.sees("An agreement between the sides is not fulfilled yet.")
    teacher = person(browser, site.server, "teacher", language)
    teacher.open(site.path("case"))
    teacher.sees("How it is made good")
    expect(teacher.page.locator("body")).not_to_contain_text("车门")
    _observe(teacher)

    coordinator = person(browser, site.server, "coordinator", language)
    coordinator.open(site.path("case"))
    coordinator.page.get_by_role(
        "link", name=coordinator.t("Responsibility and care together")
    ).click()
    coordinator.settled()
    coordinator.sees("Taking responsibility")
    expect(coordinator.page.locator("body")).to_contain_text("我想睡得早一点")
    _no_penalty(coordinator)
    review = coordinator.page.url.removeprefix(site.server.url)
    officer.open(review)
    expect(officer.page.locator("body")).not_to_contain_text("我想睡得早一点")
    counsellor.open(review)
    expect(counsellor.page.locator("body")).to_contain_text("我想睡得早一点")
    expect(counsellor.page.locator("body")).not_to_contain_text("当面道歉")
    _check_in(person(browser, site.server, "counsellor", language, width=820), site)


@pytest.fixture
def agreed(tmp_path: Path) -> Iterator[tuple[Server, str, Repair]]:
    """A served site with a signed agreement, and the address of its incident."""
    world = build(tmp_path)
    world.clock.at = datetime.now(UTC)
    made = Repair(world, day=_day(-4), meeting=_day())
    made.agree()
    world.close()
    server = Server(tmp_path).start()
    yield server, f"/incident?id={made.id}", made
    server.stop()


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_a_signed_agreement_is_kept_looked_at_and_sealed(
    browser: Browser, agreed: tuple[Server, str, Repair], person: type[Person], language: str
) -> None:
    server, address, made = agreed
    coordinator = person(browser, server, "coordinator", language)
    coordinator.open(f"/review?id={made.student}")
    coordinator.sees("Taking responsibility")
    expect(coordinator.page.locator("body")).to_contain_text("当面道歉")
    _no_penalty(coordinator)
    counsellor = person(browser, server, "counsellor", language)
    counsellor.open(f"/review?id={made.student}")
    counsellor.sees("Care")
    expect(counsellor.page.locator("body")).not_to_contain_text("当面道歉")
    counsellor.open(f"/closing?id={made.case}")
    counsellor.sees("An agreement between the sides is not fulfilled yet.")
    officer = person(browser, server, "officer", language)
    _keep(officer, address)
    officer.open(address)
    number = officer.page.locator(".mp-sub").first.inner_text()
    officer.press("Finish and seal")
    officer.sees("Finished and sealed. From now on it opens on written request only.")
    for who in (officer, coordinator):
        who.open(address)
        expect(who.page.locator("body")).not_to_contain_text("车门")
    _on_request(officer, coordinator, address, number)


def _observe(who: Person) -> None:
    who.page.get_by_text(who.t("What you see at school (two minutes)")).click()
    who.quiet()
    for name in ("concentration", "belonging"):
        who.choose(name, "7")
    who.type("attendance", "95")
    who.press("Send what you see")
    who.sees("Thank you. The counsellor sees it.")


def _check_in(who: Person, site: Site) -> None:
    """The young person's own browser: the lent tablet, and nothing else on it."""
    who.open(site.path("case"))
    who.page.get_by_text(who.t("Book a talk"), exact=True).click()
    who.quiet()
    local = datetime.now(ZoneInfo("Asia/Shanghai")) - timedelta(hours=4)
    who.type("day", local.date().isoformat())
    who.type("at", f"{local:%H:%M}")
    who.choose("minutes", who.t("30 minutes"))
    who.press("Book the room")
    who.page.locator(".mp-table a").first.click()
    who.settled()
    talk = who.page.url
    who.page.get_by_text(who.t("Hand the tablet to the young person")).click()
    who.quiet()
    who.type("pin", "2468")
    who.press("Lock and hand over")
    who.heading("How is it going?")
    for name in ("mood", "sleep", "school", "friends"):
        who.slide(name, 7)
    who.press("Done")
    who.heading("Thank you.")
    who.page.get_by_text(who.t("For the counsellor"), exact=True).click()
    who.quiet()
    who.type("pin", "2468")
    who.press("Take the tablet back")
    who.page.goto(talk)
    who.settled()
    who.press("It took place")
    who.type("text", "准备修复会谈。")
    who.press("Sign the note")
    who.sees("Signed. It can be signed anew for 24 hours, then it locks.")


def _on_request(officer: Person, coordinator: Person, address: str, number: str) -> None:
    officer.open("/sealed")
    officer.type("number", number)
    officer.type("reason", "复查，预防未成年人犯罪法第59条。")
    officer.press("Send the request")
    officer.sees("Not decided yet")
    coordinator.open("/")
    coordinator.page.get_by_role(
        "link", name=coordinator.t("Decide on a request for a sealed record")
    ).first.click()
    coordinator.settled()
    coordinator.choose("decision", coordinator.t("It may be read for a day"))
    coordinator.type("answer", "依法复查。")
    coordinator.press("Decide")
    coordinator.sees("May be read")
    officer.open(address)
    expect(officer.page.locator("body")).to_contain_text("车门一道划痕")
