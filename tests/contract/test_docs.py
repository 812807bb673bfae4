"""The documents say what the code says."""

from __future__ import annotations

from scripts.diagrams import TARGET, document


def test_the_state_diagrams_are_drawn_from_the_tables() -> None:
    assert TARGET.read_text(encoding="utf-8") == document()


def test_what_the_scan_leaves_out_is_listed() -> None:
    from tests.e2e.looks import STREAMLITS

    listed = (TARGET.parent / "accessibility.md").read_text(encoding="utf-8")
    assert all(f"`{rule}`" in listed for rule in STREAMLITS)
    assert ("Exceptions of the scan: none." in listed) == (not STREAMLITS)
