"""An incident and its repair as people walk it, each act through its screen."""

from __future__ import annotations

import re

from tests.e2e.care import Site
from tests.e2e.looks import unfold
from tests.e2e.person import Person

NEIGHBOUR = "车主 (虚构)"
# Under 14 nobody speaks of penalties, in no language and on no page.
PENALTY = re.compile("penal|punish|sanction|处罚|处分|惩|處罰|處分|懲", re.IGNORECASE)


def no_penalty(who: Person) -> None:
    """Expect that nobody speaks of penalties."""
    text = who.page.locator("[data-testid=stMain]").inner_text()
    assert PENALTY.search(text) is None, PENALTY.search(text)


def records(who: Person, site: Site, days: float = -4) -> None:
    """Write down what happened, and the person who was affected."""
    who.open("/incidents")
    who.choose("deed", who.t("Damaged something that belongs to others"))
    who.select("student_id", "陆小满")
    who.type("day", site.day(days))
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
    no_penalty(who)
    who.choose("role", who.t("Affected by it"))
    who.type(who.of("person", "name"), NEIGHBOUR)
    who.press("Add the person")
    who.sees("Added. Everybody has one part.")


def confirms(who: Person, *due: str) -> None:
    """Confirm what the rules propose, and the two parts of the compensation."""
    who.choose("code", who.t("38-4 Stealing or damaging property"))
    who.type(who.of("measures", "reason"), "故意划车，当场承认，情节较轻。")
    for code in ("41-2 An apology and compensation", "41-3 A statement of repentance",
                 "41-6 Counselling and support to change"):  # fmt: skip
        who.choose("measures", who.t(code))
    who.press("Confirm")
    who.sees("Confirmed. Now prepare each side in a talk of its own.")
    unfold(who.page)
    no_penalty(who)
    for day in due:
        who.unfolds("Add the payment")
        who.type(who.of("payment", "amount"), "1300")
        who.type(who.of("payment", "due_on"), day)
        who.select(who.of("payment", "person_id"), "陆小满")
        who.press("Add the payment")
        who.sees("Added. You are reminded on its day.")


def prepares(who: Person, meeting: str) -> None:
    """Talk with each side, and fix the meeting."""
    for _ in range(2):
        who.unfolds("Keep what this side said")
        part = who.of("prepare", "False-wants").removesuffix("-wants")
        who.choose(f"{part}-wants", who.t("Yes, wants to meet"))
        who.type(f"{part}-preparation", "想说声对不起。")
        who.page.locator(f'[class*="st-key-send-{part}"] button').click()
        who.quiet()
        who.sees("Kept. The other side does not read it.")
    for name in ("admitted", "safe", "balanced"):
        who.choose(name, who.t("Yes"))
    who.choose("way", who.t("Both sides meet"))
    who.type(who.of("ready", "day"), meeting)
    who.type(who.of("ready", "at"), "16:00")
    who.press("Fix the meeting")
    who.sees("Fixed. The families see the day and the time.")


def meets(who: Person, site: Site) -> None:
    """Write down what was said and what is promised."""
    for name in ("happened", "thought", "touched", "asked", "offered"):
        who.type(name, "双方谈过了。")
    who.press("The sides have talked")
    who.sees("Kept. Now write down what is promised, and sign it.")
    for what in ("当面道歉", "按时来访谈室"):
        who.unfolds("Add the promise")
        who.type(who.of("promise", "what"), what)
        who.type(who.of("promise", "due_on"), site.day(3))
        who.select(who.of("promise", "person_id"), "陆小满")
        who.press("Add the promise")
        who.sees("Added. When all is written, everybody signs.")


def parent_signs(who: Person, name: str) -> None:
    """A guardian signs on the phone."""
    who.open("/")
    who.goes("Sign the agreement")
    no_penalty(who)
    who.never_reads(NEIGHBOUR)
    who.type("name", name)
    who.press("Sign")
    who.sees("Thank you. It counts when everybody has signed.")


def signs_here(who: Person, address: str) -> None:
    """Those without an account sign at the officer's."""
    who.open(address)
    for name in ("陆小满", NEIGHBOUR):
        who.unfolds("Sign")
        who.select(who.of("sign", "person_id"), name)
        who.choose(who.of("sign", "signer"), who.t("The person"))
        who.type(who.of("sign", "name"), name)
        who.press("Sign")
        who.quiet()
    who.sees("Agreed and signed")


def keeps(who: Person, address: str) -> None:
    """Record that everything was kept, and look again three times."""
    for _ in range(2):
        who.open(address)
        who.unfolds("It was kept")
        who.type(who.of("kept", "proof"), "收据 (虚构)")
        who.press("It was kept")
        who.sees("Recorded. Both sides see it.")
    for _ in range(2):
        who.open(address)
        who.unfolds("They have received it")
        who.choose(who.of("received", "way"), who.t("Call"))
        who.type(who.of("received", "proof"), "电话里说收到了 (虚构)")
        who.press("They have received it")
        who.sees("Recorded. Both sides see it.")
    for _ in range(3):
        who.open(address)
        who.unfolds("Record the look")
        who.choose(who.of("look", "holds"), who.t("Yes"))
        who.type(who.of("look", "proof"), "双方都说好。")
        who.press("Record the look")
        who.sees("Recorded. Thank you for looking again.")
