"""The two servers that are compared, each a process of its own on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
# One line to paint, with the packages that our pages have loaded as well.
EMPTY_PAGE = """import altair, pandas, pyarrow, sqlalchemy.orm
import streamlit as st
st.write("empty")
"""
_OF_THE_SITE = ("DATABASE_URL", "MIAOPU_KEY_FILE", "MIAOPU_PUBLIC_URL", "MIAOPU_SECURE_COOKIES")


@dataclass(slots=True)
class Server:
    """A server that runs; `stop` ends it."""

    process: subprocess.Popen[bytes]
    port: int

    def stop(self) -> None:
        """End it, and wait until it has ended."""
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def stock(folder: Path, port: int) -> Server:
    """Start `streamlit run` on an empty page, with its default settings."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "empty.py").write_text(EMPTY_PAGE, encoding="utf-8")
    settings = {
        "server.headless": "true", "server.address": "127.0.0.1", "server.port": str(port),
        "browser.gatherUsageStats": "false",
    }  # fmt: skip
    options = [f"--{name}={value}" for name, value in settings.items()]
    command = [sys.executable, "-m", "streamlit", "run", "empty.py", *options]
    return start(command, folder, {"HOME": str(folder)}, port, "/_stcore/health")


def ours(folder: Path, port: int, root: Path = ROOT) -> Server:
    """Start our server on a site's folder, as `make run` does."""
    # Nobody here has a telephone with codes, or was ever checked.
    wanted = {
        "PORT": str(port), "DATA_DIR": str(folder),
        "MIAOPU_SECOND_FACTOR": "optional", "MIAOPU_BACKGROUND_CHECK_DAYS": "0",
    }  # fmt: skip
    return start([sys.executable, "-m", "wellbeing", "serve"], root, wanted, port, "/signin")


def first_page_seconds(folder: Path, port: int) -> float:
    """Return the seconds from `wellbeing serve` in a fresh copy to its first page.

    The copy has no compiled files, and the site's folder does not exist yet.
    """
    copy = folder / "fresh"
    nothing_made = shutil.ignore_patterns("__pycache__")
    for name in ("wellbeing", "pages", ".streamlit"):
        shutil.copytree(ROOT / name, copy / name, ignore=nothing_made)
    shutil.copy(ROOT / "app.py", copy)
    start = time.perf_counter()
    server = ours(copy / "var", port, copy)
    took = time.perf_counter() - start
    server.stop()
    return took


def start(command: list[str], cwd: Path, wanted: dict[str, str], port: int, path: str) -> Server:
    """Start a program that serves on a port, and wait until it answers."""
    environment = {k: v for k, v in os.environ.items() if k not in _OF_THE_SITE}
    process = subprocess.Popen(
        command, cwd=cwd, env={**environment, **wanted},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    server = Server(process, port)
    end = time.monotonic() + START_SECONDS
    while not _answers(f"http://127.0.0.1:{port}{path}"):
        if process.poll() is not None or time.monotonic() > end:
            server.stop()
            raise SystemExit(f"{' '.join(command[1:4])} does not answer on port {port}")
        time.sleep(0.02)
    return server


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=10) as answer:
            return answer.status == 200
    except (URLError, OSError):
        return False
