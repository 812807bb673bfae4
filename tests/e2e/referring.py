"""From a worry to a case as people walk it: refer, decide, tell; each act through its screen."""

from __future__ import annotations

import re

from tests.e2e.person import Person

FACTS = "周四傍晚用钥匙在邻居的车门上划了一道。Scratched a car."
WORRIES = "他觉得没有人看见他。"


def begins(who: Person) -> None:
    """Open a new referral at its first section."""
    who.open("/refer")
    who.press("Begin a new referral")
    who.heading("Is someone in danger right now?")
    who.press("No, go on")
    who.press("Who it is about")


def about(who: Person, name: str = "陆子昂", born: str = "2013/5/10") -> None:
    """Fill who it is about."""
    who.heading("Who it is about")
    who.type("student_name", name)
    who.select("school_id", "north (虚构)")
    who.type("birth_date", born)
    who.type("class_name", "七年级3班")
    who.press("Save and go on")


def seen(who: Person, facts: str, when: str) -> None:
    """Fill what was seen."""
    who.heading("What was seen")
    who.type("facts", facts)
    who.type("seen_when", when)
    who.press("Save and go on")


def rest(
    who: Person,
    own_view: str = "我就是很烦。",
    basis: str = "It is my duty by law to report this",
    basis_note: str = "",
) -> None:
    """Fill the sections after what was seen, and come to the check page."""
    who.heading("Worries and strengths")
    who.type("worries", WORRIES)
    who.press("Save and go on")
    who.heading("What was already tried")
    who.press("Save and go on")
    who.heading("The young person's own view")
    who.choose("asked", who.t("Yes"))
    who.type("own_view", own_view)
    who.press("Save and go on")
    who.heading("The family")
    who.choose("family_safe", who.t("Yes"))
    who.press("Save and go on")
    who.heading("Why you may share this")
    who.choose("lawful_basis", who.t(basis))
    if basis_note:
        who.type("basis_note", basis_note)
    who.press("Save and go on")
    who.heading("How to tell you")
    who.choose("reply_route", who.t("Here, in Miaopu"))
    who.press("Save and go on")
    who.heading("Check your answers")


def sends_twice(who: Person) -> str:
    """Double-click the button; return the reference number of the one referral."""
    name = who.t("Send the referral")
    who.page.get_by_role("button", name=name, exact=True).dblclick()
    who.heading("Sent. Thank you.")
    number = who.page.locator(".mp-receipt strong").inner_text()
    assert re.fullmatch(r"R-\d{4}-[2-9A-Z]{6}", number)
    return number


def decides(
    office: Person,
    number: str,
    outcome: str = "Open a case",
    *,
    counsellor: str = "",
    reason: str = "Damaged or took something",
    urgency: tuple[str, int] = ("{n} days", 3),
) -> None:
    """Decide on a referral, and tell whoever reported: only then is it finished."""
    office.open("/queue")
    row = office.page.locator(".mp-table tbody tr", has_text=number)
    row.locator("a").first.click()
    office.settled()
    if office.page.locator(".st-key-acknowledge").count():
        office.press("Begin to look at it")
        office.sees("Begun. The referrer sees that you are looking at it.")
    office.choose("reasons", office.t(reason))
    words, n = urgency
    office.choose("urgency", office.t("Within {time}", time=office.t(words, n=n)))
    office.choose("outcome", office.t(outcome))
    if counsellor:
        office.select("counsellor_id", counsellor)
    office.page.locator('[class*="decide"][class*="-reason"] textarea').first.fill(
        "需要有人听他说。"
    )
    office.page.keyboard.press("Tab")
    office.quiet()
    office.page.locator('[class*="st-key-send-decide"] button').click()
    office.sees("Decided. Now tell the person who reported: only then is the referral finished.")
    office.choose("told", office.t("Yes, tell them now"))
    office.choose("route", office.t("Here, in Miaopu"))
    office.press("Record the reply")
    office.sees("Finished. The person who reported has been answered.")


def guardian(office: Person, student: str, name: str, relationship: str) -> None:
    """Add a parent who decides together with the other."""
    office.open("/students")
    box = office.page.locator(".st-key-find-student input")
    box.fill(student)
    box.press("Enter")
    office.quiet()
    office.page.locator("a[href*='students?id=']").first.click()
    office.settled()
    office.unfolds("Add the guardian")
    office.type(office.of("guardian", "name"), name)
    office.choose(office.of("guardian", "relationship"), office.t(relationship))
    office.choose("standing", office.t("Guardian, decides together with another"))
    office.press("Add the guardian")
    office.sees("Added.")


def invites(office: Person, case: str, name: str) -> str:
    """Invite a guardian from the case; return the path of the link that is shown once."""
    office.open(case)
    office.unfolds("Make the invitation", "Invite a guardian")
    office.select("guardian_id", name)
    office.press("Make the invitation")
    code = office.page.locator("[data-testid=stCode]").first
    code.wait_for(state="attached")
    return "/invite/" + (code.text_content() or "").strip().rsplit("/", 1)[1]


def accepts(guest: Person, path: str, login: str, password: str) -> None:
    """Follow an invitation on a phone and choose how to sign in."""
    guest.page.goto(guest.server.url + path)
    guest.page.fill("#login", login)
    guest.page.fill("#password", password)
    guest.page.locator("main form button").click()
    guest.heading("Today")
