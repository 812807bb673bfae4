"""A person chooses how fast we act: no score, level or forecast of risk stands anywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from wellbeing.models import Base

CATALOGUES = sorted(Path("wellbeing/locale").glob("*/LC_MESSAGES/*.po"))
FORECAST = re.compile(
    r"high[- ]risk|risk (score|level|rating|group)|at[- ]risk|predict|likelihood|danger score"
    r"|高危|高风险|高風險|风险(等级|评分|分数|级别)|風險(等級|評分|分數|級別)|危险(评分|分数)|危險(評分|分數)"
    r"|(自杀|自殺)(风险|風險)",
    re.IGNORECASE,
)


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parts[2])
def test_no_word_on_screen_says_how_likely_harm_is(file: Path) -> None:
    with file.open("rb") as opened:
        words = [str(text) for one in read_po(opened) for text in (one.id, one.string) if text]
    assert len(words) > 1000
    assert [text for text in words if FORECAST.search(text)] == []


def test_no_table_keeps_how_likely_harm_is() -> None:
    named = [f"{table.name}.{column.name}"
             for table in Base.metadata.tables.values() for column in table.columns]  # fmt: skip
    assert [one for one in named if re.search("risk|predict|likelihood|danger", one)] == []


@pytest.mark.parametrize(
    "text", ["A high-risk child", "Risk level: 3", "高危学生", "風險等級", "自杀风险"]
)
def test_such_a_word_would_be_found(text: str) -> None:
    assert FORECAST.search(text)
