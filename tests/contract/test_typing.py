"""Whatever long text is typed is kept while it is typed: no page paints a box of its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# The two files that paint long texts; both keep a sealed draft on the server on every change.
KEEPERS = {"wellbeing/ui/fields.py", "wellbeing/ui/drafted.py"}


def text_areas(source: str) -> list[ast.Call]:
    """Return the calls that paint a box for a long text."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [one for one in calls if getattr(one.func, "attr", "") == "text_area"]


def _sources() -> Iterator[tuple[str, str]]:
    for path in sorted([*ROOT.glob("wellbeing/**/*.py"), *ROOT.glob("pages/**/*.py")]):
        yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def test_only_the_keepers_of_drafts_paint_a_long_text() -> None:
    assert {name for name, source in _sources() if text_areas(source)} == KEEPERS


def test_every_box_for_a_long_text_keeps_it_on_change() -> None:
    for name in KEEPERS:
        for call in text_areas((ROOT / name).read_text(encoding="utf-8")):
            given = {one.arg or ast.unparse(one.value) for one in call.keywords}
            assert given & {"on_change", "common"}, ast.unparse(call)


def test_a_planted_box_is_found() -> None:
    assert len(text_areas('import streamlit as st\nst.text_area("x")')) == 1
