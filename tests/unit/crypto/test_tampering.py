"""Whoever holds the database but not the keys can change nothing without being noticed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.unit.crypto.site import Child, Note, TinySite
from wellbeing.crypto import (
    Compartment,
    CryptoError,
    Downgraded,
    Fresh,
    Keyring,
    KeyUnavailable,
    PlaintextRefused,
    SealContext,
    SealedBytes,
    StaleRecord,
    Tampered,
    reveal_many,
)
from wellbeing.crypto.cells import context_of
from wellbeing.crypto.envelope import OVERHEAD
from wellbeing.crypto.errors import FormatError, Truncated, UnsupportedSuite, UnsupportedVersion

CONTEXT = SealContext("demo:one", "child", "name", uuid4(), uuid4(), Compartment.IDENTITY)


class Cell:
    """One sealed value and the means to open it elsewhere."""

    def __init__(self, site: TinySite) -> None:
        self.site, self.ctx = site, CONTEXT
        with site.engine.begin() as connection:
            fresh = Fresh()
            self.blob = site.keyring.seal(fresh, connection, self.ctx, 0, b"secret")
        site.keyring.keep(fresh)

    def open(self, blob: bytes, ctx: SealContext | None = None) -> bytes:
        with self.site.engine.connect() as connection:
            return self.site.keyring.open(Fresh(), connection, ctx or self.ctx, blob)


@pytest.fixture
def cell(site: TinySite) -> Cell:
    return Cell(site)


def test_the_envelope_is_as_published(cell: Cell) -> None:
    assert cell.blob[:6] == bytes.fromhex("e70101000001")
    assert len(cell.blob) == len(b"secret") + OVERHEAD == 6 + 34
    assert cell.open(cell.blob) == b"secret"


def test_every_flipped_bit_is_noticed(cell: Cell) -> None:
    for bit in range(len(cell.blob) * 8):
        changed = bytearray(cell.blob)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises((FormatError, Tampered, KeyUnavailable)):
            cell.open(bytes(changed))


def test_every_truncation_and_every_addition_is_noticed(cell: Cell) -> None:
    for length in range(len(cell.blob)):
        with pytest.raises((Truncated, Tampered)):
            cell.open(cell.blob[:length])
    with pytest.raises(Tampered):
        cell.open(cell.blob + b"\0")


@pytest.mark.parametrize(
    ("at", "value", "error"),
    [(0, 0xE6, UnsupportedVersion), (1, 2, UnsupportedVersion), (2, 2, UnsupportedSuite),
     (3, 0xFF, UnsupportedVersion), (3, 0x10, Tampered), (5, 2, KeyUnavailable)],
)  # fmt: skip
def test_a_rewritten_header_is_refused(
    cell: Cell, at: int, value: int, error: type[Exception]
) -> None:
    changed = bytearray(cell.blob)
    changed[at] = value
    with pytest.raises(error):
        cell.open(bytes(changed))


@pytest.mark.parametrize("field", ["table", "column", "record_id"])
def test_a_value_opens_nowhere_else(cell: Cell, field: str) -> None:
    other = uuid4() if field == "record_id" else "other"
    with pytest.raises(Tampered):
        cell.open(cell.blob, cell.ctx._replace(**{field: other}))


def test_a_value_opens_for_no_other_tenant_subject_or_compartment(cell: Cell) -> None:
    for change in ({"subject_id": uuid4()}, {"compartment": Compartment.PRIVATE}):
        with pytest.raises(KeyUnavailable):
            cell.open(cell.blob, cell.ctx._replace(**change))
    with pytest.raises(Tampered):
        cell.open(cell.blob, cell.ctx._replace(tenant="demo:two"))
    # With the other tenant's own keyring, and equal ids: the wrapped key does not open either.
    cell.site.keyring = cell.site.another_process("demo:two")
    with pytest.raises(Tampered):
        cell.open(cell.blob, cell.ctx._replace(tenant="demo:two"))


def test_swapped_keys_of_two_subjects_or_compartments_are_noticed(site: TinySite) -> None:
    child = uuid4()
    [found] = site.save(Note(child_id=child, name="n", text="t"))
    rows = site.sql("SELECT compartment, wrapped, commitment FROM subject_key")
    first, second = rows
    for target, source in ((first, second), (second, first)):
        site.sql("UPDATE subject_key SET wrapped=:w, commitment=:m WHERE compartment=:c",
                 w=source.wrapped, m=source.commitment, c=target.compartment)  # fmt: skip
    note = site.load(Note, found, site.another_process())
    for sealed in (note.name, note.text):
        with pytest.raises(Tampered):
            sealed.reveal()


@pytest.mark.parametrize("change", ["wrapped=x''", "wrapped=x'00'", "commitment=zeroblob(16)"])
def test_a_damaged_key_row_is_noticed(site: TinySite, change: str) -> None:
    [found] = site.save(Child(name="one"))
    site.sql(f"UPDATE subject_key SET {change}")
    with pytest.raises(Tampered):
        site.load(Child, found, site.another_process()).name.reveal()


def _moved(site: TinySite, statement: str) -> tuple[UUID, UUID]:
    first, second = site.save(Child(name="one", nick="aka"), Child(name="two", nick="alias"))
    site.sql(statement, first=first, second=second)
    return first, second


MOVES = {
    "row": "UPDATE child SET name=(SELECT name FROM child WHERE id=:second) WHERE id=:first",
    "column": "UPDATE child SET name=nick WHERE id=:first OR id=:second",
    "removed": "UPDATE child SET nick=NULL WHERE id=:first OR id=:second",
    "level": "UPDATE child SET level='high' WHERE id=:first OR id=:second",
    "flag": "UPDATE child SET open=0 WHERE id=:first OR id=:second",
    "revision": "UPDATE child SET rev=9 WHERE id=:first OR id=:second",
    "manifest": "UPDATE child SET manifest=x'00' WHERE id=:first OR id=:second",
    "manifest of another": (
        "UPDATE child SET manifest=(SELECT manifest FROM child WHERE id=:second) WHERE id=:first"
    ),
}


@pytest.mark.parametrize("move", MOVES)
def test_an_edited_row_opens_none_of_its_texts(site: TinySite, move: str) -> None:
    first, _ = _moved(site, MOVES[move])
    child = site.load(Child, first)
    for sealed in (child.name, child.nick, child.born):
        with pytest.raises(StaleRecord):
            sealed.reveal()


CHANGES: dict[str, Callable[[Any], None]] = {
    "the same guarded column": lambda child: setattr(child, "level", "mid"),
    "an unguarded column": lambda child: setattr(child, "remark", "seen"),
    "a sealed column": lambda child: setattr(child, "nick", "new"),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("move", ["level", "removed"])
def test_a_change_in_memory_neither_hides_nor_signs_an_edit(
    site: TinySite, move: str, change: str
) -> None:
    first, _ = _moved(site, MOVES[move])
    child = site.load(Child, first)
    CHANGES[change](child)
    with child.kept_session.no_autoflush, pytest.raises(StaleRecord):
        child.name.reveal()
    with pytest.raises(StaleRecord):
        child.kept_session.flush()


def test_an_edit_under_an_expired_row_is_noticed_although_it_is_overwritten(
    site: TinySite,
) -> None:
    first, _ = _moved(site, "SELECT 1 WHERE :first<>:second")
    child = site.load(Child, first)
    child.kept_session.rollback()
    child.kept_session.expire(child)
    site.sql("UPDATE child SET level='high'")
    child.level = "mid"
    with pytest.raises(StaleRecord):
        child.kept_session.flush()


def test_an_older_value_of_the_same_cell_is_noticed(site: TinySite) -> None:
    [found] = site.save(Child(name="old"))
    [old] = site.sql("SELECT name FROM child")
    child = site.load(Child, found)
    child.name = "new"
    child.kept_session.commit()
    site.sql("UPDATE child SET name=:old", old=old.name)
    with pytest.raises(StaleRecord):
        site.load(Child, found).name.reveal()


def test_what_was_checked_is_checked_again_after_a_refresh(site: TinySite) -> None:
    [found] = site.save(Child(name="one"))
    for again in ("refresh", "expire"):
        site.sql("UPDATE child SET level='low'")
        child = site.load(Child, found)
        assert child.name.reveal() == "one"
        child.kept_session.rollback()
        site.sql("UPDATE child SET level='high'")
        getattr(child.kept_session, again)(child)
        with pytest.raises(StaleRecord):
            child.name.reveal()
        child.kept_session.close()


def test_a_foreign_envelope_in_a_new_row_is_refused(site: TinySite) -> None:
    [found] = site.save(Child(name="one"))
    stolen = site.load(Child, found)._name
    for held, error in ((stolen, PlaintextRefused), (SealedBytes(stolen), KeyUnavailable)):
        with site.session() as session:
            session.add(Child(_name=held))
            with pytest.raises(error):
                session.flush()


def test_no_refusal_says_more_than_its_sentence(cell: Cell) -> None:
    with pytest.raises(CryptoError) as refused:
        cell.open(cell.blob[:-1] + bytes([cell.blob[-1] ^ 1]))
    assert refused.value.__cause__ is None and refused.value.__suppress_context__
    assert refused.value.args == (CryptoError.default,) and refused.value.params == {}


def test_an_envelope_older_than_the_site_takes_opens_nowhere(site: TinySite) -> None:
    [found] = site.save(Child(name="one"))
    strict = Keyring(site.provider.load(), "demo:one", site.provider.load, least_version=2)
    child = site.load(Child, found, strict)
    with pytest.raises(Downgraded):
        child.name.reveal()
    with pytest.raises(Downgraded):
        reveal_many([child], "name")
    ctx = context_of(child, Child.__sealed__["name"], "demo:one")
    with site.engine.connect() as connection, pytest.raises(Downgraded):
        strict.open(Fresh(), connection, ctx, child._name)
    assert site.load(Child, found).name.reveal() == "one"
