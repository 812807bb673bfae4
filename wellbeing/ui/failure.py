"""What a person sees when something unforeseen goes wrong: a sentence and a reference."""

from __future__ import annotations

from typing import Any

from wellbeing.i18n import N_
from wellbeing.ui.parts import note
from wellbeing.ui.visit import t


def show_failure(st: Any, reference: str) -> None:
    """Paint the sentence; what was typed is in the draft."""
    text = N_("Something went wrong on our side. What you typed is kept. Reference: {reference}")
    note(t(text, reference=reference), "alarm")
