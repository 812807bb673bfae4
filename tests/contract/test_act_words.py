"""Every act and every kind of record has words for the auditor, whoever enters it."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import wellbeing.services
from wellbeing import configuration, row_marks, site_policy
from wellbeing.act_words import ACTS, act_words, kind_words
from wellbeing.act_words.kinds import KINDS
from wellbeing.models import Base

ROOT = Path(__file__).resolve().parents[2]
# Who enters an act that is no use case, and which argument is its name.
_ENTERING = {
    "enter": 1, "operators.enter": 1, "begun": 1, "note": 1,
    "site.marker": 0, "runtime.marker": 0, "audit.Act": 2,
}  # fmt: skip


def _use_cases() -> set[str]:
    modules = walk_packages(wellbeing.services.__path__, "wellbeing.services.")
    return {
        name
        for module in modules
        for name, act in vars(import_module(module.name)).items()
        if hasattr(act, "__use_case__")
    }


def _at_the_machine() -> set[str]:
    found = {configuration.ACT, site_policy.BEGIN, row_marks.BEGIN}
    for path in ROOT.glob("wellbeing/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                found |= _names(node)
    return found


def _names(node: ast.Call) -> set[str]:
    """Return the words that stand where a call names its act."""
    which = _ENTERING.get(ast.unparse(node.func))
    if which is None or len(node.args) <= which:
        return set()
    if which == 1 and ast.unparse(node.args[0]) not in ("site", "runtime"):
        return set()  # a note on a page
    said = ast.walk(node.args[which])
    return {str(one.value) for one in said if isinstance(one, ast.Constant)}


def test_every_act_has_words() -> None:
    acts = _use_cases() | _at_the_machine()
    assert acts - set(ACTS) == set()
    assert {"sign_in", "open_case", "rotate_keys", "configure", "way_in", "erase"} <= acts
    # None for an act that is gone: its entries are read by their code.
    assert set(ACTS) - acts == set()
    assert act_words("gone_long_ago") == "gone_long_ago"


def test_every_kind_of_record_has_words() -> None:
    assert set(KINDS) == set(Base.metadata.tables) | {"operator"}
    assert kind_words("student") == "Young person"


def test_no_two_acts_are_called_the_same() -> None:
    assert len(set(ACTS.values())) == len(ACTS)
    assert len(set(KINDS.values())) == len(KINDS)
