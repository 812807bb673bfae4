"""The corners: every type that a row can hold, and rows that are not as they should be."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import IntEnum, StrEnum
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import literal, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.orm.attributes import set_committed_value

from tests.unit.crypto.site import Child, Note, SealingSession, TinySite
from wellbeing.crypto import (
    Compartment,
    ContextMissing,
    PlaintextRefused,
    SealedRecord,
    StaleRecord,
    Tampered,
    reveal_many,
    sealed,
)
from wellbeing.crypto.cells import Pending, SealedBytes, SealedType, Spec
from wellbeing.crypto.envelope import PADDED, header
from wellbeing.crypto.manifest import _cell, require_sound
from wellbeing.crypto.padding import bucket
from wellbeing.crypto.signing import sign, signed_by
from wellbeing.errors import Forbidden


def _spec(python_type: Any) -> Spec:
    return Spec("child", "x", python_type, Compartment.SHARED, 100, False, False)


@pytest.mark.parametrize("value", ["小明", date(2013, 5, 10), {"b": [1, None], "a": "é"}], ids=str)
def test_every_sealed_type_comes_back_as_it_was(value: Any) -> None:
    spec = _spec(type(value))
    assert spec.values([spec.to_bytes(Pending(value))]) == [value]
    assert spec.flags == {str: 0x10, date: 0x11, dict: 0x12}[type(value)]  # as they are published


@pytest.mark.parametrize(
    ("python_type", "data"), [(date, b"2013-13-40"), (dict, b"{"), (str, b"\xff")]
)
def test_what_the_columns_type_cannot_read_is_tampered(python_type: Any, data: bytes) -> None:
    with pytest.raises(Tampered):
        _spec(python_type).values([data])


@pytest.mark.parametrize(("python_type", "flags"), [(str, 0x11), (date, 0x10), (dict, 0x10)])
def test_an_envelope_of_another_type_is_tampered(python_type: Any, flags: int) -> None:
    spec = _spec(python_type)
    with pytest.raises(Tampered):
        spec.require_kind(header(flags, 1) + bytes(28))
    for own in (spec.flags, spec.flags & ~PADDED):
        spec.require_kind(header(own, 1) + bytes(28))


class Level(StrEnum):
    HIGH = "1"


class Rank(IntEnum):
    ONE = 1


def test_no_two_values_of_a_row_are_signed_alike() -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    values = [None, True, False, 1, "1", b"1", "", b"", UUID(int=1), noon, noon.date(), ["1"],
              {"1": 1}, {"1": 2}, "b1", "-", noon.replace(hour=13), 0]  # fmt: skip
    assert len({_cell(one) for one in values}) == len(values)
    assert _cell({"a": 1, "b": 2}) == _cell({"b": 2, "a": 1})
    # Stored and read back, they are the plain values: the signature must be the same.
    assert _cell(Level.HIGH) == _cell("1") and _cell(Rank.ONE) == _cell(1)
    assert _cell(SealedBytes(b"x")) == _cell(b"x")


def test_a_row_without_its_manifest_opens_nothing(site: TinySite) -> None:
    [found] = site.save(Child(name="one"))
    child = site.load(Child, found)
    set_committed_value(child, "manifest", None)
    with pytest.raises(StaleRecord):
        child.name.reveal()


def test_defaults_of_guarded_columns_are_signed_and_the_row_reads_back(site: TinySite) -> None:
    [found] = site.save(Child())
    child = site.load(Child, found)
    assert (child.level, child.open, child.rev) == ("low", True, 1) and child.name.empty
    assert child.name.reveal() is None


def test_raw_bytes_in_a_cell_are_refused_at_the_flush(site: TinySite) -> None:
    with site.session() as session, pytest.raises(PlaintextRefused):
        session.add(Child(_name=b"raw"))
        session.flush()
    assert site.sql("SELECT * FROM child") == []


def test_no_value_is_written_into_a_statement_itself_nor_into_the_error(site: TinySite) -> None:
    for value in ("plain", SealedBytes(b"x")):
        query = select(literal(value, SealedType()))
        with pytest.raises(PlaintextRefused) as refused:
            query.compile(compile_kwargs={"literal_binds": True})
        assert "plain" not in str(refused.value) and refused.value.__cause__ is None


def test_a_text_without_its_subject_is_neither_stored_nor_opened(site: TinySite) -> None:
    with site.session() as session, pytest.raises(ContextMissing):
        session.add(Note(_text=SealedBytes(bytes(40))))
        session.flush()
    [found] = site.save(Note(child_id=UUID(int=3), text="t"))
    note = site.load(Note, found)
    set_committed_value(note, "child_id", None)
    with pytest.raises(ContextMissing):
        note.text.reveal()


def test_rows_of_two_sessions_are_not_opened_together(site: TinySite) -> None:
    one, two = (site.load(Child, found) for found in site.save(Child(name="a"), Child(name="b")))
    with pytest.raises(Forbidden):
        reveal_many([one, two], "name")


def test_two_texts_of_one_subject_in_one_flush_are_sealed_under_one_key(site: TinySite) -> None:
    child = UUID(int=3)
    ids = site.save(Note(child_id=child, text="one"), Note(child_id=child, text="two"))
    assert [site.load(Note, found).text.reveal() for found in ids] == ["one", "two"]
    assert site.sql("SELECT count(*) FROM subject_key") == [(1,)]


def test_a_row_without_texts_may_be_given_another_subject(site: TinySite) -> None:
    [found] = site.save(Note(child_id=UUID(int=3)))
    with site.session() as session:
        note = session.get_one(Note, found)
        note.child_id = UUID(int=4)
        session.commit()
    assert site.load(Note, found).child_id == UUID(int=4)


def test_a_row_set_to_what_it_was_is_not_written(site: TinySite) -> None:
    [found] = site.save(Child(name="one"))
    with site.session() as session:
        child = session.get_one(Child, found)
        child.level = child.level
        assert session.dirty
        session.commit()
    assert site.load(Child, found).rev == 1


def test_what_a_flush_deletes_is_noted_for_the_audit(site: TinySite) -> None:
    [found] = site.save(Child(name="one"))
    with site.session() as session:
        session.delete(session.get_one(Child, found))
        session.flush()
        assert session.info["opener"].fresh.written == [("child", found, 1, bytes(32))]


def test_a_session_in_which_nobody_opens_can_be_rolled_back(site: TinySite) -> None:
    with SealingSession(site.engine) as session:
        session.add(Child(name="one"))
        with pytest.raises(Forbidden):
            session.flush()
        session.rollback()
    assert site.sql("SELECT 1 FROM child") == []


class Loose(DeclarativeBase):
    """A registry of its own."""


class Marked(SealedRecord, Loose):
    """A record with a guarded column that has no default."""

    __tablename__ = "marked"
    __authenticated__ = ("mark",)

    mark: Mapped[str | None] = mapped_column()
    text = sealed(str, compartment=Compartment.SHARED, max_bytes=100)


def test_a_guarded_column_without_a_default_is_signed_as_nothing(site: TinySite) -> None:
    Loose.metadata.create_all(site.engine)
    [found] = site.save(Marked(text="t"))
    row = site.load(Marked, found)
    with row.kept_session:
        assert row.text.reveal() == "t"
    site.sql("UPDATE marked SET mark = 'edited'")
    with pytest.raises(StaleRecord):
        site.load(Marked, found).text.reveal()


def test_a_changed_row_that_no_session_holds_or_that_is_gone_is_stale(site: TinySite) -> None:
    [found] = site.save(Child(name="one"))
    loose, gone = site.load(Child, found), site.load(Child, found)
    for child in (loose, gone):
        child.kept_session.expire(child, ["level"])
        child.level = "mid"
    loose.kept_session.expunge(loose)
    gone.kept_session.connection().exec_driver_sql("DELETE FROM child")
    for child in (loose, gone):
        with pytest.raises(StaleRecord):
            require_sound([child], site.keyring)


def test_lengths_come_in_steps_of_at_most_a_sixteenth() -> None:
    assert [bucket(one) for one in (0, 15, 16, 255, 256, 511, 512, 1023, 1024)] == [
        16, 16, 32, 256, 272, 512, 544, 1024, 1088,
    ]  # fmt: skip
    assert all(size < bucket(size) <= size * 17 / 16 + 16 for size in range(9_000))


def test_a_signature_fits_its_message_and_key_alone() -> None:
    signature, public = sign(bytes(range(32)), b"message")
    assert signed_by(public, b"message", signature)
    assert not signed_by(public, b"other", signature)
    assert not signed_by(sign(bytes(32), b"message")[1], b"message", signature)
