"""Somebody at a browser of their own, who reads the page in their language."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect

from tests.e2e.looks import unfold
from tests.support.server import Server
from tests.support.world import PASSWORD
from wellbeing.i18n import translate

LOCALES = {"en": "en-GB", "zh_Hans": "zh-CN", "zh_Hant": "zh-TW"}
PATIENCE_MS = 60_000
FAILED = "Something went wrong on our side. What you typed is kept. Reference: {reference}"
expect.set_options(timeout=PATIENCE_MS)


def _box(name: str) -> str:
    """Return the selector of a question's widget: its key ends with the field's name."""
    return f':is([class*="-{name} "], [class$="-{name}"])'


class Person:
    """One signed-in browser."""

    def __init__(
        self, browser: Browser, server: Server, login: str, language: str = "en",
        width: int = 1280, scheme: str = "light", touch: bool = False,
    ) -> None:  # fmt: skip
        self.server, self.language = server, language
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale=LOCALES[language],
            color_scheme=scheme,  # type: ignore[arg-type]
            has_touch=touch,
        )
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.outside: list[str] = []
        self.page.on("request", lambda one: self._note(one.url))
        if login:
            self.sign_in(login)

    def _note(self, url: str) -> None:
        if not url.startswith(
            (self.server.url, self.server.url.replace("http", "ws"), "data:", "blob:")
        ):
            self.outside.append(url)

    def sign_in(self, login: str, password: str = PASSWORD) -> None:
        """Sign in through the page, in this person's language."""
        self.page.goto(f"{self.server.url}/language?to={self.language}&next=/signin")
        self.types_password(login, password)

    def types_password(self, login: str, password: str = PASSWORD) -> None:
        """Fill in the sign-in page that is open, and go on to where it leads."""
        self.page.fill("#login", login)
        self.page.fill("#password", password)
        self.page.locator("main form button[type=submit]").first.click()
        self.settled()

    def wakes(self, login: str) -> None:
        """Come back another day: the sign-in of the day before has ended."""
        self.page.goto(f"{self.server.url}/")
        self.settled()
        if self.page.locator("#login").count():
            self.types_password(login)

    def begin_writing(self) -> None:
        """Open the section of a new referral where what was seen is written down."""
        self.open("/refer")
        self.press("Begin a new referral")
        self.press("No, go on")
        self.press("What was seen")

    def finds_again(self, name: str, text: str) -> None:
        """Load the page anew, and expect that the server has kept the text."""
        self.page.reload()
        self.settled()
        expect(self.field(name)).to_have_value(text)

    def t(self, message: str, **params: object) -> str:
        """Return a message as this person reads it."""
        return translate(self.language, message, **params)

    def open(self, path: str) -> None:
        """Open a page of the site by its address."""
        self.page.goto(f"{self.server.url}{path}")
        self.settled()
        # A page that broke half-way looks like a short one.
        broken = self.t(FAILED).split("{")[0]
        assert not self.page.get_by_text(broken).count(), f"{path} went wrong"

    def settled(self) -> None:
        """Wait until the page is painted and nothing runs."""
        self.page.locator(".mp-title, .mp-note, #login").first.wait_for()
        self.quiet()

    def quiet(self) -> None:
        """Wait until no run is under way."""
        self.page.wait_for_timeout(250)
        self.page.wait_for_function(
            "() => { const app = document.querySelector('[data-test-script-state]');"
            " return !app || app.getAttribute('data-test-script-state') !== 'running'; }"
        )
        self.page.wait_for_timeout(150)

    def field(self, name: str) -> Locator:
        """Return the box of a question by its field name."""
        return self.page.locator(f"{_box(name)} :is(textarea, input)").first

    def type(self, name: str, text: str) -> None:
        """Type an answer and go on to something else; again where the page was painted anew."""
        for _ in range(3):
            self.field(name).fill(text)
            self.field(name).press("Tab")
            self.quiet()
            if not self.field(name).count() or self.field(name).input_value() == text:
                return

    def choose(self, name: str, words: str) -> None:
        """Choose an answer by what it says."""
        box = self.page.locator(_box(name)).first
        box.get_by_text(words, exact=True).first.click()
        self.quiet()

    def slide(self, name: str, value: int) -> None:
        """Move a slider of the tablet: the first stop is no answer, the next one is 0."""
        row = self.page.locator(f".st-key-tablet-row-{name}")
        dot = row.locator("input[type=range]")
        dot.focus()
        for _ in range(value + 1):
            dot.press("ArrowRight")
        self.quiet()
        expect(row.locator(".mp-chosen")).to_have_text(str(value))

    def select(self, name: str, words: str) -> None:
        """Choose from a list by what it says."""
        option = self.page.get_by_role("option", name=words).first
        for _ in range(5):  # what still unfolds or is painted anew closes the list again
            self.page.locator(f"{_box(name)} input").first.click()
            try:
                option.click(timeout=2_000)
                break
            except TimeoutError:
                self.page.keyboard.press("Escape")
        self.quiet()
        self.page.wait_for_timeout(700)  # the list gives the focus back before it is typed on
        self.quiet()

    def press(self, words: str, **params: object) -> None:
        """Press a button by what it says."""
        self._button(words, **params).click()
        self.quiet()

    def _button(self, words: str, **params: object) -> Locator:
        name = re.compile(f"^{re.escape(self.t(words, **params))}$")
        return self.page.locator("[data-testid=stMain]").get_by_role("button", name=name).first

    def sees(self, words: str, **params: object) -> None:
        """Expect a message on the page."""
        expect(self.page.locator("body")).to_contain_text(self.t(words, **params))

    def heading(self, words: str, **params: object) -> None:
        """Expect this page's heading."""
        expect(self.page.locator(".mp-title")).to_have_text(self.t(words, **params))

    def unfolds(self, words: str, under: str = "") -> None:
        """Open what is folded until a button says this; what is painted anew folds again.

        `under` is the title that it is folded under; without one all of the page is unfolded.
        """
        found, folded = self._button(words), "[data-testid=stMain] details:not([open]) > summary"
        title = self.page.locator(folded, has_text=self.t(under)).first
        for _ in range(5):
            self.settled()
            if found.count() and found.is_visible():
                return
            if not under:
                unfold(self.page)
            elif title.count():
                title.click()
            self.quiet()

    def goes(self, words: str) -> None:
        """Follow a link by what it says."""
        self.page.get_by_role("link", name=self.t(words)).first.click()
        self.settled()

    def of(self, form: str, name: str) -> str:
        """Return the full name of a form's field: several forms on the page ask the same."""
        found: str = self.page.evaluate(
            "([form, name]) => [...document.querySelectorAll(`[class*='st-key-${form}-']`)]"
            ".map(one => [...one.classList].find(c => c.startsWith(`st-key-${form}-`)))"
            ".find(c => c.endsWith(`-${name}`)).slice('st-key-'.length)",
            [form, name],
        )
        return found

    def reads(self, *texts: str) -> None:
        """Expect these very words on the page."""
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text)

    def never_reads(self, *texts: str) -> None:
        """Expect that none of these words is on the page."""
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)
