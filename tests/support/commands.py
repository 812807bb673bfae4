"""The site's own commands, each in a process of its own, forked after the imports are done.

`python -m wellbeing` imports for seconds before its first line; a fork of a server that has done
so once runs the same `main` at once, with its own environment, working folder and output.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["wellbeing.__main__", "wellbeing.web.serve"])


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended, and what it said, without the breaks of lines."""

    code: int | None
    text: str


def command(words: tuple[str, ...], environment: Mapping[str, str], heard: Path) -> Said:
    """Run `python -m wellbeing WORDS`; `heard` is a file for what it says."""
    process = _FORKS.Process(target=_run, args=(words, dict(environment), heard))
    # A fork runs its parent's main file first: here that may be a page which a test has run.
    with patch.dict(sys.modules, {"__main__": ModuleType("__main__")}):
        process.start()
    process.join(SECONDS)
    if process.is_alive():
        process.kill()
    return Said(process.exitcode, "".join(heard.read_text().split()))


def _run(words: tuple[str, ...], environment: dict[str, str], heard: Path) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    with heard.open("w") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    sys.argv = ["wellbeing", *words]
    from wellbeing.__main__ import main

    main()
