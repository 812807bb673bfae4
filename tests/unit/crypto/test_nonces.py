"""No nonce twice under one key: not over threads, forks, or the same snapshot resumed twice."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest

from tests.unit.crypto.site import Child, TinySite
from wellbeing.crypto import Compartment, Fresh, SealContext
from wellbeing.crypto.envelope import HEADER_BYTES
from wellbeing.crypto.primitives import NONCE_BYTES, nonce

SEALS, FORKS, THREADS = 1_000_000, 4, 2
EACH = SEALS // FORKS // THREADS


class Sealer:
    """A keyring whose key is in memory already, as in a process that has been running."""

    def __init__(self, site: TinySite) -> None:
        self.ring, self.fresh = site.keyring, Fresh()
        self.ctx = SealContext("demo:one", "t", "c", uuid4(), uuid4(), Compartment.SHARED)
        self.connection = site.engine.connect()
        self.nonce()

    def nonce(self) -> bytes:
        """Return the nonce of one more seal."""
        blob = self.ring.seal(self.fresh, self.connection, self.ctx, 0, b"x")
        return blob[HEADER_BYTES : HEADER_BYTES + NONCE_BYTES]

    def into(self, path: Path) -> None:
        """Write the nonces of this process's share, drawn by several threads."""
        with ThreadPoolExecutor(THREADS) as pool:
            shares = pool.map(lambda _: [self.nonce() for _ in range(EACH)], range(THREADS))
            path.write_bytes(b"".join(chain.from_iterable(shares)))


def test_a_million_seals_over_threads_and_forks_of_one_snapshot_repeat_no_nonce(
    site: TinySite, tmp_path: Path
) -> None:
    # Every fork begins with the same memory, as a machine does that is resumed from a snapshot.
    sealer, fork = Sealer(site), multiprocessing.get_context("fork")
    paths = [tmp_path / f"{number}.nonces" for number in range(FORKS)]
    running = [fork.Process(target=sealer.into, args=(path,)) for path in paths]
    for one in running:
        one.start()
    for one in running:
        one.join(120)
    drawn = b"".join(path.read_bytes() for path in paths)
    nonces = np.frombuffer(drawn, dtype=f"S{NONCE_BYTES}")
    assert len(nonces) == SEALS == len(np.unique(nonces))
    sealer.connection.close()


def test_without_random_bytes_nothing_is_sealed_or_written(
    site: TinySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    [found] = site.save(Child(name="one"))
    before = site.sql("SELECT * FROM child")

    def fail(size: int) -> bytes:
        raise OSError("no randomness")

    child = site.load(Child, found)
    with site.session() as session:
        new = Child(name="two")
        monkeypatch.setattr(os, "urandom", fail)
        child.name = "three"
        session.add(new)
        for one in (child.kept_session, session):
            with pytest.raises(OSError, match="no randomness"):
                one.commit()
            one.rollback()
        monkeypatch.undo()
    assert site.sql("SELECT * FROM child") == before
    assert len(site.sql("SELECT * FROM subject_key")) == 1
    assert nonce() != nonce()
