"""The catalogues are complete, fit their placeholders, and keep to their own script."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from scripts.messages import messages, read

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("zh_Hans", "zh_Hant")


def _fits(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def of_the_other_script(text: str, own: str, other: str) -> set[str]:
    """Return the characters of a text that only the other script's national set has."""
    return {c for c in text if "\u3400" <= c <= "\u9fff" and _fits(c, other) and not _fits(c, own)}


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    known = read(language)
    assert [text for text in messages() if not known.get(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_kept_that_nobody_uses(language: str) -> None:
    assert set(read(language)) <= set(messages())


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same(language: str) -> None:
    wrong = [text for text, shown in read(language).items() if _fields(text) != _fields(shown)]
    assert wrong == []


@pytest.mark.parametrize(
    ("language", "own", "other"), [("zh_Hant", "big5", "gb2312"), ("zh_Hans", "gb2312", "big5")]
)
def test_no_character_of_the_other_script(language: str, own: str, other: str) -> None:
    shown = {text: of_the_other_script(s, own, other) for text, s in read(language).items()}
    assert {text: found for text, found in shown.items() if found} == {}


def test_a_planted_simplified_character_is_found() -> None:
    assert of_the_other_script("請输入", "big5", "gb2312") == {"输"}


def test_chinese_texts_use_chinese_punctuation() -> None:
    for language in LANGUAGES:
        for shown in read(language).values():
            assert not re.search(r"[\u3400-\u9fff][,;!?]", shown), shown


# A talk has one name in each script: 访谈, 會談; the room that it is held in is 訪談室.
OTHER_TALK = {"zh_Hans": re.compile("谈话"), "zh_Hant": re.compile("談話|訪談(?!室)")}


def _misnamed(language: str, texts: dict[str, str]) -> list[str]:
    return [text for text, shown in texts.items() if OTHER_TALK[language].search(shown)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_talk_has_one_name(language: str) -> None:
    assert _misnamed(language, read(language)) == []


def test_a_planted_second_name_of_a_talk_is_found() -> None:
    assert _misnamed("zh_Hans", {"Talk": "谈话", "Room": "访谈室"}) == ["Talk"]
    assert _misnamed("zh_Hant", {"Talk": "訪談", "Note": "談話紀錄", "Room": "訪談室"}) == [
        "Talk", "Note",
    ]  # fmt: skip


PAINTERS = {
    "header", "note", "empty", "facts", "quote", "label", "button", "text_input", "text_area",
    "radio", "selectbox", "pills", "expander", "tabs", "page_link", "markdown", "write", "title",
    "subheader", "caption", "info", "success", "warning", "error", "toast", "checkbox", "metric",
    "table", "timeline", "dots", "steps", "link", "print_link", "text", "image",
}  # fmt: skip
WORD = re.compile(r"[A-Za-z\u3400-\u9fff]{2,}")


def painted(tree: ast.AST) -> list[str]:
    """Return literal words that a call paints without passing through the catalogue."""
    found = []
    for node in ast.walk(tree):
        name = getattr(node, "func", None)
        called = getattr(name, "attr", getattr(name, "id", ""))
        if not isinstance(node, ast.Call) or called not in PAINTERS:
            continue
        for argument in node.args[:1]:
            text = str(getattr(argument, "value", ""))
            constant = isinstance(argument, ast.Constant) and not text.endswith(".py")
            if constant and WORD.search(text):
                found.append(text)
            if isinstance(argument, ast.JoinedStr):
                parts = [v.value for v in argument.values if isinstance(v, ast.Constant)]
                found += [one for one in parts if WORD.search(re.sub(r"<[^>]*>", "", one))]
    return found


def test_no_page_paints_a_word_that_is_not_in_the_catalogue() -> None:
    found = {}
    for path in [*ROOT.glob("pages/**/*.py"), *ROOT.glob("wellbeing/ui/*.py")]:
        words = painted(ast.parse(path.read_text(encoding="utf-8")))
        if words:
            found[path.relative_to(ROOT).as_posix()] = words
    assert found == {}


def test_a_planted_literal_is_found() -> None:
    assert painted(ast.parse('st.button("Save")')) == ["Save"]
    assert painted(ast.parse('note(f"Saved {x}")')) == ["Saved "]


def unfilled(source: str) -> list[str]:
    """Return the messages that are shown without a value for one of their placeholders."""
    found = []
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call) or getattr(call.func, "id", "") not in ("t", "number"):
            continue
        given = {one.arg for one in call.keywords} | ({"n"} if call.func.id == "number" else set())
        for word in call.args:
            marked = isinstance(word, ast.Call) and getattr(word.func, "id", "") == "N_"
            text = word.args[0] if marked else None
            if isinstance(text, ast.Constant) and None not in given:
                needed = {
                    name for _, name, _, _ in string.Formatter().parse(str(text.value)) if name
                }
                found += [str(text.value)] if needed - given else []
    return found


def test_every_placeholder_is_filled_where_its_message_is_shown() -> None:
    sources = [*ROOT.glob("wellbeing/**/*.py"), *ROOT.glob("pages/**/*.py")]
    assert {str(path): found for path in sources if (found := unfilled(path.read_text()))} == {}
    assert unfilled('number(N_("one in {days}"), N_("{n} in {days}"), 2)') != []
