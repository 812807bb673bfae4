"""G10 and G12 to G14: bars that are not a ratio but a test, run here so that the table is whole."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.sealing.rounds import Bar

TESTS = "tests/unit/crypto"
PROOFS = {
    "G10": ("50 kills of a rotation, of a resealing, under a writer, on each database",
            "test_rotation_faults.py", "killed or two"),
    "G11": ("erasure: as dear with 10,000 records, no byte left, no revival", "test_erasure.py",
            "costs or byte or backup"),
    "G12": ("key copies in memory: at most 2 alive, none after close", "test_residue.py", ""),
    "G13": ("a canary in logs, tracebacks, copies, frames", "test_leak_hunt.py", ""),
    "G14": ("published vectors", "test_vectors.py", ""),
}  # fmt: skip


def bars() -> list[Bar]:
    """Run each proof; what fails, or is not there, falls short."""
    return [
        Bar(goal, f"{what}: tests failed", _failed(name, which), 0, unit="")
        for goal, (what, name, which) in PROOFS.items()
    ]


def _failed(name: str, which: str) -> int:
    command = [sys.executable, "-m", "pytest", f"{TESTS}/{name}", "-k", which, "-q"]
    return int(subprocess.run(command, capture_output=True, check=False).returncode != 0)
