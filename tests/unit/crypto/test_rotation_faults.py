"""Rotations that are killed, doubled and raced: nothing unreadable, no write lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from tests.support.postgres import ABSENT, Postgres
from tests.unit.crypto.site import Child, Note, TinySite, busy_site, unmarked
from wellbeing.crypto import Keyring, Resealer, left, reseal, rewrap, roll, rotate

ROOT = Path(__file__).resolve().parents[3]
KILLS, PEOPLE = 50, 300
Work = Callable[[TinySite, Keyring], None]


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[TinySite]:
    site = busy_site(tmp_path)
    yield site
    site.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def busy_on_both(
    request: pytest.FixtureRequest, tmp_path: Path, postgres: Postgres | None
) -> Iterator[TinySite]:
    if request.param == "sqlite":
        yield request.getfixturevalue("busy")
        return
    if postgres is None:
        pytest.skip(ABSENT)
    name = f"t{uuid4().hex[:12]}"
    site = busy_site(tmp_path, postgres.create_database(name))
    yield site
    site.engine.dispose()
    postgres.drop_database(name)


class Writer(threading.Thread):
    """Saves new people and renames known ones by turns; remembers what was acknowledged."""

    def __init__(self, site: TinySite, known: Iterable[UUID]) -> None:
        super().__init__()
        self.site, self.ring, self.known = site, site.another_process(), list(known)
        self.added: dict[UUID, str] = {}
        self.renamed: dict[UUID, str] = {}
        self.stopped = threading.Event()

    def run(self) -> None:
        dice, number = random.Random(11), 0
        while not self.stopped.wait(0.005):
            number += 1
            if number % 2:
                self._save(self.added, uuid4(), f"child {number}")
            else:
                self._save(self.renamed, dice.choice(self.known), f"renamed {number}")

    def _save(self, saved: dict[UUID, str], one: UUID, name: str) -> None:
        try:
            with self.site.session(self.ring) as session:
                child = session.get(Child, one) or Child(id=one)
                child.name = name
                session.add(child)
                session.commit()
        except (StaleDataError, OperationalError):
            return  # resealed between our reading and our writing: whoever typed is told so
        saved[one] = name

    def has_saved(self, number: int) -> bool:
        """Wait until so many are saved: beside a busy machine's kills few get through."""
        for _ in range(1_200):
            if min(len(self.added), len(self.renamed)) >= number:
                return True
            time.sleep(0.05)
        return False


@contextmanager
def _writing(site: TinySite, known: Iterable[UUID]) -> Iterator[Writer]:
    writer = Writer(site, known)
    writer.start()
    yield writer
    writer.stopped.set()
    writer.join(30)


def _rotator(site: TinySite) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.unit.crypto.rotator", str(site.key_path.parent)],
        cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return process


def _go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def _unreadable(site: TinySite, people: dict[UUID, str]) -> int:
    ring, wrong = site.another_process(), 0
    with site.session(ring) as session:
        for one, name in people.items():
            child = session.get(Child, one)
            wrong += child is None or child.name.reveal() != name
    return wrong


def _on_old_epochs(site: TinySite) -> int:
    current = site.sql("SELECT epoch FROM key_state")[0].epoch
    return int(site.sql("SELECT count(*) FROM subject_key WHERE epoch != :e", e=current)[0][0])


def _rotate(site: TinySite, ring: Keyring) -> None:
    roll(site.engine, ring, site.provider)
    assert rewrap(site.engine, ring) == 0


def _reseal(site: TinySite, ring: Keyring) -> None:
    resealer = Resealer(ring, (Child, Note))
    resealer.begin(site.engine)
    assert resealer.run(site.engine, unmarked) == 0
    resealer.sweep(site.engine, grace=0)


def _behind(site: TinySite) -> int:
    """Count what is under an old epoch or an old generation."""
    with site.engine.connect() as connection:
        old = left(connection)
    return old + _on_old_epochs(site)


@pytest.mark.parametrize(
    ("work", "most_seconds", "batch"), [(_rotate, 0.06, 20), (_reseal, 0.12, 10)]
)
def test_what_is_killed_at_fifty_moments_loses_and_closes_nothing(
    busy_on_both: TinySite,
    work: Work,
    most_seconds: float,
    batch: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site, dice = busy_on_both, random.Random(5)
    monkeypatch.setattr(rotate, "_BATCH", batch)
    monkeypatch.setattr(reseal, "_BATCH", batch)
    names = [f"person {n}" for n in range(PEOPLE)]
    people = dict(zip(site.save(*[Child(name=one) for one in names]), names, strict=True))
    killed = 0
    with _writing(site, people) as writer:
        # A fork of a process that is ready: fifty starts would take longer than the kills. One
        # that was done before it was killed does not count.
        for _ in range(20 * KILLS):
            if killed == KILLS:
                break
            pid = os.fork()
            if pid == 0:
                _work_and_exit(site, work)
            time.sleep(dice.uniform(0.002, most_seconds))
            os.kill(pid, signal.SIGKILL)
            killed += os.WIFSIGNALED(os.waitpid(pid, 0)[1])
        assert writer.has_saved(10)
    assert killed == KILLS
    people |= writer.added | writer.renamed
    assert _unreadable(site, people) == 0
    work(site, site.another_process())
    assert _behind(site) == 0 and _unreadable(site, people) == 0


def _work_and_exit(site: TinySite, work: Work) -> None:
    """Work in a forked child, on connections of its own; never return into the test."""
    try:
        site.engine.dispose(close=False)
        work(site, site.another_process())
    finally:
        os._exit(0)


def test_two_rotators_at_once_end_with_one_new_epoch(busy: TinySite) -> None:
    site = busy
    names = [f"person {n}" for n in range(PEOPLE)]
    people = dict(zip(site.save(*[Child(name=one) for one in names]), names, strict=True))
    with _writing(site, people) as writer:
        both = [_rotator(site), _rotator(site)]
        for one in both:
            _go(one)
        said = [one.communicate(timeout=60)[0].strip() for one in both]
    assert said == ["0", "0"] and _on_old_epochs(site) == 0
    assert _unreadable(site, people | writer.added | writer.renamed) == 0


def test_reading_goes_on_while_keys_are_rewrapped(busy: TinySite) -> None:
    site = busy
    [first] = site.save(Child(name="first"))
    site.save(*[Child(name=str(n)) for n in range(PEOPLE)])
    process = _rotator(site)
    _go(process)
    seen = 0
    while process.poll() is None or seen < 20:
        row = site.load(Child, first, site.another_process())
        with row.kept_session:
            assert row.name.reveal() == "first"
        seen += 1
    process.communicate(timeout=30)
    assert _on_old_epochs(site) == 0
