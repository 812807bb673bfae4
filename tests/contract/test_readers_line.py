"""Under every long text of a page stands who will be able to read it, asked of the real rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from wellbeing.forms import Kind, questions

UI = Path(__file__).resolve().parents[2] / "wellbeing" / "ui"

# Forms with a long text and without the line, each with the reason why there is none.
_CHOSEN = "whom it is about is chosen in the form itself: nobody can be asked about before"
_OFFICE = "a referral is read by those who screen it, as stands on the page before it is sent"
WITHOUT = {
    "incidents.RecordForm": _CHOSEN,
    "incidents.PersonForm": _CHOSEN,
    "incidents.EndForm": "it is sealed in the same press, and opens on a granted request alone",
    "incidents.SealedForm": "whether there is such a record is told to nobody, also not by a name",
    "emergency.EmergencyForm": "whose case it is may be known only once it is opened",
    "emergency.FindingForm": "what the coordinator found is for the file of the emergency",
    "screening.DecideForm": _OFFICE,
    "screening.AskForm": _OFFICE,
    "referrals.AnswerForm": _OFFICE,
    "referrals.AddForm": _OFFICE,
}


def unsaid(page: str, source: str) -> list[str]:
    """Return the forms with a long text that a page paints without saying who reads it."""
    names = vars(import_module(f"wellbeing.ui.{page}"))
    found = []
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "FormSpec":
            given = {one.arg: one.value for one in call.keywords}
            if "readers" not in given:
                found += [one for one in _forms(given["form"], names) if _has_text(one, names)]
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


def _pages() -> Iterator[tuple[str, Path]]:
    for path in sorted(UI.rglob("*.py")):
        if path.stem != "__init__":
            yield ".".join(path.relative_to(UI).with_suffix("").parts), path


def test_every_long_text_of_a_page_says_who_will_read_it_or_why_not() -> None:
    missing = {
        form for page, path in _pages() for form in unsaid(page, path.read_text(encoding="utf-8"))
    }
    assert missing == set(WITHOUT)


def test_a_box_without_the_line_is_noticed() -> None:
    planted = "FormSpec(key='x', form=family.QuestionForm)"
    assert unsaid("cases.family", planted) == ["family.QuestionForm"]
