"""Wherever something is shared, the basis is asked for in the use case that shares it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support.handing import ASKED, Handing
from tests.support.world import World
from wellbeing import basis
from wellbeing.errors import NoBasis
from wellbeing.forms import read
from wellbeing.grounds import REFUSED, Ground
from wellbeing.services import handoffs, people, plans, team

ROOT = Path(__file__).resolve().parents[2]
# The rows by which somebody beyond the room comes to know something.
SHARING_ROWS = frozenset({"CaseMember", "PlanTask", "HandoffShare", "HandoffLink"})
# Every function that makes one: the act below that proves its check, or why there is none.
MAKERS: Mapping[str, str] = {
    "services/handoffs/draft.py:_keep_shares": "a draft is nobody's but the sender's: send_handoff",
    "services/handoffs/send.py:_link": "send_handoff; a new link opens only what rests on a basis",
    "services/plans/draft.py:add_task": "add_task",
    "services/plans/draft.py:_take_over": "asked for before; refused ones are hidden",
    "services/team.py:add_helper": "add_helper",
    "services/screening/decide.py:_new_case": "the counsellor: book asks before the first talk",
    "case_acts.py:give_case": "the counsellor: book asks before the first talk",
}


def makers() -> Iterator[str]:
    """Yield the functions that make a row by which something is shared."""
    for path in sorted((ROOT / "wellbeing").rglob("*.py")):
        if "migrations" in path.parts or "models" in path.parts:
            continue
        yield from _in_module(path.relative_to(ROOT / "wellbeing").as_posix(), path.read_text())


def _in_module(name: str, source: str) -> Iterator[str]:
    for function in (one for one in ast.parse(source).body if isinstance(one, ast.FunctionDef)):
        made = {getattr(one.func, "id", "") for one in ast.walk(function)
                if isinstance(one, ast.Call)}  # fmt: skip
        if made & SHARING_ROWS:
            yield f"{name}:{function.name}"


def test_whoever_shares_is_listed_with_its_check() -> None:
    assert set(makers()) == set(MAKERS)


def test_a_planted_sharing_is_found() -> None:
    planted = "def lend(work):\n    work.db.add(CaseMember(user_id=1))\n"
    assert list(_in_module("planted.py", planted)) == ["planted.py:lend"]


def _helper(scene: Handing) -> Any:
    return people.me(scene.world.teacher).id


def _task(scene: Handing) -> None:
    plan = plans.write_plan(scene.me, scene.case, read(plans.PlanForm, {
        "strengths": "好", "goal_1": "睡得早", "now_1": "3", "hoped_1": "7"}))  # fmt: skip
    raw = {"what": "打球", "party": "teacher", "user_id": str(_helper(scene)), "place": "school",
           "due_on": "2026-04-30"}  # fmt: skip
    plans.add_task(scene.me, plan, read(plans.TaskForm, raw))


def _send(scene: Handing) -> None:
    place = "hospital" if handoffs.handoffs(scene.me, scene.case) else "station"
    raw = {**ASKED, "place_id": str(scene.world.places[place])}
    made = handoffs.prepare(scene.me, scene.case, read(handoffs.HandoffForm, raw))
    handoffs.name_duty(scene.me, made, handoffs.DutyForm("statutory_duty", "已报告。"))
    handoffs.send_handoff(scene.me, made, handoffs.open_handoff(scene.me, made).rev)


SHARES: dict[str, Callable[[Handing], Any]] = {
    "book": lambda scene: scene.book(),
    "add_helper": lambda scene: team.add_helper(
        scene.me, scene.case, team.HelperForm(_helper(scene))
    ),
    "add_task": _task,
    "send_handoff": _send,
}


@pytest.mark.parametrize("name", SHARES)
def test_nothing_is_shared_without_a_basis(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    refused = Handing(sqlite_world)
    SHARES[name](refused)  # with a basis it goes through
    monkeypatch.setattr(basis, "standing", lambda *_: Ground(stands=False, why=REFUSED))
    with pytest.raises(NoBasis):
        SHARES[name](refused)
