"""The architecture as assertions; each guard is proved by planting its violation."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType
from typing import Any, ClassVar

import pytest
from sqlalchemy import ColumnElement, insert, select, text, true, update

import wellbeing.services
from tests.support.world import World
from wellbeing.db import open_session
from wellbeing.errors import Forbidden
from wellbeing.gate import Access
from wellbeing.models import Base, Referral, Student
from wellbeing.models.base import Record
from wellbeing.policy import GRANTS, OPENS, Actor, May, Role
from wellbeing.workflow import REFERRAL, ReferralAction, ReferralState

ROOT = Path(__file__).resolve().parents[2]
# What may be kept without an audit entry: one's own unsent words, one's own wishes.
KEPT = {"keep_draft", "discard_draft", "note_visit", "choose_language", "greet"}


def _modules() -> Iterator[ModuleType]:
    for found in walk_packages(wellbeing.services.__path__, "wellbeing.services."):
        yield import_module(found.name)


def _public(module: ModuleType) -> Iterator[tuple[str, Any]]:
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if not name.startswith("_") and function.__module__ == module.__name__:
            yield name, function


def ungated(module: ModuleType) -> set[str]:
    """Return the public functions that take a caller or work and pass no gate."""
    return {
        name
        for name, function in _public(module)
        if not hasattr(function, "__use_case__")
        and {"work", "caller"} & set(inspect.signature(function).parameters)
    }


def test_every_public_service_function_passes_the_gate() -> None:
    assert {f"{m.__name__}.{n}" for m in _modules() for n in ungated(m)} == set()


def test_a_planted_ungated_service_is_found() -> None:
    planted = ModuleType("planted")

    def leak(work: object) -> None:
        """Bypass the gate."""

    leak.__module__ = "planted"
    planted.leak = leak  # type: ignore[attr-defined]
    assert ungated(planted) == {"leak"}


def test_only_unsent_words_and_own_wishes_go_without_an_audit_entry() -> None:
    kept = {
        name
        for module in _modules()
        for name, function in _public(module)
        if getattr(function, "__use_case__", (None, None))[1] is Access.KEEP
    }
    assert kept == KEPT


def test_every_permission_is_asked_for_and_granted_to_somebody() -> None:
    asked = {
        function.__use_case__[0]
        for module in _modules()
        for _, function in _public(module)
        if hasattr(function, "__use_case__")
    }
    assert set(GRANTS) == set(May)
    assert all(GRANTS[may] for may in May)
    assert asked <= set(May)
    assert set(OPENS) == set(Role)


def test_a_record_that_does_not_say_who_sees_it_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="visible_to"):
        type("Planted", (Record,), {"__tablename__": "planted", "__annotations__": {}})


def test_every_record_gives_a_condition_for_every_role() -> None:
    for mapper in Base.registry.mappers:
        for role in Role:
            actor = Actor(None, frozenset({role}))
            assert isinstance(mapper.class_.visible_to(actor), ColumnElement), mapper.class_


def _session(world: World, role: Role = Role.OFFICER) -> Any:
    class Silent:
        keyring = world.runtime.keyring()
        fresh: ClassVar[dict[Any, Any]] = {}
        viewing = False

        def opening(self, *_: object) -> None:
            """Allow it."""

    connection = world.runtime.reading.connect()
    return open_session(connection, Actor(None, frozenset({role})), Silent())


def test_what_the_scope_cannot_narrow_is_refused(sqlite_world: World) -> None:
    session = _session(sqlite_world)
    for statement in (
        text("SELECT * FROM referral"),
        select(Referral.__table__),
        update(Referral).values(state="decided"),
        insert(Referral).values(state="decided"),
    ):
        with pytest.raises(Forbidden):
            session.execute(statement)
    session.connection().close()


def test_the_scope_reaches_joins_aliases_and_subqueries(sqlite_world: World) -> None:
    from sqlalchemy import func
    from sqlalchemy.orm import aliased

    sqlite_world.refer("officer")
    session = _session(sqlite_world)
    other = aliased(Referral)
    inner = select(Referral.id).subquery()
    assert session.scalars(select(Referral)).all() == []
    assert session.scalars(select(other)).all() == []
    assert session.scalar(select(func.count()).select_from(Referral)) == 0
    assert session.scalar(select(func.count()).select_from(inner)) == 0
    assert session.execute(select(Student.id, Referral.id).join(Referral)).all() == []
    session.connection().close()


def test_a_scope_that_is_taken_away_is_noticed(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sqlite_world.refer("officer")
    monkeypatch.setattr(Referral, "visible_to", classmethod(lambda cls, actor: true()))
    session = _session(sqlite_world)
    assert session.scalars(select(Referral)).all() != []
    session.connection().close()


def _writes_state(tree: ast.AST) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr == "state" and isinstance(node.ctx, ast.Store)
        for node in ast.walk(tree)
    )


def test_one_function_writes_state() -> None:
    writers = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.glob("wellbeing/**/*.py")
        if _writes_state(ast.parse(path.read_text()))
    }
    assert writers == {"wellbeing/workflow.py"}
    assert _writes_state(ast.parse("referral.state = 'decided'"))


def test_nothing_leaves_decided_but_by_telling_back() -> None:
    leaving = {a for (state, a) in REFERRAL.table if state == ReferralState.DECIDED}
    assert leaving == {ReferralAction.TELL_BACK}
    step = REFERRAL.step(ReferralState.DECIDED, ReferralAction.TELL_BACK)
    assert step.needs == ("reply",)


def test_import_contracts_hold() -> None:
    command = [sys.executable, "-m", "importlinter.cli", "lint", "--no-cache"]
    script = "from importlinter.cli import lint_imports_command as run; run()"
    done = subprocess.run(
        [command[0], "-c", script, "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_views_are_frozen_and_hold_no_record() -> None:
    import dataclasses

    for module in _modules():
        for _, cls in inspect.getmembers(module, inspect.isclass):
            if dataclasses.is_dataclass(cls) and cls.__module__ == module.__name__:
                assert cls.__dataclass_params__.frozen, cls  # type: ignore[attr-defined]
                hints = {str(field.type) for field in dataclasses.fields(cls)}
                assert not any("Mapped" in hint for hint in hints)


def test_a_refusal_is_entered_in_the_audit(world: World) -> None:
    from wellbeing import audit
    from wellbeing.services import screening

    officer = world.officer
    with pytest.raises(Forbidden):
        screening.queue(officer)
    with world.runtime.reading.connect() as connection:
        last = connection.execute(
            select(audit.TABLE).order_by(audit.TABLE.c.seq.desc()).limit(1)
        ).one()
        assert (last.act, last.outcome) == ("queue", "denied")
        assert audit.verify(connection, world.runtime.keyring()) is None
