"""The real server as a process of its own, to be killed and started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READY = "Miaopu is ready"
START_SECONDS = 60


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Server:
    """A served site in a folder."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None
    more: dict[str, str] = field(default_factory=dict)
    # What is run: the site's own command, or the same under a clock that a test moves.
    command: tuple[str, ...] = ("wellbeing", "serve")

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Server:
        """Start it and wait until it answers."""
        environment = {
            **os.environ,
            "PORT": str(self.port),
            "DATA_DIR": str(self.folder),
            "MIAOPU_PASSWORD_MEMORY_KIB": "64",
            "MIAOPU_SECOND_FACTOR": "optional",
            "MIAOPU_BACKGROUND_CHECK_DAYS": "0",
        }
        environment.pop("DATABASE_URL", None)
        environment |= self.more
        self.process = subprocess.Popen(
            [sys.executable, "-m", *self.command],
            cwd=ROOT, env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        said, end = "", time.monotonic() + START_SECONDS
        while READY not in said:
            line = self.process.stdout.readline() if self.process.stdout else ""
            if not line or time.monotonic() > end:
                raise RuntimeError(f"the server did not start: {said}")
            said += line
        return self

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        """End it as an operator would."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)
