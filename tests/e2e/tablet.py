"""The lent tablet: handed over, filled in, given back."""

from __future__ import annotations

from collections.abc import Sequence

from tests.e2e.person import Person

PIN = "2468"
FIVE = ("mood", "sleep", "school", "friends", "home")


def lends(who: Person, pin: str = PIN) -> None:
    """Lock the browser of an open talk to the check-in and hand it over."""
    who.page.get_by_text(who.t("Hand the tablet to the young person")).click()
    who.quiet()
    who.type("pin", pin)
    who.press("Lock and hand over")
    who.heading("How is it going?")


def answers(who: Person, points: Sequence[int], wish: str = "") -> None:
    """Move the dots from the first on; the last ones may be left out."""
    for name, value in zip(FIVE, points, strict=False):
        who.slide(name, value)
    if wish:
        who.type("wish", wish)
    who.press("Done")
    who.heading("Thank you.")


def takes_back(who: Person, pin: str = PIN) -> None:
    """Type the counsellor's number."""
    who.page.get_by_text(who.t("For the counsellor"), exact=True).click()
    who.quiet()
    who.type("pin", pin)
    who.press("Take the tablet back")
