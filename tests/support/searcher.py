"""An app process of its own that searches a world's site: one line typed, one line of answers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.world import World, reopen
from wellbeing.services import students


class Searcher:
    """The other process, as the test sees it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def find(self, typed: str) -> list[str]:
        """Return the names that the other process finds now."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{typed}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().split("\t")[:-1]


@contextmanager
def searcher(world: World, login: str) -> Iterator[Searcher]:
    """Start another process of this site, searching as somebody, and end it."""
    settings = world.runtime.settings
    command = [sys.executable, "-m", "tests.support.searcher", str(settings.folder)]
    command += [login, settings.url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, encoding="utf-8", **pipes) as process:
        yield Searcher(process)
        process.communicate(timeout=30)


def main() -> None:
    """Answer every line with the names found, each followed by a tab."""
    sys.stdin.reconfigure(encoding="utf-8")
    sys.stdout.reconfigure(encoding="utf-8")
    world = reopen(Path(sys.argv[1]), sys.argv[3])
    who = world.caller(sys.argv[2])
    for line in sys.stdin:
        found = students.find_students(who, line.strip())
        print("".join(f"{one.name}\t" for one in found), flush=True)
    world.close()


if __name__ == "__main__":
    main()
