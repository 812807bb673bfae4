"""Keep the catalogues complete: `python -m scripts.messages` adds new messages to each of them.

Messages are what `N_("…")` marks, also inside f-strings (which Babel's own reader passes over),
the `default` sentence of every error class, and `_("…")` in the sign-in templates.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from wellbeing.i18n import LANGUAGES, catalogue_path

ROOT = Path(__file__).resolve().parent.parent


def messages() -> dict[str, set[str]]:
    """Return every message id with the files that use it."""
    found: dict[str, set[str]] = {}
    for path in sorted([*ROOT.glob("wellbeing/**/*.py"), *ROOT.glob("pages/**/*.py")]):
        for text in _in_python(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(text, set()).add(path.relative_to(ROOT).as_posix())
    for path in sorted(ROOT.glob("wellbeing/web/templates/*.html")):
        for _, text, _, _ in extract_from_file("jinja2", str(path), keywords={"_": None}):
            found.setdefault(str(text), set()).add(path.relative_to(ROOT).as_posix())
    return found


def _in_python(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "N_":
            if isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value)
        elif isinstance(node, ast.ClassDef):
            yield from _defaults(node)


def _defaults(node: ast.ClassDef) -> Iterator[str]:
    for item in node.body:
        named = isinstance(item, ast.Assign) and getattr(item.targets[0], "id", "") == "default"
        if named and isinstance(item.value, ast.Constant):
            yield str(item.value.value)


def read(language: str) -> dict[str, str]:
    """Return a catalogue as it stands."""
    path = catalogue_path(language)
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file) if one.id}


def write(language: str, known: dict[str, str]) -> int:
    """Write a catalogue with all messages; return how many are not translated."""
    catalog = Catalog(locale=language, project="Miaopu", fuzzy=False)
    missing = 0
    for text, files in sorted(messages().items()):
        catalog.add(text, known.get(text, ""), locations=[(file, None) for file in sorted(files)])
        missing += not known.get(text)
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=100, omit_header=False, include_lineno=False)
    return missing


def main() -> None:
    """Bring every catalogue up to date."""
    for language in LANGUAGES[1:]:
        print(f"{language}: {write(language, read(language))} messages without a translation")


if __name__ == "__main__":
    main()
