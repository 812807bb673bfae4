"""A signed agreement: kept, looked at again, sealed, and opened on written request only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import repairing
from tests.e2e.care import SHANGHAI
from tests.e2e.person import Person
from tests.support.repair import Repair
from tests.support.server import Server
from tests.support.world import build

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1200)]


@pytest.fixture
def agreed(tmp_path: Path) -> Iterator[tuple[Server, str, Repair]]:
    """A served site with a signed agreement, and the address of its incident."""
    world = build(tmp_path)
    world.clock.at = datetime.now(UTC)
    today = world.clock.at.astimezone(SHANGHAI).date()
    made = Repair(world, day=(today - timedelta(4)).isoformat(), meeting=today.isoformat())
    made.agree()
    world.close()
    server = Server(tmp_path).start()
    yield server, f"/incident?id={made.id}", made
    server.stop()


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_a_signed_agreement_is_kept_looked_at_and_sealed(
    browser: Browser, agreed: tuple[Server, str, Repair], person: type[Person], language: str
) -> None:
    server, address, made = agreed
    coordinator = person(browser, server, "coordinator", language)
    coordinator.open(f"/review?id={made.student}")
    coordinator.sees("Taking responsibility")
    expect(coordinator.page.locator("body")).to_contain_text("当面道歉")
    repairing.no_penalty(coordinator)
    counsellor = person(browser, server, "counsellor", language)
    counsellor.open(f"/review?id={made.student}")
    counsellor.sees("Care")
    expect(counsellor.page.locator("body")).not_to_contain_text("当面道歉")
    counsellor.open(f"/closing?id={made.case}")
    counsellor.sees("An agreement between the sides is not fulfilled yet.")
    officer = person(browser, server, "officer", language)
    repairing.keeps(officer, address)
    officer.open(address)
    number = officer.page.locator(".mp-sub").first.inner_text()
    officer.press("Finish and seal")
    officer.sees("Finished and sealed. From now on it opens on written request only.")
    for who in (officer, coordinator):
        who.open(address)
        expect(who.page.locator("body")).not_to_contain_text("车门")
    _on_request(officer, coordinator, address, number)


def _on_request(officer: Person, coordinator: Person, address: str, number: str) -> None:
    officer.open("/sealed")
    officer.type("number", number)
    officer.type("reason", "复查，预防未成年人犯罪法第59条。")
    officer.press("Send the request")
    officer.sees("Not decided yet")
    coordinator.open("/")
    coordinator.page.get_by_role(
        "link", name=coordinator.t("Decide on a request for a sealed record")
    ).first.click()
    coordinator.settled()
    coordinator.choose("decision", coordinator.t("It may be read for a day"))
    coordinator.type("answer", "依法复查。")
    coordinator.press("Decide")
    coordinator.sees("May be read")
    officer.open(address)
    expect(officer.page.locator("body")).to_contain_text("车门一道划痕")
