"""A picture is drawn honestly: gaps break the line, texts stay texts, cells are no formulas."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from wellbeing.ui import charts, drawing
from wellbeing.ui.charts import Mark, Picture, vega

DAYS = [date(2026, 3, n) for n in (2, 9, 16, 23)]


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Say everything in English, without a visit."""
    for module in (charts, drawing):
        monkeypatch.setattr(module, "t", lambda message, **values: message.format(**values))
        monkeypatch.setattr(module, "when", str)


def _picture(**more: Any) -> Picture:
    values: dict[str, Any] = {
        "title": "=1+1 <script>x</script>", "unit": "Score", "low": 0, "high": 50,
        "points": tuple(zip(DAYS, (19, None, 25, 34), strict=True)), "words": "3 <b>scores</b>",
        "cutoff": (29,), "band": (9.08, 28.92), "marks": (Mark(DAYS[1], "A", "@agreed"),),
    }  # fmt: skip
    return Picture(**values | more)


def _rows(spec: Any) -> list[dict[str, Any]]:
    return [row for rows in spec["datasets"].values() for row in rows]


def test_a_missing_score_breaks_the_line_and_is_drawn_as_missing() -> None:
    spec = vega(_picture())
    marks = [layer["mark"] for layer in spec["layer"]]
    line = next(mark for mark in marks if mark["type"] == "line")
    assert line["invalid"] == "break-paths-show-domains"
    assert any(mark.get("text") == "×" for mark in marks)
    assert drawing.as_svg(_picture()).decode().count("<circle") == 3
    path = drawing.as_svg(_picture()).decode().split('fill="none"')[0].rsplit("<path", 1)[1]
    assert (path.count("M"), path.count("L")) == (2, 1)


def test_the_chart_says_itself_in_words_and_fetches_nothing() -> None:
    spec = vega(_picture())
    assert "3 <b>scores</b>" in spec["description"]
    outside = json.dumps(spec).replace(spec["$schema"], "")
    assert "http" not in outside and "url" not in outside
    assert {row.get("letter") for row in _rows(spec)} >= {"A"}


def test_the_drawing_is_text_safe_and_carries_its_words() -> None:
    svg = drawing.as_svg(_picture()).decode()
    assert "<script" not in svg and "<b>" not in svg and "&lt;script" in svg
    assert "<desc>" in svg and "stroke-dasharray" in svg


def test_no_cell_of_the_table_is_a_formula() -> None:
    text = drawing.as_csv(_picture()).decode("utf-8-sig")
    assert text.startswith("'=1+1") and "'@agreed" in text
    assert "2026-03-09,\r\n" in text


def test_without_lines_and_marks_there_is_only_the_line() -> None:
    spec = vega(_picture(cutoff=(), band=(), marks=(), points=((DAYS[0], 3.0),)))
    assert [layer["mark"]["type"] for layer in spec["layer"]] == ["line", "point"]
