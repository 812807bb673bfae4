"""No text leaves in a repr, an error, a copy or a statement."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert, select, update

from tests.unit.crypto.site import Child, TinySite
from wellbeing.crypto import Compartment, PlaintextRefused
from wellbeing.crypto.cells import Pending, Spec

CANARY = "虚构金丝雀"


def _closed(child: Child) -> list[Any]:
    name = child.name
    return [
        lambda: str(name), lambda: f"{name}", lambda: format(name, ">9"), lambda: "%s" % name,  # noqa: UP031
        lambda: name == CANARY, lambda: name != CANARY, lambda: hash(name), lambda: bool(name),
        lambda: list(name), lambda: len(name), lambda: pickle.dumps(name), lambda: copy.copy(name),
        lambda: copy.deepcopy(name), lambda: json.dumps({"name": name}),
    ]  # fmt: skip


def test_a_closed_text_leaks_through_nothing(site: TinySite) -> None:
    [found] = site.save(Child(name=CANARY))
    for child in (Child(name=CANARY), site.load(Child, found)):
        assert repr(child.name) == "Sealed(child.name)"
        for attempt in _closed(child):
            with pytest.raises(TypeError) as refused:
                attempt()
            assert CANARY not in str(refused.value)


def test_a_waiting_text_is_neither_shown_nor_copied() -> None:
    child = Child(name=CANARY)
    assert CANARY not in repr(vars(child))
    with pytest.raises(TypeError):
        pickle.dumps(vars(child)["_name"])
    with pytest.raises(TypeError):
        copy.deepcopy(vars(child)["_name"])


def test_plaintext_never_reaches_a_statement(site: TinySite) -> None:
    row = {"id": uuid4(), "rev": 1, "manifest": b"", "level": "x", "open": True}
    table = Child.__table__
    with site.session() as session:
        attempts = [
            lambda: session.connection().execute(insert(table).values(**row, name=CANARY)),
            lambda: session.connection().execute(
                insert(table), [row | {"id": uuid4(), "name": CANARY.encode()} for _ in "ab"]
            ),
            lambda: session.execute(update(Child).values(_name=CANARY)),
            lambda: session.bulk_insert_mappings(Child, [row | {"_name": CANARY}]),
            lambda: session.bulk_save_objects([Child(name=CANARY, **{"level": "x"})]),
            lambda: session.execute(select(Child).where(Child._name == CANARY)),
            lambda: (session.merge(Child(_name=CANARY)), session.flush()),
        ]
        for attempt in attempts:
            with pytest.raises(PlaintextRefused) as refused:
                attempt()
            assert CANARY not in f"{refused.value!r} {refused.value} {vars(refused.value)}"
            session.rollback()
    assert site.sql("SELECT * FROM child") == []


@pytest.mark.parametrize(
    ("python_type", "value"),
    [(str, 7), (str, b"x"), (date, datetime(2020, 1, 1)), (date, CANARY), (dict, [CANARY]),
     (str, "x" * 101), (str, "\ud800" + CANARY)],
)  # fmt: skip
def test_what_cannot_be_sealed_is_refused_without_its_value(python_type: Any, value: Any) -> None:
    spec = Spec("child", "name", python_type, Compartment.IDENTITY, 100, False, False)
    with pytest.raises((TypeError, ValueError)) as refused:
        spec.to_bytes(Pending(value))
    assert CANARY not in str(refused.value) and not isinstance(refused.value, UnicodeError)
