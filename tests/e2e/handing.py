"""Handing over as people walk it: put together, looked at, its basis named, sent."""

from __future__ import annotations

from tests.e2e.looks import unfold
from tests.e2e.person import Person
from wellbeing.grounds import KIND_LABELS


def puts_together(
    who: Person, case: object, place: str, needed_by: str, *, summary: str, urgent: str = "No"
) -> str:
    """Put a request to a place together, and return its id: nothing is sent yet."""
    who.open(f"/hand_over?id={case}")
    who.type("question", "请在家访中看看孩子是否安全。")
    who.type("summary", summary)
    who.choose("shared", who.t("Name, age and school"))
    who.type("needed_by", needed_by)
    who.choose("urgent", who.t(urgent))
    who.select("place_id", place)
    who.press("Show me what they will see")
    who.sees("Nothing is sent yet. Look at it, then send it.")
    return who.page.url.rsplit("=", 1)[1]


def sends(who: Person, made: str, duty: str, why: str) -> None:
    """Name the duty that it rests on, unless one stands, and send it."""
    who.open(f"/handoff?id={made}")
    unfold(who.page)
    who.quiet()
    if who.page.locator(f".st-key-duty-{made}-why").count():
        who.choose("kind", who.t(KIND_LABELS[duty]))
        who.type("why", why)
        who.press("Name this as the basis")
    who.press("Send it like this")
    who.sees("Sent. You see here when it is opened, and what they answer.")
