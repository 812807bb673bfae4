"""Each kind of step comes up in a real site, and the act that it asks for takes it away."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from tests.support.ways import RECURRING, WAYS, Ground, Shown
from tests.support.world import reopen
from wellbeing.guide import What


@dataclass(frozen=True, slots=True)
class Start:
    """The ground that all ways start from, its file, and its moment."""

    ground: Ground
    file: Path
    at: datetime


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Start]:
    """One site for all ways: each begins where the first one began."""
    folder = tmp_path_factory.mktemp("ground")
    shutil.copytree(sqlite_template, folder / "site")
    ground = Ground(reopen(folder / "site"))
    file = folder / "start.sqlite3"
    yield Start(ground, file, ground.keep(file))
    ground.world.close()


def test_no_kind_of_step_is_without_a_way() -> None:
    assert set(WAYS) == set(What)


@pytest.mark.parametrize("what", WAYS, ids=lambda what: what.value)
def test_the_act_that_a_step_asks_for_takes_it_away(what: What, start: Start) -> None:
    mine = start.ground.rewound(start.file, start.at)
    walk = WAYS[what](mine)
    next(walk)
    before = {one for one in mine.shown() if one.what == what}
    assert before, "no state shows it"
    next(walk, None)
    left = {_name(one, what) for one in mine.shown() if one.what == what}
    assert not {_name(one, what) for one in before} & left


def _name(one: Shown, what: What) -> tuple[object, ...]:
    """Return what makes a step the same one; of a recurring one also since when it runs."""
    again = (one.since, one.due_at) if what in RECURRING else ()
    return one.what, one.object_id, one.whose, *again
