"""On a phone everything fits and can be hit with a thumb; on paper everything can be read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.person import Person
from tests.e2e.stage import Stage
from tests.support.world import PASSWORD
from tests.unit.test_palette import contrast

pytestmark = pytest.mark.browser
PHONE, THUMB = 390, 44
# What an old school screen of 1366 x 768 leaves below the browser's own bars.
DESK_HIGH = 620
PAGES = {
    "officer": ("/", "/refer", "/referrals", "officer decided", "draft", "draft&step=danger",
                "draft&step=about", "draft&step=seen", "draft&step=family", "draft&step=check"),
    "teacher": ("teacher asked", "receipt", "/students"),
    "coordinator": ("/queue", "screen new", "screen looked at", "screen decided", "case"),
    "parent": ("/", "/cases", "case"),
}  # fmt: skip
# What is pressed; a link inside a sentence may be as high as its line (WCAG 2.5.8).
_SMALL = """thumb => [...document.querySelectorAll(
    'button, a[href], summary, [role=tab], [role=combobox], label:has(input[type=radio])')]
  .filter(one => one.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .filter(one => !one.closest('p, [data-testid=stSkipToContent], [data-testid=stHeader]'))
  .filter(one => !one.closest('[data-testid=stSidebar]'))
  .map(one => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.width > 0 && box.height > 0 && box.height < thumb - 0.5)
  .map(([one, box]) => [one.closest('[class*=st-key-]')?.className ?? one.className,
    one.textContent.slice(0, 30), box.width.toFixed(), box.height.toFixed()].join(' '))"""
_WIDER = """() => [document.documentElement, document.querySelector('[data-testid=stMain]'),
    ...document.querySelectorAll('[data-testid=stMain] *')]
  .filter(one => one && one.checkVisibility() && one.getBoundingClientRect().right
    > innerWidth + 1 && !one.closest('.mp-hidden'))
  .slice(0, 3).map(one => `${one.tagName}.${one.className} ${one.getBoundingClientRect().right}`)"""


@pytest.mark.parametrize("login", PAGES)
def test_a_phone_shows_all_of_it_and_a_thumb_hits_it(
    browser: Browser, stage: Stage, person: type[Person], login: str
) -> None:
    who = person(browser, stage.server, login, "zh_Hans", width=PHONE)
    wrong: dict[str, list[str]] = {}
    for name in PAGES[login]:
        who.open(stage.address(name))
        found = who.page.evaluate(_SMALL, THUMB) + who.page.evaluate(_WIDER)
        if found:
            wrong[name] = found
    assert wrong == {}


class Taps(Person):
    """Somebody who counts what a thumb has to do."""

    taps = 0

    def tap(self, selector: str) -> None:
        self.page.locator(selector).first.tap()
        self.taps += 1
        self.settled()


def test_a_parent_needs_four_taps_at_most_from_signing_in_to_agreed(
    browser: Browser, stage: Stage
) -> None:
    mother = Taps(browser, stage.server, "", "zh_Hans", width=PHONE, touch=True)
    mother.page.goto(f"{stage.server.url}/signin")
    mother.page.fill("#login", "parent")
    mother.page.fill("#password", PASSWORD)
    mother.tap("main form button[type=submit]")
    mother.tap(f".mp-table a:has-text('{mother.t('Say what you think of the plan')}')")
    mother.tap("[class*='st-key-answer-agreed'] button")
    mother.sees("Thank you. You have agreed. The counsellor sees it now.")
    assert mother.taps <= 4


@pytest.mark.parametrize(
    ("login", "name", "seen"),
    [
        ("coordinator", "/", ".mp-table .mp-clock"),
        ("coordinator", "/queue", ".mp-table .mp-clock"),
        ("counsellor", "/", ".mp-table .mp-clock"),
        ("counsellor", "case", ".mp-note.mp-good .mp-clock"),
        ("officer", "/", ".mp-table .mp-clock"),
    ],
)
def test_at_a_desk_queue_clock_and_next_step_are_seen_without_scrolling(
    browser: Browser, stage: Stage, person: type[Person], login: str, name: str, seen: str
) -> None:
    who = person(browser, stage.server, login)
    who.page.set_viewport_size({"width": 1280, "height": DESK_HIGH})
    who.open(stage.address(name))
    box = who.page.locator(seen).first.bounding_box()
    assert box is not None and box["y"] + box["height"] <= DESK_HIGH


def _colour(text: str) -> str:
    """Return the browser's `rgb(…)` as a hex colour."""
    parts = [int(one) for one in text[text.index("(") + 1 : -1].split(",")[:3]]
    return "#" + "".join(f"{one:02x}" for one in parts)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("login", "name"),
    [("teacher", "receipt"), ("officer", "officer decided"), ("coordinator", "case")],
)
def test_a_printed_page_is_black_on_white_and_nothing_to_press_is_on_it(
    browser: Browser, stage: Stage, person: type[Person], login: str, name: str, scheme: str
) -> None:
    who = person(browser, stage.server, login, scheme=scheme)
    who.open(stage.address(name))
    who.page.emulate_media(media="print")
    for hidden in ("stSidebar", "stHeader", "stButton"):
        for one in who.page.get_by_test_id(hidden).all():
            assert not one.is_visible(), hidden
    assert not who.page.locator(".mp-print").first.is_visible()
    inks = who.page.evaluate(
        "() => [...document.querySelectorAll('.mp-title, .mp-lead, .mp-facts dd, .mp-facts dt,"
        " .mp-receipt strong, .mp-steps li, .mp-table td, .mp-note, .mp-label, .mp-link')]"
        ".map(one => getComputedStyle(one).color)"
    )
    pale = {one for one in inks if contrast(_colour(one), "#ffffff") < 4.5}
    assert inks and pale == set()
    assert who.page.evaluate(_WIDER) == []
    sheets = who.page.pdf(format="A4")
    assert sheets.startswith(b"%PDF") and sheets.count(b"/Type /Page\n") in (1, 2, 3, 4)
