"""What breaks in a page is on the console by class and place: never a word of the exception.

The real server runs as a process of its own, with a page that breaks on a text about a person.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.load import Target, load
from tests.support.server import READY, ROOT, free_port
from tests.support.world import World
from wellbeing import journal

SECRET = "秘密事实"
# The page breaks; and then, in the second server, the handler of what breaks breaks as well.
BREAKS = f"""
import threading, sys
from wellbeing import config, journal
from wellbeing.services import home
def breaks(*_):
    threading.Thread(target=lambda: 1 / int("{SECRET}")).start()
    raise ValueError("{SECRET} of 陆小满")
home.home = breaks
if len(sys.argv) > 1:
    import wellbeing.ui.failure as failure
    failure.show_failure = breaks
from wellbeing.web.serve import serve
serve(config.Settings())
"""


@pytest.mark.parametrize("more", [(), ("twice",)])
def test_no_word_of_an_exception_reaches_the_console(
    sqlite_world: World, more: tuple[str, ...]
) -> None:
    sqlite_world.clock.at = datetime.now(UTC)  # the server's clock is the real one
    port, token = free_port(), sqlite_world.caller("teacher").token
    said = _served(sqlite_world, port, more, Target(port, 0, cookies=(token,)))
    assert SECRET not in said and "陆小满" not in said and "\\u79d8" not in said
    log = (sqlite_world.runtime.settings.log_folder / journal.FILE).read_text(encoding="utf-8")
    assert '"error": "ValueError"' in log and '"uncaught"' in log
    assert SECRET not in log and "\\u79d8" not in log


def _served(world: World, port: int, more: tuple[str, ...], target: Target) -> str:
    """Serve the site with the broken page, open it once, and return all that was printed."""
    folder: Path = world.runtime.settings.folder
    settings = {"PORT": str(port), "DATA_DIR": str(folder), "MIAOPU_PASSWORD_MEMORY_KIB": "64"}
    environment = {**os.environ, **settings}
    environment.pop("DATABASE_URL", None)
    process = subprocess.Popen(
        [sys.executable, "-c", BREAKS, *more], cwd=ROOT, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    lines: list[str] = []
    ready = threading.Event()

    def collect() -> None:
        for line in process.stdout or ():
            lines.append(line)
            if READY in line:
                ready.set()

    reader = threading.Thread(target=collect, daemon=True)
    reader.start()
    try:
        assert ready.wait(60), "".join(lines)
        # A thread of its own: a browser's loop may still run in this one.
        with ThreadPoolExecutor(1) as pool:
            seen = pool.submit(load, target, 1, 1).result()
        assert seen.first_ms, seen.problems
    finally:
        process.terminate()
        process.wait(30)
        reader.join(10)
    return "".join(lines)
