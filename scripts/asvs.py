"""Read the register of OWASP ASVS 5.0: `python -m scripts.asvs` counts its rows by proof."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REGISTER = ROOT / "docs" / "asvs.md"
IDS = ROOT / "docs" / "asvs-5.0.0.tsv"
_ROW = re.compile(r"^\| ([\d.]+) \| ([123]) \| (.+) \| `([^`]+)` \| (.+) \|$", re.M)
_REASON = re.compile(r"^\| (\d+\.\d+\.\d+(?:, \d+\.\d+\.\d+)*) \| ([^|]+) \|$", re.M)


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement: how it is met, where, and by which tests or duties it is proved."""

    id: str
    level: int
    how: str
    where: str
    tests: tuple[str, ...]
    duties: tuple[int, ...]

    @property
    def proof(self) -> str:
        """What proves it: tests, tests and a duty, or a duty alone."""
        names = ("test" if self.tests else "", "duty" if self.duties else "")
        return " and ".join(name for name in names if name) or "nothing"


def levels() -> dict[str, int]:
    """Return every requirement's id and level."""
    lines = IDS.read_text(encoding="utf-8").splitlines()
    return {name: int(level) for name, level in (line.split("\t") for line in lines)}


def rows(text: str) -> list[Row]:
    """Return the rows of a register."""
    return [_row(*found) for found in _ROW.findall(text)]


def _row(name: str, level: str, how: str, where: str, proof: str) -> Row:
    tests = tuple(re.findall(r"`([^`]+::[^`]+)`", proof))
    duties = tuple(int(one) for one in re.findall(r"duty (\d+)", proof))
    return Row(name, int(level), how, where, tests, duties)


def reasons(text: str) -> dict[str, str]:
    """Return why a requirement does not apply, by id."""
    found = _REASON.findall(text)
    return {name: why for names, why in found for name in names.split(", ")}


def duties(text: str) -> set[int]:
    """Return the numbers of the stated duties."""
    return {int(one) for one in re.findall(r"^(\d+)\. ", text, re.M)}


def main() -> None:
    """Print the counts."""
    text = REGISTER.read_text(encoding="utf-8")
    found = rows(text)
    for (level, proof), count in sorted(Counter((one.level, one.proof) for one in found).items()):
        print(f"level {level}: {count:3} rows proved by {proof}")
    print(f"in all {len(found)} rows, {len(reasons(text))} requirements not applicable")


if __name__ == "__main__":
    main()
