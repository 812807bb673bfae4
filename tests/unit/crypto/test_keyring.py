"""Keys: one per subject and compartment, never one whose row was rolled back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import MetaData

from tests.unit.crypto.site import Child, Note, TinySite
from wellbeing.crypto import (
    Compartment,
    Fresh,
    KeyMaterial,
    Keyring,
    KeyUnavailable,
    SealContext,
    Tampered,
    cache,
    change_state,
    key_tables,
    reveal_many,
)

ROOT, KEK, NEXT = bytes(range(32)), bytes(range(1, 33)), bytes(range(2, 34))


def _context(subject: UUID, tenant: str = "demo:one") -> SealContext:
    return SealContext(tenant, "t", "c", uuid4(), subject, Compartment.SHARED)


def _known(ring: Keyring, subject: UUID) -> bool:
    return any(key[0] == subject for key in ring._cache)


def test_each_compartment_of_a_subject_has_a_key_of_its_own(site: TinySite) -> None:
    site.save(Note(child_id=uuid4(), name="n", text="t"), Child(name="c", born={"y": 1}))
    rows = site.sql("SELECT subject_id, compartment, wrapped FROM subject_key")
    assert len({row.wrapped for row in rows}) == 4
    assert len({(row.subject_id, row.compartment) for row in rows}) == 4


def test_a_rolled_back_key_is_not_kept(site: TinySite) -> None:
    subject = uuid4()
    with site.session() as session:
        session.add(Child(id=subject, name="one"))
        session.flush()
        session.rollback()
        site.keyring.keep(session.info["opener"].fresh)
    assert not _known(site.keyring, subject)


def test_opening_inside_the_transaction_does_not_keep_its_key_either(site: TinySite) -> None:
    subject = uuid4()
    with site.session() as session:
        child = Child(id=subject, name="one")
        session.add(child)
        session.flush()
        # Even after the waiting keys were forgotten, as a savepoint's rollback does.
        session.info["opener"].fresh.clear()
        assert reveal_many([child], "name") == ["one"] and child.name.reveal() == "one"
        assert not _known(site.keyring, subject)
        session.rollback()
    site.save(Child(id=subject, name="two"))
    assert site.load(Child, subject, site.another_process()).name.reveal() == "two"


def test_a_key_of_a_rolled_back_savepoint_seals_nothing_later(site: TinySite) -> None:
    subject = uuid4()
    with site.session() as session:
        savepoint = session.begin_nested()
        session.add(Child(id=subject, name="one"))
        session.flush()
        savepoint.rollback()
        session.add(Child(id=subject, name="two"))
        session.commit()
        site.keyring.keep(session.info["opener"].fresh)
    assert site.load(Child, subject, site.another_process()).name.reveal() == "two"


def test_a_row_is_not_saved_with_a_text_whose_key_was_rolled_back(site: TinySite) -> None:
    with site.session() as session:
        child = Child(name="one")
        session.add(child)
        session.flush()
        session.rollback()
        session.add(child)
        with pytest.raises(KeyUnavailable):
            session.flush()


def test_a_committed_key_is_kept(site: TinySite) -> None:
    [found] = site.save(Child(name="one"))
    assert _known(site.keyring, found)


def test_two_processes_that_make_the_same_key_end_with_one(site: TinySite) -> None:
    subject, other = uuid4(), site.another_process()
    mine = Fresh()
    theirs = Fresh()
    ctx = _context(subject)
    with site.engine.connect() as first, site.engine.begin() as second:
        # The other process looked before our key was there, and comes to insert after it.
        with pytest.raises(KeyUnavailable):
            other.opening_key(theirs, second, (subject, "shared", 1))
        second.rollback()
        blob = site.keyring.seal(mine, first, ctx, 0, b"one")
        first.commit()
    with site.engine.begin() as second:
        other.make(theirs, second, (subject, "shared"))
        assert other.open(theirs, second, ctx, blob) == b"one"
    assert len(site.sql("SELECT 1 FROM subject_key")) == 1


def test_many_threads_open_with_one_keyring(site: TinySite) -> None:
    ids = site.save(*[Child(name=f"child {n}") for n in range(20)])
    ring = site.another_process()

    def opened(number: int) -> Any:
        child = site.load(Child, ids[number % 20], ring)
        with child.kept_session:
            return child.name.reveal()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(opened, range(80))) == [f"child {n % 20}" for n in range(80)]


def test_the_least_used_key_goes_first(site: TinySite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MOST_CACHED", 2)
    first, second, third = site.save(*[Child(name=str(n)) for n in range(3)])
    ring = site.another_process()
    for one in (first, second, first, third):
        assert site.load(Child, one, ring).name.reveal()
    assert (_known(ring, first), _known(ring, second), _known(ring, third)) == (True, False, True)


def test_a_new_epoch_seals_and_the_old_one_still_opens(site: TinySite) -> None:
    fresh = Fresh()
    old, new = uuid4(), uuid4()
    one = Keyring(KeyMaterial(ROOT, {1: KEK}, 1), "demo:one")
    two = Keyring(KeyMaterial(ROOT, {1: KEK, 2: NEXT}, 2), "demo:one")
    three = Keyring(KeyMaterial(ROOT, {2: NEXT}, 2), "demo:one")
    with site.engine.begin() as connection:
        was, now = _context(old), _context(new)
        before = one.seal(fresh, connection, was, 0, b"before")
        change_state(connection, epoch=2)
        after = two.seal(Fresh(), connection, now, 0, b"after")
        assert two.open(Fresh(), connection, was, before) == b"before"
        assert three.open(Fresh(), connection, now, after) == b"after"
        with pytest.raises(KeyUnavailable):
            three.open(Fresh(), connection, was, before)
        # Purpose keys come from the root: tokens and manifests outlive an epoch.
        assert one.mac("equality:x", b"a") == three.mac("equality:x", b"a")


def test_after_close_nothing_opens_seals_or_signs(site: TinySite) -> None:
    [found] = site.save(Child(name="one"))
    site.keyring.close()
    with pytest.raises(KeyUnavailable):
        site.load(Child, found).name.reveal()
    with site.engine.begin() as connection, pytest.raises(KeyUnavailable):
        site.keyring.seal(Fresh(), connection, _context(uuid4()), 0, b"x")
    with pytest.raises(KeyUnavailable):
        site.keyring.mac("audit", b"x")


def test_nothing_is_sealed_for_another_tenant(site: TinySite) -> None:
    with site.engine.begin() as connection, pytest.raises(Tampered):
        site.keyring.seal(Fresh(), connection, _context(uuid4(), "demo:two"), 0, b"x")
    assert site.sql("SELECT * FROM subject_key") == []


def test_purposes_tenants_and_parts_do_not_mix() -> None:
    ring = Keyring(KeyMaterial(ROOT, {1: KEK}, 1), "demo:one")
    other = Keyring(KeyMaterial(ROOT, {1: KEK}, 1), "demo:two")
    macs = [ring.mac("a", b"x", b"y"), ring.mac("a", b"xy"), ring.mac("b", b"x", b"y"),
            other.mac("a", b"x", b"y"), ring.digest("a", b"xy")]  # fmt: skip
    assert len(set(macs)) == len(macs) and all(len(one) == 32 for one in macs)


def test_neither_keyring_nor_material_shows_a_key() -> None:
    material = KeyMaterial(ROOT, {1: KEK}, 1)
    shown = f"{material!r} {material} {Keyring(material, 'demo:one')!r}"
    assert str(ROOT) not in shown and ROOT.hex() not in shown and str(KEK) not in shown


def test_the_table_of_keys_is_as_agreed() -> None:
    table = key_tables(MetaData())
    assert [column.name for column in table.primary_key] == [
        "subject_id", "compartment", "generation",
    ]  # fmt: skip
    assert {"epoch", "wrapped", "commitment"} < set(table.c.keys())
