"""The corners: every type that a row can hold, and rows that are not as they should be."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import IntEnum, StrEnum
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm.attributes import set_committed_value

from tests.unit.crypto.site import Child, TinySite
from wellbeing.crypto import Compartment, PlaintextRefused, StaleRecord, Tampered
from wellbeing.crypto.cells import Pending, SealedBytes, Spec
from wellbeing.crypto.envelope import PADDED, header
from wellbeing.crypto.manifest import _cell
from wellbeing.crypto.padding import bucket
from wellbeing.crypto.signing import sign, signed_by


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
