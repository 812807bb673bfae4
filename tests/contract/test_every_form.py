"""Canaries through every form of every act that writes: none is on disk or in any log after it."""

from __future__ import annotations

import csv
import dataclasses
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from tests.contract.test_leaks import _bytes_below, found_in
from tests.support import matrix
from tests.support.matrix_scene import ACTORS, MatrixScene
from tests.support.world import World
from wellbeing import journal
from wellbeing.errors import WellbeingError
from wellbeing.forms import Kind
from wellbeing.gate import Access
from wellbeing.services import organisations

WORD, PASSWORD = "秘密字句Every8211", "秘密口令 of every form 8212"
ROWS = list(csv.reader(matrix.FILE.open(encoding="utf-8")))
# What ends a sign-in, an account or a whole record comes last: the others go on before it.
_LAST = ("erasure.", "people.", "own_account.", "second_factor.", "sign_in.", "reset.", "check_in.")
# The name of a school or a station is nobody's secret, and stands in the clear.
_OPEN = ("organisations.",)
_PLAIN = matrix._answer


def _answer(kind: Kind, options: tuple[tuple[str, str], ...]) -> Any:
    planted = {Kind.LINE: WORD, Kind.TEXT: WORD, Kind.PASSWORD: PASSWORD}
    return planted.get(kind) or _PLAIN(kind, options)


def _acts() -> Iterator[tuple[str, Any, str]]:
    """Yield every act that writes, and somebody whom it lets through."""
    through = {}
    for name, _, *letters in ROWS[1:]:
        for who, letter in zip(ACTORS, letters, strict=True):
            if letter == "y":
                through.setdefault(name, who)
    for name, act in sorted(matrix.use_cases().items(), key=lambda one: one[0].startswith(_LAST)):
        writes = act.__use_case__[1] is not Access.READ
        if writes and name in through and not name.startswith(_OPEN):
            yield name, act, through[name]


def plant(scene: MatrixScene) -> tuple[int, int]:
    """Do every act with the canary wherever it takes a word; return how many took it, of how many.

    An act that refuses such an answer has seen it too: what it says and logs is searched as well.
    """
    done = sent = 0
    for name, act, who in _acts():
        with patch.object(matrix, "_answer", _answer), patch.dict(matrix.WORDS, typed=WORD):
            given = matrix.arguments(scene, name, act, "open", who)
        sent += any(dataclasses.is_dataclass(one) for one in given)
        try:
            act(scene.caller(who, "open"), *given)
        except WellbeingError as refused:
            assert WORD not in refused.message, name
        else:
            done += 1
    return done, sent


@contextmanager
def _logged(folder: Path, site: Path) -> Iterator[None]:
    """Let every library say all that it can, into a file; and the site into its own log."""
    root, engine = logging.getLogger(), logging.getLogger("sqlalchemy.engine")
    factory, before = logging.getLogRecordFactory(), (root.level, engine.level)
    handler = logging.FileHandler(folder / "debug.log")
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    engine.setLevel(logging.DEBUG)
    journal.open_file(site, 200)
    try:
        yield
    finally:
        logging.setLogRecordFactory(factory)
        root.removeHandler(handler)
        root.setLevel(before[0])
        engine.setLevel(before[1])
        for one in journal.LOG.handlers[:]:
            one.close()
            journal.LOG.removeHandler(one)


def test_no_form_of_any_act_leaves_its_words_on_disk_or_in_a_log(
    sqlite_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch, settings = tmp_path / "scratch", sqlite_world.runtime.settings
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    scene = MatrixScene(sqlite_world)
    with _logged(scratch, settings.log_folder):
        done, sent = plant(scene)
    print(f"{sent} forms sent, {done} acts done")
    assert sent > 100 and done > 60, (sent, done)
    assert (settings.log_folder / journal.FILE).stat().st_size > 10_000
    assert (scratch / "debug.log").stat().st_size > 10_000
    for folder in (settings.folder, scratch):
        assert found_in(_bytes_below(folder), [WORD, PASSWORD]) == set()
    organisations.add_organisation(
        sqlite_world.coordinator, organisations.OrganisationForm(WORD, "school")
    )  # what does stand in the clear is found
    assert found_in(_bytes_below(settings.folder), [WORD, PASSWORD]) == {WORD}
