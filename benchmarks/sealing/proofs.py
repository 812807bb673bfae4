"""G10 to G15: bars that are not a ratio but a test, run here so that the table is whole."""

from __future__ import annotations

import re
import subprocess
import sys
from tempfile import TemporaryDirectory

from benchmarks import mutants
from benchmarks.sealing.rounds import Bar

TESTS = "tests/unit/crypto"
PROOFS = {
    "G10": ("50 kills of a rotation, of a resealing, under a writer, on each database",
            "test_rotation_faults.py", "killed or two"),
    "G11": ("erasure: no byte left, no revival", "test_erasure.py", "byte or backup"),
    "G12": ("key copies in memory: at most 2 alive, none after close", "test_residue.py", ""),
    "G13": ("a canary in logs, tracebacks, copies, frames", "test_leak_hunt.py", ""),
    "G14": ("published vectors", "test_vectors.py", ""),
}  # fmt: skip


def bars(every: int) -> list[Bar]:
    """Run each proof; what fails, or is not there, falls short. One fault in `every` is planted."""
    return [
        *(Bar(goal, f"{what}: tests failed", _failed(name, which), 0, unit="")
          for goal, (what, name, which) in PROOFS.items()),
        Bar("G15", "lines and branches that the tests pass", _passed(), 100, least=True, unit="%"),
        Bar("G15", f"planted faults noticed, one in {every} tried", _noticed(every), mutants.LEAST,
            least=True, unit="%"),
    ]  # fmt: skip


def _passed() -> float:
    """Return how much of the lines and branches the sealing's tests pass; 0 where one fails."""
    with TemporaryDirectory() as folder:
        data = f"--data-file={folder}/coverage"
        run = ["run", data, "--branch", "--source=wellbeing/crypto", "-m", "pytest", TESTS, "-q"]
        if _coverage(*run).returncode:
            return 0
        return float(_coverage("report", data, "--format=total", "--precision=2").stdout)


def _coverage(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "coverage", *words]
    return subprocess.run(command, capture_output=True, check=False, text=True)


def _noticed(every: int) -> float:
    """Return the share of planted faults that the tests notice, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.mutants", "--every", str(every)]
    said = subprocess.run(command, capture_output=True, check=False, text=True).stdout
    print(said, end="")
    found = re.search(r"([\d.]+) % noticed", said)
    return float(found[1]) if found else 0


def _failed(name: str, which: str) -> int:
    command = [sys.executable, "-m", "pytest", f"{TESTS}/{name}", "-k", which, "-q"]
    return int(subprocess.run(command, capture_output=True, check=False).returncode != 0)
