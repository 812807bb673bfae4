"""G10 and G12 to G14: bars that are not a ratio but a test, run here so that the table is whole."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.sealing.rounds import Bar

TESTS = "tests/unit/crypto"
PROOFS = {
    "G13": ("a canary in logs, tracebacks, copies, frames: tests failed", "test_leak_hunt.py"),
    "G14": ("published vectors: tests failed", "test_vectors.py"),
}


def bars() -> list[Bar]:
    """Run each proof; what fails, or is not there, falls short."""
    return [
        Bar(goal, what, _failed(f"{TESTS}/{name}"), 0, unit="")
        for goal, (what, name) in PROOFS.items()
    ]


def _failed(path: str) -> int:
    command = [sys.executable, "-m", "pytest", path, "-q", "-p", "no:cacheprovider"]
    return int(subprocess.run(command, capture_output=True, check=False).returncode != 0)
