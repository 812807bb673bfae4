"""A whole row put back to an older, validly sealed version: found and located by the audit."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from sqlalchemy import select, update

from tests.support.tamper import proof_of, row_of, stored, unguard_audit, written_back
from tests.support.world import World, case_with_parent
from wellbeing.audit import TABLE
from wellbeing.audit_proof import FaultKind
from wellbeing.crypto import Fresh
from wellbeing.models import Referral, Student
from wellbeing.row_marks import Mark, RolledBack, pack, unpack, written
from wellbeing.services import screening

REFERRAL: Any = Referral.__table__
STUDENT: Any = Student.__table__


def test_a_row_that_is_put_back_whole_opens_but_is_found_and_located(world: World) -> None:
    sent = world.refer("officer")
    old = row_of(world, REFERRAL, sent.id)
    world.decide(sent.id)
    assert proof_of(world).rows == [] and proof_of(world).faults == []
    newest = written_back(world, REFERRAL, old)
    # By itself it fits: no text of it is refused.
    assert screening.open_screening(world.coordinator, sent.id).texts["worries"]
    assert newest > old["rev"]
    assert proof_of(world).rows == [RolledBack("referral", sent.id, old["rev"], newest)]
    assert proof_of(world).faults == []


def test_what_every_act_wrote_is_marked_and_an_untouched_site_is_proved(world: World) -> None:
    case_with_parent(world)
    with world.runtime.reading.connect() as connection:
        entries = connection.execute(select(TABLE)).all()
        marks = {(m.table, m.id): m for e in entries for m in unpack(e.wrote or b"")}
        rows = connection.execute(select(STUDENT.c.id, STUDENT.c.rev, STUDENT.c.manifest)).all()
    assert rows and {"student", "referral"} <= {table for table, _ in marks}
    for row in rows:
        held = Mark("student", row.id, row.rev, bytes(row.manifest)[:8])
        assert marks["student", row.id] == held
    assert proof_of(world).rows == [] and proof_of(world).faults == []


def test_a_mark_that_is_edited_with_the_row_breaks_the_chain(world: World) -> None:
    sent = world.refer("officer")
    old = row_of(world, REFERRAL, sent.id)
    world.decide(sent.id)
    written_back(world, REFERRAL, old)
    with world.runtime.engine.begin() as connection:
        unguard_audit(connection)
        connection.execute(update(TABLE).where(TABLE.c.object_id == sent.id).values(wrote=None))
    assert {one.kind for one in proof_of(world).faults} == {FaultKind.CHANGED}


def test_what_a_savepoint_took_back_is_marked_as_the_database_has_it(world: World) -> None:
    sent, fresh = world.refer("officer"), Fresh()
    fresh.written += [("referral", sent.id, 99, bytes(range(32))), ("referral", uuid4(), 1, b"m")]
    fresh.roll_back()
    with world.runtime.engine.begin() as connection:
        row = stored(connection, REFERRAL, sent.id)
        [mark] = unpack(written(connection, fresh, world.runtime.keyring()))
    assert mark == Mark("referral", sent.id, row["rev"], bytes(row["manifest"])[:8])


def test_marks_are_packed_exactly_and_hold_no_word_of_a_person(world: World) -> None:
    some = [Mark("student", uuid4(), 1, b"12345678"), Mark("t", uuid4(), 2**31, b"abcdefgh")]
    assert list(unpack(pack(some))) == some and list(unpack(b"")) == []
    assert list(unpack(pack(some)[:-1])) == some[:1]
    world.refer("officer")
    with world.runtime.reading.connect() as connection:
        held = b"".join(one for one in connection.scalars(select(TABLE.c.wrote)) if one)
    tables = sum(len(one.table) for one in unpack(held))
    assert len(held) == sum(29 for _ in unpack(held)) + tables
    assert "陆".encode() not in held
