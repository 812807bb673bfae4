"""Every text anew under new data keys: resumable, found meanwhile, and the old keys go last."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from tests.unit.crypto.site import Child, Note, TinySite, unmarked
from tests.unit.crypto.test_erasure import NOW
from wellbeing.crypto import (
    Downgraded,
    Eraser,
    Keyring,
    Ledger,
    Resealer,
    RotationConflict,
    SubjectErased,
    census,
    envelope,
    equals,
    left,
    reseal,
)
from wellbeing.crypto.errors import UnsupportedVersion

MODELS = (Child, Note)


def _resealer(site: TinySite) -> Resealer:
    return Resealer(site.keyring, MODELS)


def _reseal(site: TinySite) -> int:
    resealer = _resealer(site)
    number = resealer.begin(site.engine)
    assert resealer.run(site.engine, unmarked) == 0
    resealer.sweep(site.engine, grace=0)
    return number


def _people(site: TinySite, count: int = 5) -> dict[UUID, str]:
    names = [f"child {n}" for n in range(count)]
    ids = site.save(*[Child(name=one, born={"y": 1}) for one in names])
    site.save(*[Note(child_id=one, name="n", text="t") for one in ids])
    return dict(zip(ids, names, strict=True))


def _opened(site: TinySite, ring: Any) -> dict[UUID, str]:
    with site.session(ring) as session:
        return {one.id: one.name.reveal() for one in session.query(Child)}


def _found(site: TinySite, ring: Any, name: str) -> list[UUID]:
    with site.session(ring) as session:
        ring.heed(session.info["opener"].fresh, session.connection())
        return [one.id for one in session.query(Child).where(equals(Child, "name", name, ring))]


def _generations(site: TinySite) -> set[int]:
    with site.engine.connect() as connection:
        return {generation for _, generation in census(connection, MODELS).cells}


def test_a_newer_envelope_version_reads_the_older_until_the_site_raises_its_minimum(
    site: TinySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = _people(site)
    older = site.sql("SELECT name FROM child")[0].name
    monkeypatch.setattr(envelope, "VERSION", 2)
    assert _opened(site, site.another_process()) == people
    strict = Keyring(site.provider.load(), "demo:one", site.provider.load, least_version=2)
    with pytest.raises(Downgraded):
        _opened(site, strict)
    _reseal(site)
    with site.engine.connect() as connection:
        assert {version for version, _ in census(connection, MODELS).cells} == {2}
    assert _opened(site, strict) == people
    with pytest.raises(Downgraded):
        strict.parse(older)
    monkeypatch.undo()  # a process of yesterday's code
    with pytest.raises(UnsupportedVersion):
        _opened(site, site.another_process())


def test_every_text_moves_and_opens_and_the_old_keys_are_gone(site: TinySite) -> None:
    people, other = _people(site), site.another_process()
    assert _opened(site, other) == people
    before = {row.name for row in site.sql("SELECT name FROM child")}
    tokens = {row.name_token for row in site.sql("SELECT name_token FROM child")}
    assert _reseal(site) == 2 and _generations(site) == {2}
    assert site.sql("SELECT DISTINCT generation FROM subject_key") == [(2,)]
    assert not before & {row.name for row in site.sql("SELECT name FROM child")}
    assert not tokens & {row.name_token for row in site.sql("SELECT name_token FROM child")}
    for ring in (site.keyring, other, site.another_process()):
        assert _opened(site, ring) == people
    assert _reseal(site) == 3


def test_names_are_found_before_during_and_after(
    site: TinySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = _people(site)
    accented = site.save(Child(name="Éva  Ni"))
    monkeypatch.setattr(reseal, "_BATCH", 3)
    other = site.another_process()

    def all_found(*_: object) -> None:
        for one, name in people.items():
            assert _found(site, other, name.upper()) == [one]
        assert _found(site, other, "eva ni") == accented

    all_found()
    resealer = _resealer(site)
    resealer.begin(site.engine)
    all_found()
    resealer.run(site.engine, unmarked, all_found)
    all_found()
    with site.session(other) as session:
        session.add(Child(name="late"))
        session.commit()
    assert len(_found(site, site.another_process(), "late")) == 1


def test_a_cut_off_round_is_taken_up_again(site: TinySite, monkeypatch: pytest.MonkeyPatch) -> None:
    people = _people(site)
    monkeypatch.setattr(reseal, "_BATCH", 2)

    class Killed(Exception):
        pass

    def kill(done: int) -> None:
        raise Killed()

    resealer = _resealer(site)
    assert resealer.begin(site.engine) == 2
    with pytest.raises(Killed):
        resealer.run(site.engine, unmarked, kill)
    with site.engine.connect() as connection:
        assert left(connection) == 13
    assert _generations(site) == {1, 2} and _opened(site, site.another_process()) == people
    assert _reseal(site) == 2 and _generations(site) == {2}
    assert _opened(site, site.another_process()) == people


def test_another_process_seals_under_the_new_keys_at_once(site: TinySite) -> None:
    people, other = _people(site), site.another_process()
    assert _opened(site, other) == people
    resealer = _resealer(site)
    resealer.begin(site.engine)
    resealer.run(site.engine, unmarked)
    one = next(iter(people))
    with site.session(other) as session:
        child = session.get(Child, one)
        assert child is not None
        child.nick = "new"
        session.commit()
    resealer.sweep(site.engine, grace=0)
    assert _generations(site) == {2}
    with site.session(site.another_process()) as session:
        child = session.get(Child, one)
        assert child is not None and child.nick.reveal() == "new"


def test_a_row_that_was_tampered_with_stays_refused_and_keeps_its_key(site: TinySite) -> None:
    people = _people(site)
    one = next(iter(people))
    site.sql("UPDATE child SET level = 'high' WHERE id = :i", i=one)
    before = site.sql("SELECT name, manifest FROM child WHERE id = :i", i=one)
    resealer = _resealer(site)
    resealer.begin(site.engine)
    assert resealer.run(site.engine, unmarked) == 2  # once for each of its compartments
    resealer.sweep(site.engine, grace=0)
    assert site.sql("SELECT name, manifest FROM child WHERE id = :i", i=one) == before
    site.sql("UPDATE child SET level = 'low' WHERE id = :i", i=one)
    assert _opened(site, site.another_process()) == people


def test_what_was_erased_stays_erased(site: TinySite) -> None:
    people = _people(site)
    one = next(iter(people))
    eraser = Eraser(site.keyring, Ledger(site.key_path.with_name("x.erased")), MODELS)
    with site.engine.begin() as connection:
        eraser.shred(connection, one, "identity", NOW, [])
    _reseal(site)
    with site.session(site.another_process()) as session:
        child = session.get(Child, one)
        assert child is not None and child.born.reveal() == {"y": 1}
        with pytest.raises(SubjectErased):
            child.name.reveal()


def test_a_column_that_the_plan_leaves_out_stops_it_before_anything_moves(site: TinySite) -> None:
    _people(site)
    with pytest.raises(RotationConflict, match="no record declares"):
        Resealer(site.keyring, (Note,)).begin(site.engine)
    assert _generations(site) == {1} and site.sql("SELECT round FROM key_state") == [(1,)]
