"""A canary looked for wherever texts have leaked elsewhere: logs, tracebacks, frames, caches."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import traceback
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pandas as pd
import pytest
import streamlit as st
from sqlalchemy import create_engine, select
from sqlalchemy.exc import IntegrityError
from streamlit.errors import MarkdownFormattedException

from tests.unit.crypto.site import Base, Child, Gate, SealingSession, TinySite
from wellbeing.crypto import CryptoError, PlaintextRefused
from wellbeing.crypto.cells import SealedType

CANARY = "虚构金丝雀"
ESCAPED = CANARY.encode("unicode_escape").decode()


def _holds_canary(text: str) -> bool:
    hexed = CANARY.encode().hex()
    return any(one in text for one in (CANARY, ESCAPED, hexed, repr(CANARY.encode())[2:-1]))


def _told(failed: BaseException) -> str:
    """Return all that an error report can print of it: messages, causes, and our locals.

    The frames of the tests hold the canary because they typed it; those of libraries may hold
    what a programmer handed them in the clear.
    """
    told = [f"{failed!r} {failed} {vars(failed)}"]
    for frame, _ in traceback.walk_tb(failed.__traceback__):
        if "wellbeing" in frame.f_code.co_filename.split("/"):
            told += [repr(value) for value in frame.f_locals.values()]
    before = failed.__cause__ or (None if failed.__suppress_context__ else failed.__context__)
    return "".join(told) + (_told(before) if before else "")


def test_a_log_of_every_statement_and_row_shows_no_text(
    site: TinySite, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    engine = create_engine("sqlite://", echo="debug")
    Base.metadata.create_all(engine)
    with SealingSession(engine, info={"opener": Gate(site.keyring)}) as session:
        session.add(Child(name=CANARY, born={"place": CANARY}))
        session.commit()
        child = session.scalars(select(Child)).one()
        assert child.name.reveal() == CANARY
    engine.dispose()
    assert "INSERT INTO child" in caplog.text and "Row (" in caplog.text
    assert not _holds_canary(caplog.text)


def test_a_failing_statement_tells_no_text(site: TinySite) -> None:
    twin = uuid4()
    site.save(Child(id=twin, name=CANARY))
    with site.session() as session, pytest.raises(IntegrityError) as failed:
        session.add(Child(id=twin, name=CANARY))
        session.commit()
    assert "INSERT INTO child" in str(failed.value) and not _holds_canary(_told(failed.value))


FAILURES: dict[str, Callable[[Child], Any]] = {
    "too long": lambda child: setattr(child, "name", CANARY * 200),
    "half a character": lambda child: setattr(child, "name", CANARY + "\ud800"),
    "another type": lambda child: setattr(child, "born", [CANARY]),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_refused_text_is_in_no_line_of_the_traceback(site: TinySite, failure: str) -> None:
    [found] = site.save(Child(name="one"))
    child = site.load(Child, found)
    FAILURES[failure](child)
    with pytest.raises((ValueError, TypeError)) as refused:
        child.kept_session.flush()
    assert not _holds_canary(_told(refused.value))


def test_a_text_that_does_not_open_is_in_no_line_of_the_traceback(site: TinySite) -> None:
    [found] = site.save(Child(name=CANARY))
    site.sql("UPDATE child SET level='high'")
    child = site.load(Child, found)
    with pytest.raises(CryptoError) as refused:
        child.name.reveal()
    assert not _holds_canary(_told(refused.value))


def _cached(child: Child) -> Any:
    remember = getattr(st, "cache_" + "data")  # not ours to use; what if somebody did
    return remember(lambda: child.name)()


WAYS_OUT: dict[str, Callable[[Child], Any]] = {
    "pickle": lambda child: pickle.dumps(child.name),
    "pickle of the record": pickle.dumps,
    "deep copy": lambda child: copy.deepcopy(vars(child)),
    "json": lambda child: json.dumps([child.name], default=str),
    "data frame as csv": lambda child: pd.DataFrame({"n": [child.name]}).to_csv(),
    "data frame as text": lambda child: pd.DataFrame({"n": [child.name]}).to_string(),
    "data frame as json": lambda child: pd.DataFrame({"n": [child.name]}).to_json(),
    "app cache": _cached,
    "joined": lambda child: ",".join([child.name]),
}


REFUSALS = (
    TypeError,
    AttributeError,
    OverflowError,
    pickle.PicklingError,
    MarkdownFormattedException,
)


@pytest.mark.parametrize("way", WAYS_OUT)
@pytest.mark.parametrize("state", ["waiting", "saved"])
def test_no_way_out_but_reveal_carries_the_text(site: TinySite, way: str, state: str) -> None:
    child = Child(name=CANARY)
    if state == "saved":
        [found] = site.save(child)
        child = site.load(Child, found, site.another_process())
    try:
        left = WAYS_OUT[way](child)
    except REFUSALS as refused:
        assert not _holds_canary(_told(refused))
    else:
        assert not _holds_canary(f"{left!r} {left}")


def test_a_data_frame_is_not_a_way_past_the_sealed_column(site: TinySite) -> None:
    row = {"id": uuid4().hex, "rev": 1, "manifest": b"x", "level": "x", "open": True}
    frame = pd.DataFrame([row | {"name": CANARY}])
    with site.engine.begin() as connection:
        with pytest.raises(PlaintextRefused) as refused:
            frame.to_sql("child", connection, if_exists="append", index=False,
                         dtype={"name": SealedType()})  # fmt: skip
        assert not _holds_canary(f"{refused.value!r} {refused.value} {vars(refused.value)}")
    # Past the type, a frame is no more than somebody with the database: the row opens nothing.
    with site.engine.begin() as connection:
        frame.to_sql("child", connection, if_exists="append", index=False)
        connection.exec_driver_sql("UPDATE child SET name=CAST(name AS BLOB)")
    with site.session() as session:
        child = session.scalars(select(Child)).one()
        with pytest.raises(CryptoError):
            child.name.reveal()
        assert isinstance(child._name, bytes)
