"""What each act is called, for whoever reads the audit: one sentence for one code name."""

from __future__ import annotations

from collections.abc import Mapping

from wellbeing.act_words import around, care, kinds, office

ACTS: Mapping[str, str] = {**care.ACTS, **around.ACTS, **office.ACTS}


def act_words(act: str) -> str:
    """Return the sentence of an act, to translate; the code itself for one that is gone."""
    return ACTS.get(act, act)


def kind_words(kind: str) -> str:
    """Return what a kind of record is called, to translate."""
    return kinds.KINDS.get(kind, kind)
