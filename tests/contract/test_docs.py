"""The documents say what the code says."""

from __future__ import annotations

from scripts.diagrams import TARGET, document


def test_the_state_diagrams_are_drawn_from_the_tables() -> None:
    assert TARGET.read_text(encoding="utf-8") == document()
