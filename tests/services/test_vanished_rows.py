"""Rows put back from before a resealing or an erasure, and rows that vanish: the audit tells."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select

from tests.support.tamper import proof_of, row_of, stored, written_back
from tests.support.world import World
from wellbeing.audit import TABLE
from wellbeing.crypto import GONE, Fresh, Resealer, SealedBytes
from wellbeing.models import RECORDS, Draft, Referral, Student
from wellbeing.row_marks import Mark, RolledBack, unpack, written
from wellbeing.services import drafts, erasure
from wellbeing.services import students as roll
from wellbeing.services.erasure import EraseForm, Part, Why

REFERRAL: Any = Referral.__table__
STUDENT: Any = Student.__table__
DRAFT: Any = Draft.__table__


def _reseal(world: World) -> None:
    resealer = Resealer(world.runtime.keyring(), RECORDS)
    resealer.begin(world.runtime.engine)
    assert resealer.run(world.runtime.engine, world.runtime.marker("reseal")) == 0


def _referred(world: World) -> UUID:
    """Return the id of somebody for whom no case is opened."""
    world.refer("officer")
    [child] = roll.find_students(world.coordinator, "陆小满")
    return child.id


def test_a_row_from_before_a_resealing_is_found(world: World) -> None:
    sent = world.refer("officer")
    old = row_of(world, REFERRAL, sent.id)
    _reseal(world)
    assert proof_of(world).rows == [] and proof_of(world).faults == []
    newest = written_back(world, REFERRAL, old)
    assert newest > old["rev"]
    assert proof_of(world).rows == [RolledBack("referral", sent.id, old["rev"], newest)]


def test_a_row_from_before_an_erasure_is_found(world: World) -> None:
    child = _referred(world)
    old = row_of(world, STUDENT, child)
    erasure.erase(world.coordinator, child, EraseForm(Part.ALL, Why.RETENTION_OVER))
    assert row_of(world, STUDENT, child)["name_token"] is None and old["name_token"]
    assert proof_of(world).rows == [] and proof_of(world).faults == []
    newest = written_back(world, STUDENT, old)
    assert proof_of(world).rows == [RolledBack("student", child, old["rev"], newest)]


def test_a_row_from_before_the_ledger_met_a_restored_backup_is_found(world: World) -> None:
    child, runtime = _referred(world), world.runtime
    old = row_of(world, STUDENT, child)
    with runtime.engine.connect() as connection:
        # In the ledger, and never in this database: as it is with a backup that is put back.
        runtime.eraser().shred(connection, child, "*", runtime.clock(), [])
        connection.rollback()
    assert runtime.eraser().catch_up(runtime.engine, runtime.marker("erase")) == 1
    assert row_of(world, STUDENT, child)["name_token"] is None
    assert proof_of(world).rows == [] and proof_of(world).faults == []
    newest = written_back(world, STUDENT, old)
    assert proof_of(world).rows == [RolledBack("student", child, old["rev"], newest)]


def _kept_and_marked(world: World) -> dict[str, Any]:
    """Return a draft that a resealing has marked, as it stands in the database."""
    drafts.keep_draft(world.officer, "referral", {"worries": "睡得不好"})
    _reseal(world)
    with world.runtime.reading.connect() as connection:
        return dict(connection.execute(select(DRAFT)).mappings().one())


def test_a_row_that_somebody_deletes_behind_the_audit_is_named(world: World) -> None:
    draft = _kept_and_marked(world)
    assert proof_of(world).rows == []
    with world.runtime.engine.begin() as connection:
        connection.execute(delete(DRAFT).where(DRAFT.c.id == draft["id"]))
    assert proof_of(world).rows == [RolledBack("draft", draft["id"], 0, draft["rev"])]
    assert proof_of(world).faults == []


def test_what_an_act_deletes_is_marked_and_found_when_it_is_put_back(world: World) -> None:
    draft = _kept_and_marked(world)
    drafts.discard_draft(world.officer, "referral")
    assert proof_of(world).rows == [] and proof_of(world).faults == []
    raw = {key: SealedBytes(one) if key == "answers" else one for key, one in draft.items()}
    with world.runtime.engine.begin() as connection:
        connection.execute(insert(DRAFT).values(raw))
    assert proof_of(world).rows == [RolledBack("draft", draft["id"], draft["rev"], 0)]


def test_typing_leaves_no_entry_and_throwing_away_one(world: World) -> None:
    officer = world.officer
    before = _entries(world)
    drafts.keep_draft(officer, "referral", {"worries": "睡得不好"})
    assert _entries(world) == before
    drafts.discard_draft(officer, "referral")
    drafts.discard_draft(officer, "referral")  # nothing there: nothing to enter
    assert _entries(world) == [*before, "discard_draft"]


def _entries(world: World) -> list[str]:
    with world.runtime.reading.connect() as connection:
        return list(connection.scalars(select(TABLE.c.act).order_by(TABLE.c.seq)))


def test_a_deletion_that_a_savepoint_took_back_is_no_deletion(world: World) -> None:
    sent, gone, fresh = world.refer("officer"), uuid4(), Fresh()
    fresh.written += [("referral", sent.id, 3, GONE), ("referral", gone, 2, GONE)]
    fresh.roll_back()
    with world.runtime.engine.begin() as connection:
        row = stored(connection, REFERRAL, sent.id)
        marks = {one.id: one for one in unpack(written(connection, fresh, world.runtime.keyring()))}
    assert marks == {
        sent.id: Mark("referral", sent.id, row["rev"], bytes(row["manifest"])[:8]),
        gone: Mark("referral", gone, 2, bytes(8)),
    }
