"""A real browser, and one real server per module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e import care
from tests.e2e.person import Person
from tests.e2e.stage import Stage, set_stage
from tests.support.browser import FLAGS, find_browser
from tests.support.server import Server
from tests.support.world import build, case_with_parent


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site with people of every role, served."""
    served = _served(tmp_path_factory.mktemp("served"), family=False)
    yield served
    served.stop()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The same, with a family and an open referral, for tests that only look."""
    served = _served(tmp_path_factory.mktemp("shared"), family=True)
    yield served
    served.stop()


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A served site with something in every state, and the addresses of it all."""
    made = set_stage(tmp_path_factory.mktemp("stage"))
    yield made
    made.server.stop()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[care.Site]:
    """A served site whose case was just taken on, both parents invited."""
    made = care.Site(tmp_path)
    yield made
    made.server.stop()


def _served(folder: Path, *, family: bool) -> Server:
    world = build(folder)
    if family:
        case_with_parent(world)
        world.refer("teacher", student_name="白小舟", birth_date="2012-02-03")
    world.close()
    return Server(folder).start()


@pytest.fixture
def person(browser: Browser) -> Iterator[type[Person]]:
    """Make people with a browser of their own each; closed at the end."""
    yield Person
    for context in browser.contexts:
        context.close()
