"""What goes wrong unforeseen is logged by class and place, never by its words."""

from __future__ import annotations

import json
from pathlib import Path
from unittest.mock import patch

from tests.support.world import World
from wellbeing import journal
from wellbeing.web import start


def _fail() -> None:
    raise ValueError("秘密事实 of 陆小满")


def test_the_log_has_class_and_place_and_no_words(sqlite_world: World, tmp_path: Path) -> None:
    settings = sqlite_world.runtime.settings
    journal.open_file(settings.log_folder, settings.log_days)
    try:
        _fail()
    except ValueError as error:
        with patch("wellbeing.ui.failure.note") as painted:
            assert start.on_script_error(error) is True
    log = (settings.log_folder / "miaopu.log").read_text()
    line = json.loads(log)
    assert line["error"] == "ValueError" and "test_failure.py:" in line["place"]
    assert "秘密" not in log and "陆小满" not in log and "\\u" not in log
    shown = painted.call_args.args[0]
    assert "秘密" not in shown and line["request"] in shown
