"""`python -m wellbeing keys`: the operator's hand on the keys, on a real site."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.support.world import World
from wellbeing.audit import TABLE
from wellbeing.models import SUBJECT_KEYS
from wellbeing.services import referrals

ROOT = Path(__file__).resolve().parents[2]


def run(world: World, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
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
    return subprocess.run(command, cwd=ROOT, env=environment, text=True, capture_output=True)


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
        acts = connection.execute(select(TABLE.c.act, TABLE.c.actor_id, TABLE.c.detail)).all()
    [noted] = [one for one in acts if one.act == "rotate_keys"]
    assert noted.actor_id is None and noted.detail.startswith("epoch=2 keys=")


def test_status_counts_and_an_old_epoch_is_destroyed_only_after_the_rotation(
    sqlite_world: World,
) -> None:
    refused = run(sqlite_world, "destroy", "1")
    assert refused.returncode == 2 and "is in use" in refused.stderr
    assert run(sqlite_world, "rotate").returncode == 0
    assert run(sqlite_world, "destroy", "1").returncode == 0
    said = run(sqlite_world, "status")
    assert said.returncode == 0 and "2 (current)" in said.stderr and "v1" in said.stderr
    assert sqlite_world.officer  # signs in, with a key that is read anew


@pytest.mark.parametrize(
    "changed", ["old copy", "foreign", "among the data", "open", "gone", "minimum"]
)
def test_a_wrong_key_file_refuses_the_start_and_writes_nothing(
    sqlite_world: World, tmp_path: Path, changed: str
) -> None:
    settings = sqlite_world.runtime.settings
    before = settings.key_path.read_bytes()
    assert run(sqlite_world, "rotate").returncode == 0
    sqlite_world.close()
    more, says = {}, ""
    if changed == "old copy":
        settings.key_path.write_bytes(before)
        says = "no epoch 2"
    elif changed == "foreign":
        settings.key_path.unlink()
        sqlite_world.runtime.keys.create()
        says = "does not belong to this database"
    elif changed == "among the data":
        settings.key_path.replace(settings.folder / "my.key")
        more, says = {"MIAOPU_KEY_FILE": str(settings.folder / "my.key")}, "lies among the data"
    elif changed == "open":
        settings.key_path.chmod(0o644)
        says = "chmod 600"
    elif changed == "gone":
        settings.key_path.unlink()
        says = "is missing"
    else:
        more, says = {"MIAOPU_ENVELOPE_MINIMUM": "2"}, "Set it to 1 at most"
    stood = {one: one.read_bytes() for one in settings.folder.rglob("*") if one.is_file()}
    refused = run(sqlite_world, "rotate", **more)
    assert refused.returncode == 2 and says in " ".join(refused.stderr.split())
    now = {one: one.read_bytes() for one in settings.folder.rglob("*") if one.is_file()}
    assert {k: v for k, v in now.items() if not k.name.endswith(("-shm", "-wal"))} == {
        k: v for k, v in stood.items() if not k.name.endswith(("-shm", "-wal"))
    }
