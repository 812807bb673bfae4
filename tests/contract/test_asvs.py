"""The register of OWASP ASVS 5.0 is whole, and what it names exists and runs."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pytest import TestReport

from scripts.asvs import REGISTER, ROOT, duties, levels, reasons, rows
from tests.support.registered import Registered

TEXT = REGISTER.read_text(encoding="utf-8")


@cache
def _tests(path: Path) -> dict[str, bool]:
    """Return the tests of a file and whether each is left out for good."""
    found = [one for one in ast.parse(path.read_text()).body if isinstance(one, ast.FunctionDef)]
    return {one.name: _left_out(one) for one in found if one.name.startswith("test_")}


def _left_out(function: ast.FunctionDef) -> bool:
    marks = [ast.unparse(one) for one in function.decorator_list]
    return any(".mark.skip" in one or ".mark.xfail" in one for one in marks)


def problems(text: str) -> set[str]:
    """Return what is wrong with a register: a gap, a file or test that is not there, no proof."""
    found, wanted = rows(text), {name for name, level in levels().items() if level < 3}
    named = [one.id for one in found] + list(reasons(text))
    wrong = {f"missing {one}" for one in wanted - set(named)}
    wrong |= {f"twice {one}" for one in named if named.count(one) > 1}
    wrong |= {f"level of {one.id}" for one in found if levels().get(one.id) != one.level}
    for row in found:
        if not (ROOT / row.where).is_file():
            wrong.add(f"{row.id}: no file {row.where}")
        if row.proof == "nothing" or set(row.duties) - duties(text):
            wrong.add(f"{row.id}: no proof or an unknown duty")
        wrong |= {f"{row.id}: no test {one}" for one in row.tests if not _runs(one)}
    return wrong


def _runs(named: str) -> bool:
    path, _, name = named.partition("::")
    target = ROOT / "tests" / path
    return target.is_file() and _tests(target).get(name) is False


def test_every_requirement_of_level_1_and_2_has_a_row_with_a_proof_or_a_reason() -> None:
    assert problems(TEXT) == set()


def test_nearly_all_rows_are_proved_by_a_test() -> None:
    by_duty = [one.id for one in rows(TEXT) if not one.tests]
    assert len(rows(TEXT)) > 200 and len(by_duty) <= 5, by_duty


@pytest.mark.parametrize(
    ("outcomes", "proved"),
    [(["passed"], True), (["skipped"], False), (["skipped", "passed"], True), ([], True)],
)
def test_a_named_test_that_is_skipped_in_every_form_fails_the_run(
    outcomes: list[Any], proved: bool
) -> None:
    name, watch = next(one.tests[0] for one in rows(TEXT) if one.tests), Registered()
    session = SimpleNamespace(config=SimpleNamespace(), exitstatus=0)
    for number, outcome in enumerate(outcomes):
        for node in (f"tests/{name}[{number}]", "tests/unit/test_x.py::test_unnamed"):
            call = TestReport(node, ("", 0, ""), {}, outcome, None, "call")
            watch.pytest_runtest_logreport(call)
    watch.pytest_sessionfinish(session)  # type: ignore[arg-type]
    assert (watch.unproved == []) is proved and (session.exitstatus == 0) is proved
    if not proved:
        assert watch.unproved == [name]


def test_a_gap_a_lost_file_a_lost_test_and_a_missing_duty_are_found() -> None:
    row = next(one for one in rows(TEXT) if one.duties and one.tests)
    assert problems(TEXT.replace(f"| {row.id} |", "| 99.9.9 |"))
    assert problems(TEXT.replace(f"`{row.where}`", "`wellbeing/nowhere.py`"))
    assert problems(TEXT.replace(row.tests[0], "web/test_door.py::test_that_is_not_there"))
    assert problems(TEXT.replace("duty 1", "duty 99"))
    assert _left_out(ast.parse("@pytest.mark.skip\ndef test_x(): ...").body[0])  # type: ignore[arg-type]
