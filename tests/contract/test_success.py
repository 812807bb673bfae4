"""Every success says what happens next: a call of `says` without it is found."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _text(node: ast.expr) -> str:
    """Return the message of `N_("…")`, or "" where it comes from elsewhere."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "N_":
        return str(getattr(node.args[0], "value", ""))
    return ""


def bare(tree: ast.AST) -> Iterator[str]:
    """Yield the messages of success that end with what was done."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "says":
            continue
        tone = next((one.value for one in node.args[1:2] if isinstance(one, ast.Constant)), "good")
        text = _text(node.args[0])
        told = any(one.arg == "then" for one in node.keywords)
        if tone == "good" and text and not told and len(re.findall(r"[.!?]( |$)", text)) < 2:
            yield text


def test_every_success_says_what_happens_next() -> None:
    found = {
        path.name: texts
        for path in ROOT.glob("wellbeing/ui/**/*.py")
        if (texts := list(bare(ast.parse(path.read_text(encoding="utf-8")))))
    }
    assert found == {}


def test_a_planted_bare_success_is_found() -> None:
    assert list(bare(ast.parse('says(N_("Added."))'))) == ["Added."]
    assert list(bare(ast.parse('says(N_("Added."), then=N_("Next …"))'))) == []
    assert list(bare(ast.parse('says(N_("Sorry."), "alarm")'))) == []
