"""`python -m wellbeing audit`: proved, printed, and refused after a cut."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import delete

from tests.support.tamper import put_back, stored, unguard_audit
from tests.support.world import World
from wellbeing import audit
from wellbeing.audit import TABLE
from wellbeing.models import Referral

ROOT = Path(__file__).resolve().parents[2]


def _run(world: World, *words: str) -> subprocess.CompletedProcess[str]:
    folder = str(world.runtime.settings.folder)
    environment = {**os.environ, "DATA_DIR": folder, "PYTHONPATH": str(ROOT)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "wellbeing", "audit", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, text=True, capture_output=True)


def test_the_audit_is_proved_on_the_command_line(sqlite_world: World, tmp_path: Path) -> None:
    assert sqlite_world.officer
    printed = tmp_path / "checkpoints"
    printed.write_text(_run(sqlite_world, "checkpoint").stdout)
    well = _run(sqlite_world, "verify", "--checkpoint", str(printed))
    assert well.returncode == 0 and "All is well" in well.stderr, well.stderr
    with sqlite_world.runtime.reading.connect() as connection:
        total = audit.count(connection)
    assert f"{total}/{total}" in well.stderr
    with sqlite_world.runtime.engine.begin() as connection:
        unguard_audit(connection)
        connection.execute(delete(TABLE).where(TABLE.c.seq > 3))
    touched = _run(sqlite_world, "verify")
    assert touched.returncode == 2 and "cut: entry 4" in touched.stderr


def test_a_row_that_was_put_back_is_named_on_the_command_line(sqlite_world: World) -> None:
    sent, table = sqlite_world.refer("officer"), Referral.__table__
    with sqlite_world.runtime.reading.connect() as connection:
        old = stored(connection, table, sent.id)
    sqlite_world.decide(sent.id)
    with sqlite_world.runtime.engine.begin() as connection:
        put_back(connection, table, old)
    touched = _run(sqlite_world, "verify")
    assert touched.returncode == 2
    assert f"rolled back: referral {sent.id} stands at revision {old['rev']}" in touched.stderr
