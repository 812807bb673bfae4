"""What is kept in memory: how much, for whom, until when."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select

from tests.unit.crypto.site import MOMENT, Child, TinySite
from wellbeing.crypto import (
    WHOLE,
    Compartment,
    Eraser,
    Fresh,
    KeyMaterial,
    Keyring,
    KeyUnavailable,
    Ledger,
    SealContext,
    SubjectErased,
    change_state,
)
from wellbeing.crypto.cache import KeyCache
from wellbeing.crypto.primitives import Cipher
from wellbeing.crypto.tables import KEYS, KeyState

CIPHER = Cipher(bytes(range(32)))
STATE = KeyState(1, 1, 0)


def _fresh() -> Fresh:
    made = Fresh()
    made.found = STATE
    return made


def test_a_transaction_begins_with_nothing_and_ends_with_nothing() -> None:
    fresh, owner = Fresh(), (uuid4(), "shared")
    assert (fresh.found, fresh.fenced, fresh.taken_back, fresh.written) == (None, False, False, [])
    fresh.take((*owner, 1), CIPHER)
    fresh.written.append(("child", owner[0], 1, b"m"))
    fresh.fenced = fresh.taken_back = True
    fresh.clear()
    assert not fresh and not fresh.newest and not fresh.written
    assert not fresh.fenced and not fresh.taken_back


def test_a_savepoint_that_is_taken_back_leaves_what_was_written_in_doubt() -> None:
    fresh, owner = Fresh(), (uuid4(), "shared")
    fresh.take((*owner, 1), CIPHER)
    fresh.written.append(("child", owner[0], 1, b"m"))
    fresh.fenced = True
    fresh.roll_back()
    assert fresh.taken_back and fresh.written and not fresh.fenced
    assert not fresh and not fresh.newest


def test_the_newest_generation_of_its_owner_seals_whatever_comes_later() -> None:
    fresh, cache, owner = _fresh(), KeyCache(), (uuid4(), "shared")
    cache.turn(STATE)
    for number in (2, 3, 1):
        fresh.take((*owner, number), CIPHER)
        assert cache.remember(fresh, (*owner, number), CIPHER)
    assert fresh.newest == {owner: 3}
    for one in (fresh, _fresh()):
        assert cache.newest(one, owner) == ((*owner, 3), CIPHER)
    assert cache.newest(_fresh(), (owner[0], "identity")) is None
    other = Fresh()
    other.take((*owner, 0), CIPHER)
    assert other.newest == {owner: 0}


def test_another_state_of_the_keys_takes_and_gives_nothing_of_the_one_before() -> None:
    cache, key = KeyCache(), (uuid4(), "shared", 1)
    assert cache.turn(STATE) and not cache.turn(STATE)
    assert cache.remember(_fresh(), key, CIPHER) and cache.get(_fresh(), key) is CIPHER
    equal, looked_at_none = Fresh(), Fresh()
    equal.found = KeyState(1, 1, 0)
    assert cache.get(equal, key) is CIPHER and cache.get(looked_at_none, key) is CIPHER
    assert cache.turn(KeyState(1, 1, 1))
    assert not list(cache) and not cache._newest
    assert cache.remember(_fresh(), key, CIPHER) is False and not list(cache)


def test_four_thousand_keys_are_kept_and_the_least_used_goes_first() -> None:
    fresh, cache = _fresh(), KeyCache()
    cache.turn(STATE)
    keys = [(uuid4(), "shared", 1) for _ in range(4_096)]
    for key in keys:
        cache.remember(fresh, key, CIPHER)
    assert list(cache) == keys and cache.get(fresh, keys[0]) is CIPHER
    cache.remember(fresh, (uuid4(), "shared", 1), CIPHER)
    assert len(list(cache)) == 4_096 == len(cache._newest)
    assert cache.get(fresh, keys[1]) is None and cache.get(fresh, keys[0]) is CIPHER
    assert cache.newest(fresh, keys[1][:2]) is None
    cache.clear()
    assert list(cache) == [] and cache.newest(fresh, keys[0][:2]) is None
    assert not cache._newest


def test_an_older_generation_never_takes_the_place_of_the_newest_that_went() -> None:
    fresh, cache, owner = _fresh(), KeyCache(), (uuid4(), "shared")
    cache.turn(STATE)
    for number in (2, 1):
        cache.remember(fresh, (*owner, number), CIPHER)
    for _ in range(4_095):
        cache.remember(fresh, (uuid4(), "shared", 1), CIPHER)
    assert cache.get(fresh, (*owner, 2)) is None and cache.get(fresh, (*owner, 1)) is CIPHER
    assert cache.newest(fresh, owner) is None


def test_a_closed_keyring_has_wiped_and_forgotten_every_key(site: TinySite) -> None:
    material = site.provider.load()
    ring = Keyring(material, "demo:one", site.provider.load)
    fresh = Fresh()
    with site.engine.begin() as connection:
        place = SealContext("demo:one", "t", "c", uuid4(), uuid4(), Compartment.SHARED)
        ring.seal(fresh, connection, place, 0, b"x")
    ring.keep(fresh)
    purpose = ring.purpose("manifest")
    assert list(ring._cache) and ring._epochs and any(material.root)
    ring.close()
    assert not list(ring._cache) and not ring._epochs and not ring._purposes
    assert purpose == bytes(32) and not any(material.root)
    ring.close()  # twice does no harm


def test_the_key_file_is_read_anew_after_a_change_and_not_at_the_first_look(
    site: TinySite,
) -> None:
    read: list[KeyMaterial] = []

    def load() -> KeyMaterial:
        read.append(site.provider.load())
        return read[-1]

    ring = Keyring(site.provider.load(), "demo:one", load)
    for expected in (0, 0, 1, 1):
        with site.engine.begin() as connection:
            if expected > len(read):
                change_state(connection)
            ring.heed(Fresh(), connection)
        assert len(read) == expected
    assert not any(read[-1].root)  # what was read is wiped once it has been taken over


def test_who_was_erased_whole_is_never_sealed_for_again(site: TinySite) -> None:
    [found] = site.save(Child(name="one"))
    ledger = Ledger(site.key_path.with_name("erased"))
    with site.engine.begin() as connection:
        Eraser(site.keyring, ledger, (Child,)).shred(connection, found, WHOLE, MOMENT, [])
    ring, place = site.another_process(), SealContext(
        "demo:one", "t", "c", uuid4(), found, Compartment.SHARED
    )  # fmt: skip
    with site.engine.begin() as connection, pytest.raises(SubjectErased):
        ring.seal(Fresh(), connection, place, 0, b"x")


def _place(subject: UUID) -> SealContext:
    return SealContext("demo:one", "t", "c", uuid4(), subject, Compartment.SHARED)


def test_a_kept_key_leaves_the_transaction_and_a_closed_keyring_seals_with_none(
    site: TinySite,
) -> None:
    fresh, place = Fresh(), _place(uuid4())
    with site.engine.begin() as connection:
        site.keyring.seal(fresh, connection, place, 0, b"x")
        assert list(fresh) == [(place.subject_id, "shared", 1)]
        site.keyring.close()
        with pytest.raises(KeyUnavailable):
            site.keyring.seal(fresh, connection, place, 0, b"x")
    site.another_process().keep(fresh)
    assert not fresh


def test_a_key_row_that_is_put_back_after_the_erasure_opens_nothing(site: TinySite) -> None:
    [found] = site.save(Child(name="one"))
    [row] = site.sql("SELECT * FROM subject_key")
    ledger = Ledger(site.key_path.with_name("erased"))
    with site.engine.begin() as connection:
        Eraser(site.keyring, ledger, (Child,)).shred(connection, found, "identity", MOMENT, [])
    with site.engine.begin() as connection:
        connection.execute(insert(KEYS).values({**row._mapping, "subject_id": found}))
        fresh, ring = Fresh(), site.another_process()
        ring.heed(fresh, connection)
        with pytest.raises(SubjectErased):
            ring.opening_key(fresh, connection, (found, "identity", 1))


def test_a_slow_transaction_keeps_what_it_unwraps_to_itself(site: TinySite) -> None:
    [found] = site.save(Child(name="one"))
    ring, slow, key = site.another_process(), Fresh(), (found, "identity", 1)
    with site.engine.connect() as connection:
        ring.heed(slow, connection)
    with site.engine.begin() as connection:
        change_state(connection)
        ring.heed(Fresh(), connection)
        assert ring.opening_key(slow, connection, key)
    assert list(slow) == [key] and not list(ring._cache)


def test_a_process_learns_of_an_epoch_when_it_must_wrap_under_it(site: TinySite) -> None:
    site.save(Child(name="one"))
    ring, number = site.another_process(), site.provider.prepare_epoch()
    with site.engine.connect() as connection:
        row = connection.execute(select(KEYS)).one()
    assert ring.rewrapped(row, number)["epoch"] == number == 2


def test_a_process_that_began_before_a_rotation_seals_under_the_new_epoch(site: TinySite) -> None:
    ring, number = site.another_process(), site.provider.prepare_epoch()
    site.provider.use_epoch(number)
    with site.engine.begin() as connection:
        change_state(connection, epoch=number)
        ring.seal(Fresh(), connection, _place(uuid4()), 0, b"x")
        assert connection.execute(select(KEYS.c.epoch)).scalar_one() == number
