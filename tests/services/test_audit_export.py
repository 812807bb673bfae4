"""The audit for auditors: exported by days, signed, append-only, and aware of the settings."""

from __future__ import annotations

import ast
import csv
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from tests.support.world import World
from wellbeing import audit, checkpoints, configuration
from wellbeing.errors import FactorNeeded, Forbidden
from wellbeing.forms import InvalidForm
from wellbeing.services import audit_trail, people, proposals, second_factor, sign_in
from wellbeing.services.audit_trail import ExportForm, TrailFilter
from wellbeing.two_people import OwnProposal, Proposed

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 3, 9)


def _table(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode("utf-8-sig"))))


def _exported(world: World, form: ExportForm) -> bytes:
    """Have the coordinator ask for an export and the administrator confirm it."""
    with pytest.raises(Proposed):
        audit_trail.export_audit(world.coordinator, form)
    office = world.administrator
    found: bytes = proposals.confirm(office, proposals.proposals(office)[0].id)
    return found


def test_the_export_holds_the_days_asked_for_ids_alone_and_the_signed_tail(world: World) -> None:
    world.refer("officer", student_name="秘密甲乙丙")
    world.clock.move(days=2)
    assert world.teacher
    table = _table(_exported(world, ExportForm(DAY, DAY)))
    assert table[0][:4] == ["seq", "at", "actor_id", "act"]
    acts = [row[3] for row in table[1:-1]]
    assert "send_referral" in acts and all(row[1].startswith("2026-03-09") for row in table[1:-1])
    assert "秘密" not in str(table) and "虚构" not in str(table)
    seq, mac = checkpoints.read(world.runtime.keyring(), table[-1][1])
    with world.runtime.reading.connect() as connection:
        row = connection.execute(select(audit.TABLE).where(audit.TABLE.c.seq == seq)).one()
    assert bytes(row.mac) == mac
    later = _table(_exported(world, ExportForm(DAY + timedelta(days=1), DAY + timedelta(days=2))))
    assert "send_referral" not in [row[3] for row in later[:-1]]


def test_an_export_is_entered_and_needs_a_fresh_factor(world: World) -> None:
    office = world.coordinator
    seed = second_factor.begin_factor(office).seed
    now = int(world.clock().timestamp())
    second_factor.confirm_factor(office, second_factor.CodeForm(pyotp.TOTP(seed).at(now)))
    with pytest.raises(Proposed):
        audit_trail.export_audit(office, ExportForm(DAY, DAY))
    newest = audit_trail.trail(office, TrailFilter(act="export_audit"))
    assert [one.outcome for one in newest] == ["refused"]
    world.clock.move(minutes=11)
    with pytest.raises(FactorNeeded):
        audit_trail.export_audit(office, ExportForm(DAY, DAY))


def test_nobody_exports_the_audit_alone(world: World) -> None:
    office, form = world.coordinator, ExportForm(DAY, DAY)
    with pytest.raises(Proposed):
        audit_trail.export_audit(office, form)
    made = proposals.proposals(office)[0]
    assert dict(made.details) == {"From": "2026-03-09", "To": "2026-03-09"}
    for again in (
        lambda: audit_trail.export_audit(office, form),
        lambda: proposals.confirm(office, made.id),
    ):
        with pytest.raises(OwnProposal):
            again()
    assert proposals.proposals(world.officer) == ()
    assert proposals.confirm(world.administrator, made.id).startswith("\ufeffseq".encode())


def test_who_is_alone_on_a_small_site_exports_and_it_says_so(world: World) -> None:
    people.deactivate(world.coordinator, people.me(world.administrator).id)
    world.clock.move(days=8)
    assert audit_trail.export_audit(world.coordinator, ExportForm(DAY, DAY))
    with world.runtime.reading.connect() as connection:
        acts = connection.execute(select(audit.TABLE.c.act, audit.TABLE.c.detail)).all()
    assert next(two[1] for two in acts if two[0] == "export_audit").startswith("alone")


def test_nobody_else_exports_or_signs_and_days_must_be_in_order(world: World) -> None:
    for login in ("officer", "teacher", "counsellor"):
        with pytest.raises(Forbidden):
            audit_trail.export_audit(world.caller(login), ExportForm(DAY, DAY))
        with pytest.raises(Forbidden):
            audit_trail.checkpoint(world.caller(login))
    with pytest.raises(InvalidForm):
        audit_trail.export_audit(world.coordinator, ExportForm(DAY, DAY - timedelta(days=1)))


def test_more_than_fits_is_refused_with_a_way_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_trail, "MOST", 3)
    with pytest.raises(InvalidForm) as refused:
        _exported(world, ExportForm(DAY, DAY))
    assert "fewer days" in refused.value.problems["last"].message


def test_the_checkpoint_on_the_page_is_the_signed_tail(world: World) -> None:
    line = audit_trail.checkpoint(world.administrator)
    seq, mac = checkpoints.read(world.runtime.keyring(), line)
    with world.runtime.reading.connect() as connection:
        assert audit.tail(connection) == (seq, mac) and json.loads(line)["key"]


def test_the_database_refuses_to_change_or_delete_an_entry(world: World) -> None:
    for act in (
        update(audit.TABLE).where(audit.TABLE.c.seq == 2).values(outcome="done"),
        delete(audit.TABLE).where(audit.TABLE.c.seq == 2),
    ):
        with pytest.raises(DBAPIError), world.runtime.engine.begin() as connection:
            connection.execute(act)
    if world.runtime.engine.dialect.name == "postgresql":
        with pytest.raises(DBAPIError), world.runtime.engine.begin() as connection:
            connection.exec_driver_sql("TRUNCATE audit")
    with world.runtime.reading.connect() as connection:
        assert audit.verify(connection, world.runtime.keyring()) is None


def _deletes_entries(tree: ast.AST) -> bool:
    names = {"AuditEntry", "audit.TABLE", "TABLE"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            called = ast.unparse(node.func).rsplit(".", 1)[-1]
            if called in ("delete", "update") and ast.unparse(node.args[0]) in names:
                return True
    return False


def test_entries_are_kept_for_ever_no_code_of_ours_deletes_one() -> None:
    found = [p.name for p in ROOT.glob("wellbeing/**/*.py") if _deletes_entries(_tree(p))]
    assert found == []
    assert _deletes_entries(ast.parse("connection.execute(delete(audit.TABLE))"))


def _tree(path: Path) -> ast.AST:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_sign_ins_refusals_and_settings_are_entered(world: World) -> None:
    with pytest.raises(sign_in.SignInRefused):
        sign_in.sign_in(world.visitor, sign_in.SignInForm("officer", "not the password"))
    office = world.coordinator
    assert {one.outcome for one in audit_trail.trail(office, TrailFilter(act="sign_in"))} == {
        "done", "refused",
    }  # fmt: skip
    assert configuration.note_settings(world.runtime)
    assert not configuration.note_settings(world.runtime)
    changed = world.runtime.settings.model_copy(update={"idle_minutes": 7})
    assert configuration.note_settings(replace(world.runtime, settings=changed))
    assert len(audit_trail.trail(office, TrailFilter(act="configure"))) == 2
    with world.runtime.reading.connect() as connection:
        acts = select(audit.TABLE.c.detail).where(audit.TABLE.c.act == "configure")
        details = connection.execute(acts).scalars().all()
    assert "idle_minutes" in details[-1] and str(changed.data_dir) not in str(details)


def test_the_command_writes_a_new_file_and_enters_it(sqlite_world: World, tmp_path: Path) -> None:
    target = tmp_path / "audit.csv"
    assert people.me(sqlite_world.officer)
    done = [_export(sqlite_world, target) for _ in range(2)]
    assert [one.returncode for one in done] == [0, 2], done[0].stderr
    table = _table(target.read_bytes())
    assert "sign_in" in [row[3] for row in table[1:-1]] and table[-1][0] == "checkpoint"
    assert oct(target.stat().st_mode)[-3:] == "600"
    newest = audit_trail.trail(sqlite_world.coordinator, TrailFilter(act="export_audit"))
    assert [(one.outcome, one.kind) for one in newest] == [("done", "operator")]


def _export(world: World, target: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATA_DIR": str(world.runtime.settings.folder)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "wellbeing", "audit", "export", str(target)]
    return subprocess.run(command, cwd=ROOT, env=environment, text=True, capture_output=True)
