"""Erasure: without its key a text is noise, here, in the journal and in every backup."""

from __future__ import annotations

import shutil
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.unit.crypto.site import Child, Note, TinySite, unmarked
from wellbeing.crypto import (
    WHOLE,
    Eraser,
    Erasure,
    KeyUnavailable,
    Ledger,
    SubjectErased,
    WeakKey,
    clean_journal,
    destroy,
    equals,
    erasures,
    reveal_kept,
    reveal_many,
    rewrap,
    roll,
)

NOW = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)


@pytest.fixture
def eraser(site: TinySite) -> Eraser:
    return _eraser(site)


def _eraser(site: TinySite, name: str = "site.key.erased") -> Eraser:
    return Eraser(site.keyring, Ledger(site.key_path.with_name(name)), (Child, Note))


def _child(site: TinySite) -> UUID:
    [found] = site.save(Child(name="王小明", nick="明明", born={"y": 1}))
    site.save(Note(child_id=found, name="n", text="t"))
    return found


def _shred(site: TinySite, eraser: Eraser, subject: UUID, compartment: str = WHOLE) -> Erasure:
    with site.engine.begin() as connection:
        return eraser.shred(connection, subject, compartment, NOW, [])


def _opens(site: TinySite, child: UUID, name: str, ring: Any = None) -> Any:
    row = site.load(Child, child, ring)
    with row.kept_session:
        return getattr(row, name).reveal()


def test_an_erased_compartment_leaves_the_others_readable(site: TinySite, eraser: Eraser) -> None:
    child = _child(site)
    _shred(site, eraser, child, "identity")
    for ring in (site.keyring, site.another_process()):
        with pytest.raises(SubjectErased):
            _opens(site, child, "name", ring)
        assert _opens(site, child, "born", ring) == {"y": 1}


def test_a_view_reads_a_blank_where_an_act_is_refused(site: TinySite, eraser: Eraser) -> None:
    child = _child(site)
    _shred(site, eraser, child)
    row = site.load(Child, child)
    row.kept_session.info["opener"].viewing = True
    assert (row.name.reveal(), row.born.reveal()) == ("—", {})
    row.kept_session.info["opener"].viewing = False
    with pytest.raises(SubjectErased):
        row.name.reveal()


def test_another_process_that_has_the_key_in_memory_stops_opening_at_once(
    site: TinySite, eraser: Eraser
) -> None:
    child, other = _child(site), site.another_process()
    assert _opens(site, child, "name", other) == "王小明"
    _shred(site, eraser, child)
    with pytest.raises(SubjectErased):
        _opens(site, child, "name", other)


def test_nobody_is_found_by_what_was_erased(site: TinySite, eraser: Eraser) -> None:
    child = _child(site)
    [kept] = site.save(Child(name="王小明"))
    with site.session() as session:
        named = equals(Child, "name", "王小明", site.keyring)
        assert len(session.query(Child).where(named).all()) == 2
    _shred(site, eraser, child, "identity")
    with site.session() as session:
        assert [one.id for one in session.query(Child).where(named)] == [kept]
        rows = session.query(Child).order_by(Child.id != kept).all()
        assert reveal_kept(rows, "name", "gone") == ["王小明", "gone"]
        with pytest.raises(SubjectErased):
            reveal_many(rows, "name")


def test_a_wholly_erased_subject_takes_no_new_text(site: TinySite, eraser: Eraser) -> None:
    child = _child(site)
    _shred(site, eraser, child)
    with site.session() as session, pytest.raises(SubjectErased):
        session.add(Note(child_id=child, text="again"))
        session.commit()


def test_an_erased_compartment_can_be_written_in_again_under_a_key_of_its_own(
    site: TinySite, eraser: Eraser
) -> None:
    child = _child(site)
    before = site.sql("SELECT name FROM child")[0].name
    _shred(site, eraser, child, "identity")
    with site.session() as session:
        row = session.get(Child, child)
        assert row is not None
        row.name = "新名字"
        session.commit()
    assert _opens(site, child, "name", site.another_process()) == "新名字"
    with pytest.raises(SubjectErased):
        _opens(site, child, "nick", site.another_process())
    site.sql("UPDATE child SET name = :b", b=before)
    assert site.sql("SELECT generation FROM subject_key WHERE compartment = 'identity'") == [(2,)]


def test_erasing_again_says_that_it_was_done(site: TinySite, eraser: Eraser) -> None:
    child = _child(site)
    _shred(site, eraser, child)
    with pytest.raises(SubjectErased):
        _shred(site, eraser, child)


def test_no_wrapped_byte_is_left_in_database_or_journal(site: TinySite, eraser: Eraser) -> None:
    with closing(site.engine.raw_connection()) as raw:
        raw.cursor().execute("PRAGMA journal_mode=WAL")
    child = _child(site)
    wrapped = [row.wrapped for row in site.sql("SELECT wrapped FROM subject_key")]
    assert len(wrapped) == 3 and _left(site, wrapped)
    _shred(site, eraser, child)
    assert clean_journal(site.engine)
    assert not _left(site, wrapped)


def _left(site: TinySite, wrapped: list[bytes]) -> list[str]:
    files = [one for one in site.key_path.parent.glob("site.db*")]
    return [one.name for one in files for key in wrapped if key in one.read_bytes()]


def test_a_restored_backup_revives_nobody(site: TinySite, eraser: Eraser, tmp_path: Path) -> None:
    child = _child(site)
    other = site.another_process()
    assert _opens(site, child, "name", other) == "王小明"
    backup = tmp_path / "yesterday.db"
    shutil.copy(tmp_path / "site.db", backup)
    _shred(site, eraser, child)
    with pytest.raises(SubjectErased):
        _opens(site, child, "name", other)
    site.engine.dispose()
    shutil.copy(backup, tmp_path / "site.db")
    with pytest.raises(SubjectErased):  # a process that was running meanwhile
        _opens(site, child, "name", other)
    assert _eraser(site).catch_up(site.engine, unmarked) == 1
    assert site.sql("SELECT 1 FROM subject_key") == []
    assert site.sql("SELECT name_token FROM child") == [(None,)]
    with pytest.raises(SubjectErased):
        _opens(site, child, "name", site.another_process())
    assert _eraser(site).catch_up(site.engine, unmarked) == 0


def test_a_crash_between_ledger_and_database_is_made_up_for(site: TinySite, eraser: Eraser) -> None:
    child = _child(site)
    with site.engine.connect() as connection:
        eraser.shred(connection, child, WHOLE, NOW, [])
        connection.rollback()  # the power went after the ledger was written
    assert site.sql("SELECT count(*) FROM subject_key") == [(3,)]
    assert _eraser(site).catch_up(site.engine, unmarked) == 1
    with pytest.raises(SubjectErased):
        _opens(site, child, "name", site.another_process())


def test_another_machines_ledger_learns_what_the_database_knows(
    site: TinySite, eraser: Eraser
) -> None:
    child = _child(site)
    done = _shred(site, eraser, child)
    elsewhere = _eraser(site, "other.key.erased")
    assert elsewhere.catch_up(site.engine, unmarked) == 0
    assert elsewhere.ledger.read(site.keyring) == (done,)


def test_half_a_line_of_the_ledger_is_no_erasure_and_a_changed_line_is_refused(
    site: TinySite, eraser: Eraser
) -> None:
    child = _child(site)
    done = _shred(site, eraser, child)
    path = eraser.ledger.path
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:40])
    assert eraser.ledger.read(site.keyring) == (done,)
    eraser.ledger.append(site.keyring, [done])
    assert eraser.ledger.read(site.keyring) == (done, done)
    for changed in (whole.replace(b"65535", b"0"), whole + b"{}\n", whole + b"no line\n"):
        path.write_bytes(changed)
        with pytest.raises(WeakKey, match="ledger"):
            eraser.ledger.read(site.keyring)
    assert child.hex.encode() not in whole and str(child).encode() not in whole


def test_it_is_final_when_the_epoch_is_destroyed(site: TinySite, eraser: Eraser) -> None:
    store = site.provider
    child = _child(site)
    backup = site.sql("SELECT * FROM subject_key")
    done = _shred(site, eraser, child)
    assert done.epoch == 1 and not done.final(store.held().wrapped)
    roll(site.engine, site.keyring, store)
    rewrap(site.engine, site.keyring)
    assert not done.final(store.held().wrapped)
    destroy(site.engine, store, 1)
    assert done.final(store.held().wrapped)
    with site.engine.connect() as connection:
        assert erasures(connection) == [done]
    ring = site.another_process()
    for row in backup:
        with pytest.raises(KeyUnavailable):
            ring.unwrap(row)


def test_erasing_costs_the_same_with_ten_records_and_with_ten_thousand(
    site: TinySite, eraser: Eraser
) -> None:
    def one_round(records: int) -> float:
        child = _child(site)
        note = site.sql("SELECT id FROM note WHERE child_id = :c", c=child)[0].id
        site.sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :k) "
            "INSERT INTO note (id, rev, manifest, child_id, name, text) SELECT "
            "lower(hex(randomblob(16))), rev, manifest, child_id, name, text FROM note, n "
            "WHERE id = :n",
            k=records, n=note,
        )  # fmt: skip
        began = time.perf_counter()
        _shred(site, eraser, child)
        return time.perf_counter() - began

    for _ in range(3):  # the machine may be loud
        few, many = zip(*[(one_round(10), one_round(10_000)) for _ in range(7)], strict=True)
        if min(many) <= 1.5 * min(few):
            return
    raise AssertionError((few, many))
