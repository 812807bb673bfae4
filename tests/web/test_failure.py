"""What goes wrong unforeseen is logged by class and place, never by its words."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

from tests.support.world import World
from wellbeing.web import start


def _fail() -> None:
    raise ValueError("秘密事实 of 陆小满")


def test_the_log_has_class_and_place_and_no_words(sqlite_world: World, tmp_path: Path) -> None:
    settings = sqlite_world.runtime.settings
    start.write_log(settings)
    try:
        _fail()
    except ValueError as error:
        with patch("wellbeing.ui.failure.note") as painted:
            assert start.on_script_error(error) is True
    log = (settings.log_folder / "miaopu.log").read_text()
    assert "class=ValueError" in log and "test_failure.py:" in log
    assert "秘密" not in log and "陆小满" not in log
    shown = painted.call_args.args[0]
    assert "秘密" not in shown and log.split("reference=")[1][:8] in shown
