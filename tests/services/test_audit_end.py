"""The end of the audit under many writers: each goes on from the entry that is truly the last."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from tests.support.world import World
from wellbeing import anchors, audit
from wellbeing.audit import TABLE
from wellbeing.writing import writing

on_postgres = pytest.mark.parametrize("world", ["postgresql"], indirect=True)
WRITERS, EACH = 8, 12
# What a single query would do: it looks at the chain as it was before it waited.
_ONE_QUERY = """
CREATE OR REPLACE FUNCTION audit_end(
    asked bytea[], OUT seq bigint, OUT mac bytea, OUT known bytea[])
LANGUAGE sql STABLE AS $$
    SELECT a.seq, a.mac, '{}'::bytea[] FROM pg_advisory_xact_lock(120299373686901), audit a
    ORDER BY a.seq DESC LIMIT 1
$$
"""
_WAITING = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")


def _enter(world: World, detail: str) -> None:
    with writing(world.runtime) as connection:
        act = audit.Act(world.clock(), None, "test", "done", detail=detail)
        audit.append(connection, world.runtime.keyring(), [act])


def _details(world: World) -> list[str]:
    query = select(TABLE.c.detail).where(TABLE.c.act == "test").order_by(TABLE.c.seq)
    with world.runtime.reading.connect() as connection:
        return list(connection.scalars(query))


def _is_sound(world: World) -> bool:
    with world.runtime.reading.connect() as connection:
        return audit.verify(connection, world.runtime.keyring()) is None


def test_eight_writers_at_once_leave_one_chain_and_an_anchor_each(world: World) -> None:
    def some(writer: int) -> None:
        for n in range(EACH):
            _enter(world, f"{writer}-{n}")

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(some, range(WRITERS)))
    found = _details(world)
    assert sorted(found) == sorted(f"{w}-{n}" for w in range(WRITERS) for n in range(EACH))
    assert _is_sound(world)
    with world.runtime.reading.connect() as connection:
        rows = connection.execute(select(TABLE.c.seq, TABLE.c.mac).where(TABLE.c.act == "test"))
        stored = {row.seq: bytes(row.mac) for row in rows}
    kept = anchors.read(world.runtime.settings.anchor_path)
    assert stored.items() <= kept.items()


def _waits_for_another(world: World, pool: ThreadPoolExecutor) -> Future[None]:
    """Let one writer enter an act while another, who has not committed, holds the end."""
    with writing(world.runtime) as connection:
        act = audit.Act(world.clock(), None, "test", "done", detail="first")
        audit.append(connection, world.runtime.keyring(), [act])
        waits = pool.submit(_enter, world, "second")
        ends = time.monotonic() + 20
        with world.runtime.engine.connect() as looks:
            while not looks.execute(_WAITING).scalar() and time.monotonic() < ends:
                looks.rollback()
                time.sleep(0.01)
            assert looks.execute(_WAITING).scalar()
    return waits


@on_postgres
def test_who_waited_for_the_end_goes_on_from_the_entry_that_was_waited_for(world: World) -> None:
    with ThreadPoolExecutor(1) as pool:
        _waits_for_another(world, pool).result(20)
    assert _details(world) == ["first", "second"] and _is_sound(world)


@on_postgres
def test_a_single_query_would_read_the_end_from_before_it_waited(world: World) -> None:
    with world.runtime.engine.begin() as connection:
        connection.execute(text(_ONE_QUERY))
    with ThreadPoolExecutor(1) as pool, pytest.raises(IntegrityError):
        _waits_for_another(world, pool).result(20)
    assert _details(world) == ["first"] and _is_sound(world)


def test_the_newest_of_the_sites_own_acts_is_found_by_an_index(world: World) -> None:
    _enter(world, "of a person")
    seen: list[str] = []
    with world.runtime.engine.begin() as connection:
        assert audit.newest_of_operator(connection, "test") is None
        if connection.dialect.name == "sqlite":
            plan = "EXPLAIN QUERY PLAN "
        else:
            plan = "EXPLAIN "
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        asked = (
            "SELECT * FROM audit WHERE kind = 'operator' AND act = 'x' ORDER BY seq DESC LIMIT 1"
        )
        seen = [str(row) for row in connection.exec_driver_sql(plan + asked)]
    assert "ix_audit_operator" in str(seen)
