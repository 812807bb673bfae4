"""Somebody who has only a keyboard."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.e2e.person import Person
from tests.support.server import Server
from tests.support.world import PASSWORD

MOST_TABS = 90
_ON = "selector => Boolean(document.activeElement?.closest(selector))"
# Focus can be seen: by a ring, a shadow, a border or a ground of its own.
_SEEN = """() => {
  const parts = [document.activeElement, document.activeElement.parentElement,
    document.activeElement.closest('label, [data-baseweb], [data-testid]')].filter(Boolean);
  return parts.some(one => { const style = getComputedStyle(one);
    return style.outlineStyle !== 'none' || style.boxShadow !== 'none'
      || style.textDecorationLine !== 'none' || style.borderStyle !== 'none'
      || style.backgroundColor !== 'rgba(0, 0, 0, 0)'; });
}"""


def box(name: str) -> str:
    """Return the selector of a question's widget: its key ends with the field's name."""
    return f':is([class*="-{name} "], [class$="-{name}"])'


class Keys(Person):
    """A person who never touches the mouse."""

    def __init__(self, browser: Browser, server: Server, login: str) -> None:
        super().__init__(browser, server, "")
        self.page.goto(f"{server.url}/signin")
        self.to("#login")
        self.page.keyboard.type(login)
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(PASSWORD)
        self.page.keyboard.press("Enter")
        self.settled()

    def to(self, selector: str) -> None:
        """Press Tab until the focus is there; every stop on the way can be seen."""
        self.page.locator(selector).first.wait_for(state="attached")
        for _ in range(MOST_TABS):
            if self.page.evaluate(_ON, selector):
                assert self.page.evaluate(_SEEN), f"the focus on {selector} cannot be seen"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{MOST_TABS} tabs do not lead to {selector}")

    def enter(self, selector: str, key: str = "Enter") -> None:
        """Go there and press it."""
        self.to(selector)
        self.page.keyboard.press(key)
        self.quiet()

    def write(self, name: str, text: str) -> None:
        """Go to a box and type."""
        self.to(f"{box(name)} :is(textarea, input)")
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Tab")
        self.quiet()

    def unfold(self, name: str) -> None:
        """Open a folded part by its key."""
        self.enter(f'[class*="st-key-fold-{name}-"] details:not([open]) > summary')

    def pick(self, name: str) -> None:
        """Choose the first answer that is offered."""
        self.enter(f"{box(name)} :is(input, button)", "Space")

    def focused(self, selector: str) -> None:
        """Expect that the focus was brought there."""
        expect(self.page.locator(f"{selector}:focus")).to_have_count(1)
