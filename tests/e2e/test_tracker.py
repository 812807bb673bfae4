"""The tracker in a real browser: drawn, said in words, taken away; nothing from outside."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

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
        with me.page.expect_download() as taken:
            me.page.get_by_role("button", name=me.t("Picture (SVG)")).first.click()
        assert "<desc>" in Path(taken.value.path()).read_text()
        for width in (1280, 390):
            assert looks.faults(me.page, width) == []
        assert me.outside == []
    finally:
        server.stop()
