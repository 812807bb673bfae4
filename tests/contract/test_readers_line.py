"""Under every long text of a case stands who will be able to read it, asked of the real rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from wellbeing.forms import Kind, questions

CASES = Path(__file__).resolve().parents[2] / "wellbeing" / "ui" / "cases"


def unsaid(name: str, source: str) -> list[str]:
    """Return the forms with a long text that a page paints without saying who reads it."""
    page = vars(import_module(f"wellbeing.ui.cases.{name}"))
    found = []
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "FormSpec":
            given = {one.arg: one.value for one in call.keywords}
            if "readers" not in given:
                found += [one for one in _forms(given["form"], page) if _has_text(one, page)]
    return found


def _forms(asked: ast.expr, page: dict[str, object]) -> Iterator[str]:
    for node in ast.walk(asked):
        match node:
            case ast.Attribute(value=ast.Name(id=module), attr=name) if module in page:
                yield f"{module}.{name}"


def _has_text(path: str, page: dict[str, object]) -> bool:
    module, name = path.split(".")
    form = getattr(page[module], name)
    return isinstance(form, type) and any(one.kind is Kind.TEXT for one in questions(form).values())


def test_every_long_text_of_a_case_says_who_will_read_it() -> None:
    missing = {
        f"{path.stem}: {form}"
        for path in sorted(CASES.glob("*.py"))
        if path.stem != "__init__"
        for form in unsaid(path.stem, path.read_text(encoding="utf-8"))
    }
    assert missing == set()


def test_a_box_without_the_line_is_noticed() -> None:
    planted = "FormSpec(key='x', form=family.QuestionForm)"
    assert unsaid("family", planted) == ["family.QuestionForm"]
