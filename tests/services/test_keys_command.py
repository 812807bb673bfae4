"""`python -m wellbeing keys`: the operator's hand on the keys, on a real site."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.support.world import PASSWORD, World
from wellbeing.audit import TABLE
from wellbeing.key_console import begun
from wellbeing.models import SUBJECT_KEYS
from wellbeing.services import proposals, referrals, students

ROOT = Path(__file__).resolve().parents[2]


def run(world: World, *words: str, as_: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Give a command at the machine; `as_` is who signs in there where it asks for somebody."""
    settings = world.runtime.settings
    environment = {
        **os.environ,
        "DATA_DIR": str(settings.folder),
        "DATABASE_URL": settings.database_url,
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "200",
        **more,
    }
    command = [sys.executable, "-m", "wellbeing", "keys", *words]
    typed = f"{as_}\n{PASSWORD}\n\n"
    return subprocess.run(
        command, cwd=ROOT, env=environment, text=True, capture_output=True, input=typed
    )


def entered(world: World, act: str) -> list[tuple[str, str]]:
    """Return outcome and detail of every entry of an act."""
    with world.runtime.reading.connect() as connection:
        rows = connection.execute(
            select(TABLE.c.outcome, TABLE.c.detail).where(TABLE.c.act == act).order_by(TABLE.c.seq)
        )
        return [(one.outcome, one.detail) for one in rows]


def epochs(world: World) -> set[int]:
    with world.runtime.reading.connect() as connection:
        return set(connection.scalars(select(SUBJECT_KEYS.c.epoch)))


def test_a_served_site_goes_on_while_its_keys_are_rotated(world: World) -> None:
    sent = world.refer("officer")
    done = run(world, "rotate")
    assert done.returncode == 0 and "every data key is under epoch 2" in done.stderr
    assert epochs(world) == {2}
    assert referrals.my_referrals(world.officer)[0].id == sent.id
    world.refer("officer", student_name="另一位")
    assert epochs(world) == {2}
    with world.runtime.reading.connect() as connection:
        query = select(TABLE.c.outcome, TABLE.c.actor_id, TABLE.c.detail)
        rows = connection.execute(query.where(TABLE.c.act == "rotate_keys").order_by(TABLE.c.seq))
        begun, done = rows.all()
    assert (begun.outcome, begun.actor_id, begun.detail) == ("begun", None, "")
    assert (done.outcome, done.actor_id) == ("done", None)
    assert done.detail.startswith("epoch=2 keys=")


def test_status_counts_and_an_old_epoch_is_destroyed_only_after_the_rotation(
    sqlite_world: World,
) -> None:
    proposed = run(sqlite_world, "destroy", "1", as_="coordinator")
    assert proposed.returncode == 3 and "second person" in proposed.stderr
    refused = run(sqlite_world, "destroy", "1", as_="administrator")
    assert refused.returncode == 2 and "is in use" in refused.stderr
    assert run(sqlite_world, "rotate").returncode == 0
    assert run(sqlite_world, "destroy", "1", as_="administrator").returncode == 0
    said = run(sqlite_world, "status")
    assert said.returncode == 0 and "2 (current)" in said.stderr and "v1" in said.stderr
    assert sqlite_world.officer  # signs in, with a key that is read anew


def test_a_minimum_that_nothing_reaches_refuses_the_start(sqlite_world: World) -> None:
    refused = run(sqlite_world, "rotate", MIAOPU_ENVELOPE_MINIMUM="2")
    assert refused.returncode == 2 and "Set it to 1 at most" in " ".join(refused.stderr.split())
    assert epochs(sqlite_world) == {1}


def test_one_person_at_the_machine_destroys_nothing(sqlite_world: World) -> None:
    assert run(sqlite_world, "rotate").returncode == 0
    unknown = run(sqlite_world, "destroy", "1", as_="nobody")
    assert unknown.returncode == 2 and "is not right" in unknown.stderr
    refused = run(sqlite_world, "destroy", "1", as_="officer")
    assert refused.returncode == 2
    for _ in range(2):
        run(sqlite_world, "destroy", "1", as_="coordinator")
    assert 1 in sqlite_world.runtime.keys.held().wrapped
    [(outcome, _), *_] = entered(sqlite_world, "destroy_epoch")
    assert outcome in ("refused", "denied") and entered(sqlite_world, "epoch_destroyed") == []
    waiting = proposals.proposals(sqlite_world.administrator)
    proposals.confirm(sqlite_world.administrator, waiting[0].id)
    assert 1 not in sqlite_world.runtime.keys.held().wrapped
    assert entered(sqlite_world, "epoch_destroyed") == [("done", "epoch=1")]


def test_who_sits_at_the_machine_erases_nobody_without_a_sign_in(sqlite_world: World) -> None:
    sqlite_world.refer("officer")
    [found] = students.find_students(sqlite_world.coordinator, "陆小满")
    for who in ("", "officer", "administrator"):
        refused = run(sqlite_world, "erase", str(found.id), "--why", "unlawful", as_=who)
        assert refused.returncode == 2
    assert students.find_students(sqlite_world.coordinator, "陆小满")


def test_what_is_cut_off_leaves_its_beginning_in_the_audit(sqlite_world: World) -> None:
    with pytest.raises(KeyboardInterrupt), begun(sqlite_world.runtime, "rotate_keys"):
        raise KeyboardInterrupt
    assert entered(sqlite_world, "rotate_keys") == [("begun", "")]
    refused = run(sqlite_world, "escrow", "--to", str(sqlite_world.runtime.settings.folder))
    assert refused.returncode == 2
    assert [one for one, _ in entered(sqlite_world, "print_key_shares")] == ["begun", "refused"]
    assert run(sqlite_world, "rotate", "--prepare").returncode == 0
    assert entered(sqlite_world, "prepare_epoch") == [("begun", ""), ("done", "epoch=2")]
