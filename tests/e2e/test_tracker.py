"""The tracker in a real browser: drawn, said in words, taken away; nothing from outside."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser

from tests.e2e import looks
from tests.e2e.person import Person
from tests.support.server import Server
from tests.support.world import build, case_with_parent
from wellbeing.services import measures

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("zh_Hant", "dark")])
def test_progress_is_drawn_said_and_taken_away(
    browser: Browser, tmp_path: Path, language: str, scheme: str
) -> None:
    world = build(tmp_path / "site")
    case_id, _ = case_with_parent(world)
    for total in (19, 25, 34):
        form = measures.RecordForm(measures.CHECK_IN, total=total)
        measures.record(world.counsellor, case_id, form)
    world.clock.at = datetime.now(UTC)
    world.close()
    server = Server(tmp_path / "site").start()
    try:
        me = Person(browser, server, "counsellor", language, scheme=scheme)
        me.open(f"/tracker?id={case_id}")
        me.page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg"
                        ).first.wait_for()  # fmt: skip
        words = me.t("Reliably better, and past the cut-off")
        assert me.page.get_by_text(words).count() >= 1
        looks.unfold(me.page)
        me.quiet()
        taken = _taken(me, "Picture (SVG)")
        drawing = ElementTree.parse(taken.value.path()).getroot()
        assert drawing.find("{http://www.w3.org/2000/svg}desc") is not None
        assert [one.text for one in drawing.iter() if one.text in {"19", "25", "34"}]
        taken = _taken(me, "Table (CSV)")
        rows = list(csv.reader(Path(taken.value.path()).read_text("utf-8-sig").splitlines()))
        assert [row[1] for row in rows[2:5]] == ["19", "25", "34"]
        for width in (1280, 390):
            assert looks.faults(me.page, width) == []
        _draft_survives_and_is_recorded_once(me, case_id)
        _sheet_is_the_young_persons(me, case_id)
        assert me.outside == []
    finally:
        server.stop()


def _taken(me: Person, words: str) -> Any:
    """Have a file made, which is entered, and fetch it."""
    me.page.get_by_role("button", name=me.t(words), exact=True).first.click()
    fetch = me.page.get_by_role("button", name=me.t("Download: {file}", file=me.t(words)))
    fetch.wait_for(timeout=30_000)
    with me.page.expect_download() as taken:
        fetch.click()
    return taken


def _draft_survives_and_is_recorded_once(me: Person, case_id: UUID) -> None:
    key = f"measure-{case_id}-{measures.CHECK_IN}"
    for visit in (1, 2):  # half filled in, the page is loaded anew, and it is still there
        me.open(f"/tracker?id={case_id}")
        me.page.get_by_text(me.t("Record a measurement")).first.click()
        me.quiet()
        if visit == 1:
            me.choose(f"{key}-mood", "7")
            me.choose(f"{key}-informant", me.t("Young person"))
    boxes = me.page.locator(f".st-key-{key}-mood input:checked")
    boxes.first.wait_for(state="attached", timeout=30_000)
    assert boxes.count() == 1
    for name in ("sleep", "school", "friends", "home"):
        me.choose(f"{key}-{name}", "7")
    me.press("Record it")
    me.sees("Recorded. It stands in the picture, and the next talk begins with it.")


def _sheet_is_the_young_persons(me: Person, case_id: UUID) -> None:
    me.open(f"/own_sheet?id={case_id}")
    assert not me.page.get_by_test_id("stVegaLiteChart").count()
    me.page.get_by_test_id("stCheckbox").locator("label").click()
    me.page.get_by_test_id("stVegaLiteChart").first.wait_for()
    me.page.emulate_media(media="print")
    assert not me.page.get_by_test_id("stCheckbox").is_visible()
    me.page.emulate_media(media="screen")
    for width in (1280, 390):
        assert looks.faults(me.page, width) == []
