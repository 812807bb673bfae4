"""Asking for a talk: the poster that the coordinator prints, and a phone that scanned its code."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import expect

from tests.e2e.person import Person


def prints(office: Person) -> str:
    """Make a poster of the school, and return the address that its code holds."""
    office.open("/poster")
    office.select("organisation_id", "north")
    office.press("Make a new poster")
    sheet = office.page.locator(".mp-poster")
    expect(sheet.locator("img")).to_be_visible()
    for language in ("想找人聊聊吗？", "想找人聊聊嗎？", "Would you like to talk to somebody?"):
        expect(sheet).to_contain_text(language)
    return sheet.locator("code").inner_text()


def asks(phone: Person, address: str, words: Mapping[str, str]) -> None:
    """Open the address, fill in what the form asks, and send it."""
    phone.page.goto(phone.server.url + address[address.index("/talk/") :])
    phone.sees("I would like to talk to somebody")
    phone.reads("110")
    for name, text in words.items():
        phone.page.fill(f"#{name}", text)
    phone.page.locator("label.choice", has_text=phone.t("Sleep, games or my phone")).click()
    phone.page.locator("main form button[type=submit]").click()
    phone.sees("We have your request")


def takes_up(office: Person, name: str, born: str) -> str:
    """Go from the home page to the request, take it up, and return the referral's number."""
    office.open("/")
    office.goes("Somebody asks for a talk themselves: answer them")
    office.heading(name)
    office.type("birth_date", born)
    office.choose("danger", office.t("No, not now"))
    office.choose("family_safe", office.t("Yes"))
    own = "The young person (14 or older) asks for it themselves"
    office.choose("lawful_basis", office.t(own))
    office.press("Take it up")
    office.sees("Taken up. It is a referral now, and you are looking at it.")
    office.heading(name)
    return office.page.locator(".mp-sub", has_text="R-").first.inner_text()
