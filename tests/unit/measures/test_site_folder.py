"""A site adds an instrument by dropping in one file; a broken one is left out with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from wellbeing.measures import all_instruments, asks_to_speak, refused_files, score, use_folder

OWN = """key = "own_three"
title = "Three questions (虚构)"
items = 3
low = 0
high = 4
licence = "own"
source = "own"
form_version = "1"
enabled = true
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A site's folder; nothing of it stays behind."""
    yield tmp_path
    use_folder(None)


def test_one_file_is_one_more_instrument(folder: Path) -> None:
    (folder / "own.toml").write_text(OWN, encoding="utf-8")
    assert use_folder(folder) == ()
    assert score(all_instruments()["own_three"], [1, 2, 3]).total == 6
    use_folder(None)
    assert "own_three" not in all_instruments()


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (OWN.replace("high = 4", "high = 0"), 3, "low below high"),
        (OWN + "colour = 'red'\n", 10, "not known"),
        (OWN.replace("own_three", "wci5"), 1, "taken"),
        (OWN + "[speak_about]\n4 = 1\n", 10, "from 1 to 3"),
        (OWN + "[speak_about]\n3 = 9\n", 10, "an answer each"),
        (OWN.replace('title = "', "title = "), 2, "line 2"),
    ],
)
def test_a_broken_file_is_left_out_with_line_and_reason(
    folder: Path, text: str, line: int, reason: str
) -> None:
    (folder / "own.toml").write_text(text, encoding="utf-8")
    (folder / "z_good.toml").write_text(OWN.replace("own_three", "good"), encoding="utf-8")
    use_folder(folder)
    (found,) = refused_files()
    assert found.params["file"] == "own.toml" and found.params["line"] == line
    assert reason in str(found.params["reason"])
    assert "good" in all_instruments()  # one bad file takes nothing else with it


@pytest.mark.parametrize(
    ("answers", "asks"),
    [([0] * 9, False), ([3] * 8 + [0], False), ([0] * 8 + [1], True), ([0] * 8 + [None], False)],
)
def test_an_answer_that_its_definition_flags_asks_for_a_talk_whatever_the_total(
    answers: list[float | None], asks: bool
) -> None:
    assert asks_to_speak(all_instruments()["phq9"], answers) is asks
