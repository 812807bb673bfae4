"""A new epoch for the keys: online, resumable, and the old one goes only when nothing uses it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.unit.crypto.site import Base, Child, Note, TinySite
from wellbeing.crypto import (
    FileProvider,
    Keyring,
    KeyUnavailable,
    RotationConflict,
    behind,
    census,
    create_key_file,
    destroy,
    key_file,
    rewrap,
    roll,
    rotate,
)

MODELS = (Child, Note)


def _store(site: TinySite) -> FileProvider:
    return FileProvider(site.key_path)


def _name(site: TinySite, child: UUID, ring: Keyring | None = None) -> Any:
    row = site.load(Child, child, ring)
    with row.kept_session:
        return row.name.reveal()


def _rotate(site: TinySite) -> int:
    epoch = roll(site.engine, site.keyring, _store(site))
    assert rewrap(site.engine, site.keyring) == 0
    return epoch


def _epochs(site: TinySite) -> dict[int, int]:
    with site.engine.connect() as connection:
        return census(connection, MODELS).keys


def test_after_a_rotation_every_key_is_under_the_new_epoch_and_every_text_opens(
    site: TinySite,
) -> None:
    ids = site.save(*[Child(name=f"child {n}", born={"y": n}) for n in range(5)])
    before = site.sql("SELECT wrapped FROM subject_key")
    assert _rotate(site) == 2 and _epochs(site) == {2: 10}
    assert not set(before) & set(site.sql("SELECT wrapped FROM subject_key"))
    ring = site.another_process()
    assert [_name(site, one, ring) for one in ids] == [f"child {n}" for n in range(5)]


def test_a_rotator_that_comes_late_overwrites_nothing_and_has_nothing_left_to_do(
    site: TinySite,
) -> None:
    ids = site.save(*[Child(name=str(n)) for n in range(3)])
    epoch = roll(site.engine, site.keyring, _store(site))
    with site.engine.begin() as connection:
        rows = rotate._next(connection, None)
    late = [rotate._rewrapped(site.keyring, row, epoch) for row in rows]
    assert rewrap(site.engine, site.another_process()) == 0
    theirs = site.sql("SELECT wrapped FROM subject_key ORDER BY wrapped")
    with site.engine.begin() as connection:
        rotate._compare_and_set(connection, late)
    assert site.sql("SELECT wrapped FROM subject_key ORDER BY wrapped") == theirs
    assert rewrap(site.engine, site.keyring) == 0 and _epochs(site) == {2: 3}
    assert [_name(site, one, site.another_process()) for one in ids] == ["0", "1", "2"]


def test_a_second_rotation_goes_on_where_the_first_was_cut_off(
    site: TinySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.save(*[Child(name=str(n)) for n in range(7)])
    monkeypatch.setattr(rotate, "_BATCH", 3)
    assert roll(site.engine, site.keyring, _store(site)) == 2

    class Killed(Exception):
        pass

    def kill(done: int) -> None:
        raise Killed()

    with pytest.raises(Killed):
        rewrap(site.engine, site.keyring, kill)
    assert _epochs(site) == {1: 4, 2: 3}
    assert roll(site.engine, site.keyring, _store(site)) == 2
    assert rewrap(site.engine, site.keyring) == 0 and _epochs(site) == {2: 7}
    assert _rotate(site) == 3


def test_a_kill_between_key_file_and_database_is_made_up_for(site: TinySite) -> None:
    site.save(Child(name="one"))
    store = _store(site)
    store.use_epoch(store.prepare_epoch())  # and then the power went
    assert roll(site.engine, site.keyring, store) == 2
    assert set(store.held().wrapped) == {1, 2}


def test_other_processes_go_on_reading_and_writing_across_a_rotation(site: TinySite) -> None:
    [child] = site.save(Child(name="before"))
    other = site.another_process()
    assert _name(site, child, other) == "before"
    _rotate(site)
    late = site.another_process()
    late._epochs = {1: late._epochs[1]}  # it started before the rotation, and cached nothing
    assert _name(site, child, late) == "before"
    with site.session(other) as session:
        session.add(Child(name="after"))
        session.commit()
    assert _epochs(site) == {2: 2}


def test_a_process_without_the_new_key_file_makes_no_key_under_the_old_epoch(
    site: TinySite, tmp_path: Path
) -> None:
    alone = Keyring(_store(site).load(), "demo:one")  # its machine never gets the new file
    _rotate(site)
    with site.session(alone) as session, pytest.raises(KeyUnavailable):
        session.add(Child(name="one"))
        session.commit()
    assert _epochs(site) == {}


def test_a_live_process_outlives_a_key_file_that_cannot_be_read(site: TinySite) -> None:
    [child] = site.save(Child(name="one"))
    other = site.another_process()
    assert _name(site, child, other) == "one"
    site.key_path.chmod(0o644)
    other.renew()
    assert _name(site, child, other) == "one"


def test_an_old_epoch_goes_only_when_nothing_uses_it(site: TinySite) -> None:
    [child] = site.save(Child(name="one"))
    store = _store(site)
    with pytest.raises(RotationConflict) as refused:
        destroy(site.engine, store, 1)
    assert refused.value.params["epoch"] == 1
    roll(site.engine, site.keyring, store)
    with pytest.raises(RotationConflict) as refused:
        destroy(site.engine, store, 1)
    assert refused.value.params["using"] == 1
    rewrap(site.engine, site.keyring)
    destroy(site.engine, store, 1)
    assert set(store.held().wrapped) == {2}
    assert _name(site, child, site.another_process()) == "one"
    with pytest.raises(RotationConflict) as refused:
        destroy(site.engine, store, 1)
    assert "no epoch" in refused.value.message


def test_keys_that_no_longer_open_are_counted_and_left_as_they_are(site: TinySite) -> None:
    site.save(Child(name="one"))
    site.sql("UPDATE subject_key SET wrapped = x'00'")
    roll(site.engine, site.keyring, _store(site))
    assert rewrap(site.engine, site.keyring) == 1
    assert site.sql("SELECT epoch, wrapped FROM subject_key") == [(1, b"\0")]


def test_a_destroyed_epoch_stays_in_no_file(site: TinySite) -> None:
    old = _store(site).held().wrapped[1]
    with site.key_path.open("rb") as before:
        _rotate(site)
        destroy(site.engine, _store(site), 1)
        assert old.encode() not in before.read()  # the blocks of the file that was replaced
    assert old not in site.key_path.read_text() and not list(site.key_path.parent.glob("*.partial"))


def test_a_key_that_cannot_be_opened_is_counted_and_stops_nobody_else(site: TinySite) -> None:
    first, second = site.save(Child(name="one"), Child(name="two"))
    site.sql("UPDATE subject_key SET commitment = :c WHERE subject_id = :s", c=b"x" * 16, s=first)
    roll(site.engine, site.keyring, _store(site))
    assert rewrap(site.engine, site.keyring) == 1 and _epochs(site) == {1: 1, 2: 1}
    assert _name(site, second, site.another_process()) == "two"


def test_the_next_epoch_can_be_handed_out_before_it_is_used(site: TinySite) -> None:
    site.save(Child(name="one"))
    store = _store(site)
    assert store.prepare_epoch() == 2 and store.prepare_epoch() == 2
    assert store.load().current == 1
    assert _rotate(site) == 2 and store.load().current == 2


def test_the_key_file_is_replaced_at_one_stroke(
    site: TinySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = site.key_path.read_bytes()

    def full(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(key_file, "write_new", full)
    with pytest.raises(OSError):
        _store(site).prepare_epoch()
    assert site.key_path.read_bytes() == before


def test_another_sites_key_file_is_not_taken_over_by_a_live_process(site: TinySite) -> None:
    [child] = site.save(Child(name="one"))
    other = site.another_process()
    create_key_file(site.key_path.with_name("foreign.key"))
    site.key_path.with_name("foreign.key").replace(site.key_path)
    other.renew()
    assert _name(site, child, other) == "one"


def test_texts_are_counted_by_envelope_and_generation(site: TinySite) -> None:
    site.save(Child(name="one", born={"y": 1}), Note(child_id=uuid4(), name="n", text="t"))
    with site.engine.connect() as connection:
        found = census(connection, MODELS)
        assert found.cells == {(1, 1): 4} and found.unknown == () and behind(connection) == 0


def test_a_sealed_column_that_no_record_declares_is_reported(site: TinySite) -> None:
    site.save(Child(name="one"))
    site.sql("CREATE TABLE forgotten (id INTEGER, words BLOB)")
    site.sql("INSERT INTO forgotten SELECT 1, name FROM child")
    with site.engine.connect() as connection:
        [found] = census(connection, MODELS).unknown
        assert (found.table, found.name) == ("forgotten", "words")
        # And so would a record be that the plan leaves out.
        assert {one.table for one in census(connection, (Note,)).unknown} == {"child", "forgotten"}


def test_the_key_file_says_nothing_but_what_it_must(site: TinySite) -> None:
    _rotate(site)
    held: dict[str, Any] = json.loads(site.key_path.read_text())
    assert set(held) == {"format", "root", "current", "epochs"} and held["current"] == 2
    assert Base.metadata.tables["key_state"] is not None
