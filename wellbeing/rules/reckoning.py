"""How far the entries of a pack were checked, counted."""

from __future__ import annotations

from collections import Counter

from wellbeing.rules.pack import RulePack
from wellbeing.rules.source import Verification


def counts(pack: RulePack) -> Counter[Verification]:
    """Return how many entries of a pack are in each state of verification."""
    return Counter(one.verification for one in pack.sources().values())
