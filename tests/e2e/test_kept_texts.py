"""S06 through the real screens: one goal is kept from the father, and the mother reads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.person import Person
from tests.support.care import Scene
from tests.support.server import Server
from tests.support.world import build

pytestmark = pytest.mark.browser


class Site:
    """A served site with a plan that is put to both parents."""

    def __init__(self, folder: Path) -> None:
        world = build(folder)
        world.clock.at = datetime.now(UTC)
        scene = Scene(world)
        scene.plan()
        self.case: UUID = scene.case
        world.close()
        self.server = Server(folder).start()

    def path(self, page: str) -> str:
        return f"/{page}?id={self.case}"


@pytest.fixture
def planned(tmp_path: Path) -> Iterator[Site]:
    """The site, stopped afterwards."""
    made = Site(tmp_path)
    yield made
    made.server.stop()


def _keeps_a_goal(who: Person, site: Site) -> None:
    """On the plan's page one goal is kept from the father, and the page says so to staff."""
    who.open(site.path("plan"))
    who.page.locator('[class*="st-key-fold-keep-text-"] summary').click()
    who.quiet()
    who.select("which", "我想和同学说上话")
    who.select("guardian_id", "陆爸爸")
    who.type("reason", "他为此打过他。")
    who.type("review_on", (datetime.now(UTC) + timedelta(days=30)).date().isoformat())
    who.press("Keep this text from them")
    who.sees("Done. They read it nowhere from now on. The day is among your next steps.")
    who.sees("Kept from: {who}", who="陆爸爸 (虚构)")


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
def test_one_goal_is_kept_from_the_father_and_not_from_the_mother(
    browser: Browser, planned: Site, person: type[Person], language: str
) -> None:
    site, hidden, shown = planned, "我想和同学说上话", "我想睡得早一点"
    mother, father = (
        person(browser, site.server, login, language, width=390) for login in ("parent", "father")
    )
    for one in (mother, father):
        one.open(site.path("case"))
        expect(one.page.locator("body")).to_contain_text(hidden)
    counsellor = person(browser, site.server, "counsellor", language)
    _keeps_a_goal(counsellor, site)
    for page in ("/", "/tasks", site.path("case"), site.path("tracker")):
        father.open(page)
        expect(father.page.locator("body")).not_to_contain_text(hidden)
    father.open(site.path("case"))
    father.page.emulate_media(media="print")
    expect(father.page.locator("body")).to_contain_text(shown)
    expect(father.page.locator("body")).not_to_contain_text(hidden)
    mother.open(site.path("case"))
    expect(mother.page.locator("body")).to_contain_text(hidden)
    office = person(browser, site.server, "coordinator", language)
    office.open(site.path("case"))
    office.sees("Kept from")
    office.press("End this: they read it again")
    office.sees("Ended. They read it now; if they agreed to the plan without it, they are asked.")
    father.open(site.path("case"))
    expect(father.page.locator("body")).to_contain_text(hidden)
