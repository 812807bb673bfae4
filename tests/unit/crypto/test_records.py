"""Sealed columns in daily use: they round-trip, and nothing but `reveal` opens them."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from tests.unit.crypto.site import Child, Note, SealingSession, TinySite
from wellbeing.crypto import (
    Compartment,
    ContextMissing,
    equals,
    is_sealed_column,
    reveal_many,
    sealed_columns,
)
from wellbeing.errors import Forbidden


def test_what_was_set_comes_back_from_another_process(site: TinySite) -> None:
    [found] = site.save(Child(name="王小明(虚构)", born={"year": 2011, "places": ["甲", "乙"]}))
    child = site.load(Child, found, site.another_process())
    assert child.name.reveal() == "王小明(虚构)"
    assert child.born.reveal() == {"year": 2011, "places": ["甲", "乙"]}
    assert child.nick.empty and child.nick.reveal() is None


def test_a_record_has_its_id_before_it_is_saved() -> None:
    assert Child(name="x").id is not None


def test_the_files_hold_no_plaintext(site: TinySite) -> None:
    site.save(Child(name="虚构金丝雀"))
    held = b"".join(one.read_bytes() for one in site.key_path.parent.iterdir())
    assert "虚构金丝雀".encode() not in held


def test_an_update_is_sealed_anew_and_counts_the_revision(site: TinySite) -> None:
    [found] = site.save(Child(name="one"))
    [before] = site.sql("SELECT name, rev FROM child")
    child = site.load(Child, found)
    child.name = "two"
    child.kept_session.commit()
    [after] = site.sql("SELECT name, rev FROM child")
    assert (before.rev, after.rev) == (1, 2) and before.name != after.name
    assert site.load(Child, found).name.reveal() == "two"


def test_a_clear_column_alone_keeps_the_row_sound(site: TinySite) -> None:
    [found] = site.save(Child(name="one"))
    child = site.load(Child, found)
    child.level = "high"
    child.kept_session.commit()
    again = site.load(Child, found)
    assert again.rev == 2 and again.name.reveal() == "one"


def test_a_guarded_column_set_after_expiry_is_not_taken_for_tampering(site: TinySite) -> None:
    [found] = site.save(Child(name="one"))
    child = site.load(Child, found)
    child.kept_session.expire(child)
    child.level = "high"
    child.kept_session.commit()
    assert site.load(Child, found).name.reveal() == "one"


def test_who_saves_an_older_revision_is_told(site: TinySite) -> None:
    [found] = site.save(Child(name="one"))
    first, second = site.load(Child, found), site.load(Child, found)
    second.kept_session.commit()  # nothing changed: the revision stays
    first.name = "two"
    first.kept_session.commit()
    second.name = "three"
    with pytest.raises(StaleDataError):
        second.kept_session.flush()


def test_clearing_a_text_clears_its_token_too(site: TinySite) -> None:
    [found] = site.save(Child(name="one"))
    child = site.load(Child, found)
    child.name = None
    child.kept_session.commit()
    assert site.sql("SELECT name, name_token FROM child") == [(None, None)]


def test_a_pending_text_opens_only_where_somebody_opens(site: TinySite) -> None:
    child = Child(name="one")
    with pytest.raises(Forbidden):
        child.name.reveal()
    with site.session() as session:
        session.add(child)
        with session.no_autoflush:
            assert child.name.reveal() == "one"


def test_a_detached_record_stays_closed(site: TinySite) -> None:
    [found] = site.save(Child(name="one"))
    child = site.load(Child, found)
    child.kept_session.expunge(child)
    with pytest.raises(Forbidden):
        child.name.reveal()


def test_a_session_that_nobody_opened_neither_seals_nor_opens(site: TinySite) -> None:
    [found] = site.save(Child(name="one"))
    with SealingSession(site.engine) as session:
        child = session.get(Child, found)
        assert child is not None
        with pytest.raises(Forbidden):
            child.name.reveal()
        session.add(Child(name="two"))
        with pytest.raises(Forbidden):
            session.flush()


def test_who_may_not_open_a_compartment_is_refused_and_others_are_noted(site: TinySite) -> None:
    child = uuid4()
    [found] = site.save(Note(child_id=child, name="n", text="t"))
    note = site.load(Note, found)
    gate = note.kept_session.info["opener"]
    gate.locked = {Compartment.COUNSELLING}
    assert note.name.reveal() == "n"
    with pytest.raises(Forbidden):
        note.text.reveal()
    with pytest.raises(Forbidden):
        reveal_many([note], "text")
    assert gate.opened == ["name"]


def test_a_merged_record_is_sealed_like_any_other(site: TinySite) -> None:
    [found] = site.save(Child(name="one"))
    with site.session() as session:
        session.merge(Child(id=found, name="two"))
        session.commit()
    assert site.load(Child, found).name.reveal() == "two"


def test_a_sealed_column_is_not_compared_in_silence() -> None:
    with pytest.raises(TypeError):
        select(Child).where(Child.name == "x")


def test_a_text_does_not_lose_its_subject(site: TinySite) -> None:
    [found] = site.save(Note(child_id=uuid4(), text="t"))
    note = site.load(Note, found)
    note.child_id = uuid4()
    with pytest.raises(ContextMissing):
        note.kept_session.flush()
    with site.session() as session, pytest.raises(ContextMissing):
        session.add(Note(text="t"))
        session.flush()


def test_many_open_with_a_constant_number_of_statements(site: TinySite) -> None:
    from sqlalchemy import event

    site.save(*[Child(name=f"child {n}") for n in range(30)], Child())
    statements: list[str] = []
    with site.session(site.another_process()) as session:
        rows = session.scalars(select(Child).order_by(Child.level)).all()
        event.listen(site.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
        names = reveal_many(rows, "name")
    # The keys' state, what was erased, and all keys at once.
    assert len(statements) == 3
    assert sorted(names, key=str) == sorted([f"child {n}" for n in range(30)] + [None], key=str)
    assert reveal_many([], "name") == []


def test_equality_finds_folded_text_and_only_in_its_own_column(site: TinySite) -> None:
    [found, _] = site.save(Child(name="Li  Na(虚构)"), Child(nick="lina(虚构)"))
    with site.session() as session:
        condition = equals(Child, "name", "LI na（虚构）", site.keyring)
        assert session.scalars(select(Child.id).where(condition)).all() == [found]
        other = equals(Child, "name", "Li Na(虚构)", site.another_process("site:two"))
        assert session.scalars(select(Child.id).where(other)).all() == []


def test_a_class_tells_what_it_seals() -> None:
    assert set(sealed_columns(Child)) == {"name", "nick", "born"}
    assert is_sealed_column(Child, "name") and not is_sealed_column(Child, "level")
    assert sealed_columns(object) == {}
