"""The rule book: the law of a day for the staff, with sources; and the command that counts them."""

from __future__ import annotations

from datetime import date

import pytest
from typer.testing import CliRunner

from tests.support.world import World, case_with_parent
from wellbeing.__main__ import app
from wellbeing.errors import Forbidden
from wellbeing.rules import SHAPES
from wellbeing.services import rulebook
from wellbeing.ui.rules import SECTIONS


def test_the_staff_reads_the_law_of_a_day_and_a_parent_does_not(world: World) -> None:
    for login in ("officer", "teacher", "counsellor", "coordinator", "administrator"):
        book = rulebook.rulebook(world.caller(login))
        assert book.day == date(2026, 3, 9)
    assert book.changes == (date(2026, 1, 1),)
    now = {one.key: one.codes for one in dict(book.sections)["duties"]}
    then_book = rulebook.rulebook(world.officer, date(2025, 12, 31))
    then = {one.key: one.codes for one in dict(then_book.sections)["duties"]}
    assert now["corrective_education"]["force"] == "must"
    assert then["corrective_education"]["force"] == "may"
    assert "hearing_notice" in now and "hearing_notice" not in then
    _, mother = case_with_parent(world)
    with pytest.raises(Forbidden):
        rulebook.rulebook(mother)


def test_every_section_of_law_has_a_heading() -> None:
    assert list(SECTIONS) == list(SHAPES)


def test_the_command_prints_the_entries_by_state() -> None:
    printed = CliRunner().invoke(app, ["rules"]).output
    for words in ("cn_shanghai", "neutral", "primary", "unverified"):
        assert words in printed
