"""Finds the Chromium that the browser tests drive."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "google-chrome-stable", "google-chrome", "chromium-browser")
FLAGS = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu")


def find_browser() -> str:
    """The path of a Chromium that starts, or "" when this machine has none."""
    for name in (os.environ.get("CHROMIUM", ""), *NAMES):
        path = shutil.which(name) if name else None
        if path and _starts(path):
            return path
    return ""


def _starts(path: str) -> bool:
    """Whether it tells its version: some packages hold only a script that names another one."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    found = find_browser()
    print(f"Browser for the tests: {found}" if found else "No Chromium on this machine yet.")
    sys.exit(0 if found else 1)
