"""A place without accounts in a real browser: a door, a request, an answer, on a phone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.person import Person
from tests.support.handing import Handing
from tests.support.server import Server
from tests.support.world import build

pytestmark = pytest.mark.browser


def _scene(folder: Path) -> Handing:
    world = build(folder)
    world.clock.at = datetime.now(UTC)
    return Handing(world)


def _soon() -> str:
    return (datetime.now(UTC) + timedelta(days=14)).date().isoformat()


def test_a_place_without_accounts_answers_on_a_phone(browser: Browser, tmp_path: Path) -> None:
    scene = _scene(tmp_path / "site")
    link = scene.send("hospital", needed_by=_soon()).link
    scene.world.close()
    server = Server(tmp_path / "site").start()
    try:
        guest = Person(browser, server, "", "zh_Hans", width=390)
        page = guest.page
        page.goto(f"{server.url}/share/{link.rsplit('/', 1)[1]}")
        expect(page.locator("body")).not_to_contain_text("瘀伤")
        page.get_by_role("button", name=guest.t("Open the request")).click()
        expect(page.locator("body")).to_contain_text("瘀伤")
        expect(page.locator("body")).not_to_contain_text("陆小满")
        page.fill("#accept-signed", "王医生 (虚构)")
        page.get_by_role("button", name=guest.t("Accept: we help")).click()
        expect(page.locator("body")).to_contain_text("陆小满")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390
        assert guest.outside == []
    finally:
        server.stop()
