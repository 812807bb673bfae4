"""The same keys on PostgreSQL, where two transactions really write at once."""

from __future__ import annotations

import threading
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, select, text

from tests.support.postgres import ABSENT, Postgres
from tests.unit.crypto.site import Base, Child, Gate, SealingSession, TinySite
from wellbeing.crypto import Compartment, Fresh, Keyring, SealContext


@pytest.mark.postgres
def test_two_transactions_that_make_the_same_key_end_with_one(
    site: TinySite, postgres: Postgres | None
) -> None:
    if postgres is None:
        pytest.skip(ABSENT)
    name = f"t{uuid4().hex[:12]}"
    engine = create_engine(postgres.create_database(name))
    Base.metadata.create_all(engine)
    ctx = SealContext("demo:one", "t", "c", uuid4(), uuid4(), Compartment.SHARED)
    blobs: list[bytes] = []

    def seal(ring: Keyring) -> None:
        with engine.begin() as connection:
            blobs.append(ring.seal(Fresh(), connection, ctx, 0, b"two"))

    with engine.begin() as connection:
        blobs.append(site.keyring.seal(Fresh(), connection, ctx, 0, b"one"))
        other = threading.Thread(target=seal, args=(site.another_process(),))
        other.start()
        other.join(0.3)
        assert other.is_alive()  # it waits for what we do with the key
    other.join(10)
    ring, fresh = site.another_process(), Fresh()
    with engine.begin() as connection:
        assert [ring.open(fresh, connection, ctx, one) for one in blobs] == [b"one", b"two"]
        assert connection.execute(text("SELECT count(*) FROM subject_key")).scalar() == 1
    with SealingSession(engine, info={"opener": Gate(ring)}) as session:
        session.add(Child(name="王小明(虚构)", born={"y": 1}))
        session.commit()
        child = session.scalars(select(Child)).one()
        assert child.name.reveal() == "王小明(虚构)" and child.born.reveal() == {"y": 1}
    engine.dispose()
    postgres.drop_database(name)
