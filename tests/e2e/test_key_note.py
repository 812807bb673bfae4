"""The administrator's home says when the recovery of the keys was last rehearsed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.person import Person
from tests.services.test_key_recovery import sheets, typed_file
from tests.support.server import Server

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]


def _keys(server: Server, *words: str) -> None:
    environment = {**os.environ, "DATA_DIR": str(server.folder), "PYTHONPATH": str(ROOT)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "wellbeing", "keys", *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, text=True, capture_output=True)
    assert done.returncode == 0, done.stderr


def test_the_administrators_home_shows_when_recovery_was_last_rehearsed(
    browser: Browser, server: Server, person: type[Person], tmp_path: Path
) -> None:
    admin = person(browser, server, "administrator")
    never = admin.page.get_by_text("Recovery last tried").locator("xpath=..")
    expect(never).to_contain_text("Never", timeout=30_000)
    expect(admin.page.get_by_text("Print key sheets for five people")).to_be_visible()
    _keys(server, "escrow", "--to", str(tmp_path / "stick"), "--language", "en")
    admin.page.goto(server.url)
    expect(admin.page.get_by_text("Try the recovery with three")).to_be_visible(timeout=30_000)
    words, slip = sheets(tmp_path / "stick")
    (tmp_path / "slip").write_text(slip)
    three = typed_file(tmp_path, words[1:4])
    _keys(server, "rehearse", "--shares-file", three, "--slip-file", str(tmp_path / "slip"))
    admin.page.goto(server.url)
    expect(never).to_contain_text(re.compile(r"\d\d:\d\d"), timeout=30_000)
    expect(admin.page.get_by_text("Try the recovery with three")).to_have_count(0)


def test_nobody_elses_home_says_how_the_keys_stand(
    browser: Browser, server: Server, person: type[Person]
) -> None:
    office = person(browser, server, "coordinator")
    office.quiet()
    expect(office.page.get_by_text("Recovery last tried")).to_have_count(0)
