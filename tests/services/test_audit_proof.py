"""The audit under attack: edit, delete, reorder, cut and re-chain are each found and located."""

from __future__ import annotations

import logging
import shutil

import pytest
from sqlalchemy import Connection, delete, update

from tests.support.tamper import unguard_audit
from tests.support.world import World
from wellbeing import anchors, audit, checkpoints
from wellbeing.audit import TABLE
from wellbeing.audit_proof import Fault, FaultKind, Proof, prove
from wellbeing.crypto import Tampered
from wellbeing.services import people


def _proof(world: World, more: dict[int, bytes] | None = None) -> Proof:
    anchored = anchors.read(world.runtime.settings.anchor_path) | (more or {})
    with world.runtime.reading.connect() as connection:
        return prove(connection, world.runtime.keyring(), anchored)


def _edit(connection: Connection, seq: int, **values: object) -> None:
    connection.execute(update(TABLE).where(TABLE.c.seq == seq).values(**values))


def _row(connection: Connection, seq: int) -> dict[str, object]:
    row = connection.execute(TABLE.select().where(TABLE.c.seq == seq)).one()
    return {name: value for name, value in row._mapping.items() if name != "seq"}


@pytest.fixture
def last(world: World) -> int:
    """A site with enough entries whose guards are down; the number of the last."""
    for _ in range(3):
        people.me(world.officer)
    with world.runtime.engine.begin() as connection:
        unguard_audit(connection)
    with world.runtime.reading.connect() as connection:
        return audit.tail(connection)[0]


def test_an_untouched_audit_is_proved_with_an_anchor_per_commit(world: World, last: int) -> None:
    proof = _proof(world)
    assert proof.faults == [] and proof.entries == last
    assert max(anchors.read(world.runtime.settings.anchor_path)) == last


def test_an_edit_is_located(world: World, last: int) -> None:
    with world.runtime.engine.begin() as connection:
        _edit(connection, 5, outcome="denied")
    assert _proof(world).faults == [Fault(FaultKind.CHANGED, 5, 5)]


def test_a_deleted_entry_is_located(world: World, last: int) -> None:
    with world.runtime.engine.begin() as connection:
        connection.execute(delete(TABLE).where(TABLE.c.seq == 6))
    assert Fault(FaultKind.MISSING, 6, 6) in _proof(world).faults


def test_swapped_entries_are_located(world: World, last: int) -> None:
    with world.runtime.engine.begin() as connection:
        one, other = _row(connection, last - 1), _row(connection, last)
        _edit(connection, last - 1, once=None)
        _edit(connection, last, **one)
        _edit(connection, last - 1, **other)
    found = {(one.kind, one.first) for one in _proof(world).faults}
    assert (FaultKind.MOVED, last - 1) in found and (FaultKind.MOVED, last) in found


@pytest.mark.parametrize("kept", [0, 1, -1])
def test_a_cut_end_is_found_by_the_anchors(world: World, last: int, kept: int) -> None:
    keep = kept if kept >= 0 else last - 1
    with world.runtime.engine.begin() as connection:
        connection.execute(delete(TABLE).where(TABLE.c.seq > keep))
    assert _proof(world).faults == [Fault(FaultKind.CUT, keep + 1, last)]


def test_even_who_holds_the_key_cannot_rewrite_what_is_anchored(world: World, last: int) -> None:
    keyring = world.runtime.keyring()
    with world.runtime.engine.begin() as connection:
        _edit(connection, last, outcome="denied")
        row = connection.execute(TABLE.select().where(TABLE.c.seq == last)).one()
        before = bytes(_row(connection, last - 1)["mac"])  # type: ignore[call-overload]
        _edit(connection, last, mac=audit.entry_mac(keyring, before, last, audit.act_of(row)))
    assert _proof(world).faults == [Fault(FaultKind.REPLACED, last, last)]


def test_a_printed_checkpoint_finds_the_cut_when_the_anchors_are_gone(
    world: World, last: int
) -> None:
    keyring = world.runtime.keyring()
    with world.runtime.engine.begin() as connection:
        line = checkpoints.make(keyring, *audit.tail(connection), world.clock())
        connection.execute(delete(TABLE).where(TABLE.c.seq > last - 2))
    (world.runtime.settings.anchor_path / anchors.FILE).unlink()
    assert _proof(world).faults == [Fault(FaultKind.UNANCHORED, 1, last - 2)]
    assert _proof(world, dict([checkpoints.read(keyring, line)])).faults != []
    for forged in (line.replace(f'"seq": {last}', '"seq": 1'), "{}", "x"):
        with pytest.raises(Tampered):
            checkpoints.read(keyring, forged)


def test_an_act_that_is_rolled_back_leaves_no_anchor(world: World, last: int) -> None:
    before = anchors.read(world.runtime.settings.anchor_path)
    with pytest.raises(RuntimeError), world.runtime.engine.begin() as connection:
        act = audit.Act(world.clock(), None, "planted", "done")
        audit.append(connection, world.runtime.keyring(), [act])
        raise RuntimeError
    assert anchors.read(world.runtime.settings.anchor_path) == before
    people.me(world.officer)
    assert _proof(world).faults == []


def test_acts_go_on_while_the_anchors_disk_is_gone_and_the_log_says_so(
    world: World, last: int, caplog: pytest.LogCaptureFixture
) -> None:
    folder = world.runtime.settings.anchor_path
    shutil.rmtree(folder)
    folder.write_text("a file where the disk was")  # nothing can be written below it
    with caplog.at_level(logging.ERROR, logger="miaopu"):
        people.choose_language(world.officer, "zh_Hans")
    assert people.me(world.officer).language == "zh_Hans"
    assert any("anchor_not_written" in one.getMessage() for one in caplog.records)


def test_an_audit_without_its_anchors_is_a_fault_of_its_own(world: World, last: int) -> None:
    (world.runtime.settings.anchor_path / anchors.FILE).unlink()
    assert _proof(world).faults == [Fault(FaultKind.UNANCHORED, 1, last)]
