"""Photograph every screen by role, language and width into docs/screens (`make screens`).

The site is the invented one of the browser tests. Pictures are small WebP files; index.md shows
them side by side.
"""

from __future__ import annotations

import argparse
import io
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.person import Person
from tests.e2e.stage import Stage, set_stage
from tests.support.browser import FLAGS, find_browser
from wellbeing.i18n import LANGUAGES, NAMES

TARGET = Path(__file__).resolve().parent.parent / "docs" / "screens"
# Width of the window, and how wide the picture is kept.
WIDTHS = {1280: 900, 390: 390}
TALLEST, QUALITY = 2_600, 42
SCREENS: dict[str, dict[str, str]] = {
    "": {"sign-in": "/signin", "invitation": "invite"},
    "officer": {
        "today": "/", "refer": "/refer", "refer-tasks": "draft",
        "refer-danger": "draft&step=danger", "refer-about": "draft&step=about",
        "refer-seen": "draft&step=seen", "refer-check": "draft&step=check",
        "referrals": "/referrals", "referral-looked-at": "officer decided",
        "incidents": "/incidents", "incident": "incident", "agreement": "agreement",
        "rules": "/rules", "sealed": "/sealed", "harm": "/harm",
    },
    "teacher": {
        "today": "/", "referrals": "/referrals", "question": "teacher asked",
        "case": "case", "tasks": "/tasks", "receipt": "receipt", "students": "/students",
        "student": "student",
    },
    "coordinator": {
        "today": "/", "queue": "/queue", "screen-new": "screen new",
        "screen-decide": "screen looked at", "screen-waiting": "screen asked",
        "screen-tell": "screen decided", "screen-told": "screen told", "cases": "/cases",
        "case": "case", "caseload": "/caseload", "review": "review", "office": "/office",
        "people": "/people", "cover": "/cover", "proposals": "/proposals", "places": "/places",
        "safety": "safety", "progress": "tracker", "consents": "consents", "incident": "incident",
        "student": "student", "audit": "/audit", "handed-over": "/handoffs",
    },
    "counsellor": {
        "today": "/", "cases": "/cases", "case": "case", "talk": "talk",
        "talk-to-come": "talk to come", "plan": "plan", "progress": "tracker",
        "closing": "closing", "room": "/room", "consents": "consents", "meeting": "meeting",
        "hand-over": "hand_over", "handed-over": "handed over", "own-sheet": "own_sheet",
        "safety": "safety", "safety-plan": "safety_plan", "emergency": "/emergency",
    },
    "parent": {
        "today": "/", "cases": "/cases", "case": "case", "progress": "tracker",
        "incident": "incident", "tasks": "/tasks", "account": "/account",
    },
    "partner": {"today": "/", "handed-over": "handed over"},
    "administrator": {
        "today": "/", "people": "/people", "office": "/office", "audit": "/audit",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: whose screen, in which language, how wide."""

    role: str
    screen: str
    language: str
    width: int

    @property
    def name(self) -> str:
        """The picture's file name."""
        return f"{self.role or 'door'}-{self.screen}-{self.language}-{self.width}.webp"


def photograph(browser: Browser, stage: Stage, role: str, language: str) -> Iterator[Shot]:
    """Photograph a role's screens in a language, at every width."""
    who = Person(browser, stage.server, role, language)
    for screen, name in SCREENS[role].items():
        path = stage.address(name)
        if role and path != "/account":
            who.open(path)
        else:
            who.page.goto(f"{stage.server.url}/language?to={language}&next={path}")
        for width, kept in WIDTHS.items():
            shot = Shot(role, screen, language, width)
            _save(_picture(who, width), TARGET / shot.name, kept)
            yield shot
    who.page.context.close()


def _picture(who: Person, width: int) -> bytes:
    """Return the whole page at a width: the window is made as high as the page."""
    page = who.page
    page.set_viewport_size({"width": width, "height": 800})
    page.wait_for_timeout(250)
    # A chart comes after the page.
    page.wait_for_function("() => !document.querySelector('[data-testid=stSkeleton]')")
    height = page.evaluate(
        "() => Math.max(document.documentElement.scrollHeight,"
        " document.querySelector('[data-testid=stMain]')?.scrollHeight ?? 0)"
    )
    page.set_viewport_size({"width": width, "height": min(TALLEST, max(700, int(height)))})
    page.wait_for_timeout(300)
    page.evaluate("document.activeElement?.blur()")
    return page.screenshot(animations="disabled")


def _save(data: bytes, path: Path, width: int) -> None:
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    size = width, round(picture.height * width / picture.width)
    picture.resize(size, Image.Resampling.LANCZOS).save(path, quality=QUALITY, method=6)


def index(shots: list[Shot]) -> str:
    """Return the page that shows them all, a table a role."""
    lines = ["# Every screen, by role, language and width", ""]
    lines.append("Made by `make screens` from an invented site (虚构). Desk left, phone right.")
    for role in dict.fromkeys(one.role for one in shots):
        lines += ["", f"## {role or 'at the door'}"]
        for screen in dict.fromkeys(one.screen for one in shots if one.role == role):
            here = [one for one in shots if (one.role, one.screen) == (role, screen)]
            lines += ["", f"### {screen.replace('-', ' ')}", ""]
            head = [f"{NAMES[one.language]} {one.width}" for one in here]
            lines += [f"| {' | '.join(head)} |", "|" + "---|" * len(here)]
            lines.append(f"| {' | '.join(f'![{one.screen}]({one.name})' for one in here)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Make all pictures anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--language", choices=LANGUAGES, help="only this one")
    parser.add_argument("--role", choices=[one for one in SCREENS if one], help="only this role")
    asked = parser.parse_args()
    chosen, some = asked.language, asked.language or asked.role
    if not some:
        shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True, exist_ok=True)
    shots: list[Shot] = []
    with tempfile.TemporaryDirectory(prefix="screens-") as folder, sync_playwright() as playwright:
        stage = set_stage(Path(folder))
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        for role in (asked.role,) if asked.role else SCREENS:
            for language in (chosen,) if chosen else LANGUAGES:
                shots += photograph(browser, stage, role, language)
                print(f"{role or 'door'} {language}: {len(shots)} pictures", flush=True)
        browser.close()
        stage.server.stop()
    if not some:
        (TARGET / "index.md").write_text(index(shots), encoding="utf-8")


if __name__ == "__main__":
    main()
