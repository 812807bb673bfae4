"""The tamper matrix: fifteen kinds of change, two thousand random trials each, none opens."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm.attributes import set_committed_value

from tests.unit.crypto.site import Child, TinySite
from wellbeing.crypto import Compartment, CryptoError, Fresh, SealContext, SealedBytes
from wellbeing.crypto.envelope import BODY, HEADER_BYTES, NONCE, OVERHEAD, parse

TRIALS, FUZZED = 2_000, 100_000
TEXT_BYTES = OVERHEAD - 16


class Cells:
    """Some sealed cells of two tables and two compartments, with all keys in memory."""

    def __init__(self, site: TinySite) -> None:
        self.ring, self.dice, self.fresh = site.keyring, random.Random(7), Fresh()
        self.connection = site.engine.connect()
        self.cells = [self._sealed(number) for number in range(60)]

    def _sealed(self, number: int) -> tuple[SealContext, bytes]:
        kind = (Compartment.IDENTITY, Compartment.COUNSELLING)[number % 2]
        subject = UUID(int=number // 6 + 1)
        place = ("child", "note")[number % 3 % 2], ("name", "text")[number // 2 % 2]
        ctx = SealContext("demo:one", *place, uuid4(), subject, kind)
        data = bytes(self.dice.choices(range(256), k=self.dice.randrange(90)))
        return ctx, self.ring.seal(self.fresh, self.connection, ctx, 0x10, data)

    def opens(self, ctx: SealContext, blob: bytes) -> bool:
        """Tell whether it opens; anything but our own errors ends the test."""
        try:
            self.ring.open(self.fresh, self.connection, ctx, blob)
        except CryptoError:
            return False
        return True


@pytest.fixture
def cells(site: TinySite) -> Any:
    made = Cells(site)
    yield made
    made.connection.close()


Change = Callable[[random.Random, SealContext, bytes, bytes], tuple[SealContext, bytes]]


def _moved_to(**values: Callable[[], Any]) -> Change:
    def change(
        dice: random.Random, ctx: SealContext, blob: bytes, other: bytes
    ) -> tuple[SealContext, bytes]:
        return ctx._replace(**{k: make() for k, make in values.items()}), blob

    return change


def _flip(first: int, last: int | None) -> Change:
    def change(
        dice: random.Random, ctx: SealContext, blob: bytes, other: bytes
    ) -> tuple[SealContext, bytes]:
        changed = bytearray(blob)
        changed[dice.choice(range(len(blob))[first:last])] ^= 1 << dice.randrange(8)
        return ctx, bytes(changed)

    return change


def _bytes(make: Callable[[random.Random, bytes, bytes], bytes]) -> Change:
    return lambda dice, ctx, blob, other: (ctx, make(dice, blob, other))


def _cut(dice: random.Random, blob: bytes, other: bytes) -> bytes:
    """Take one block of sixteen bytes out of the middle."""
    at = dice.randrange(HEADER_BYTES, len(blob) - 15)
    return blob[:at] + blob[at + 16 :]


def _generation(dice: random.Random, blob: bytes, other: bytes) -> bytes:
    return blob[:4] + dice.randrange(2, 65_536).to_bytes(2, "big") + blob[6:]


def _flags(dice: random.Random, blob: bytes, other: bytes) -> bytes:
    return blob[:3] + bytes([dice.choice([0x00, 0x01, 0x02, 0x11, 0x12])]) + blob[4:]


KINDS: dict[str, Change] = {
    "another row": _moved_to(record_id=uuid4),
    "another column": _moved_to(column=lambda: "other"),
    "another table": _moved_to(table=lambda: "other"),
    "another tenant": _moved_to(tenant=lambda: "demo:two"),
    "another subject": _moved_to(subject_id=lambda: UUID(int=99)),
    "another compartment": _moved_to(compartment=lambda: Compartment.PRIVATE),
    "a bit of the header": _flip(0, HEADER_BYTES),
    "a bit of the nonce": _flip(HEADER_BYTES, TEXT_BYTES),
    "a bit of the text": _flip(TEXT_BYTES, -16),
    "a bit of the tag": _flip(-16, None),
    "cut short": _bytes(lambda dice, blob, other: blob[: dice.randrange(len(blob))]),
    "made longer": _bytes(lambda dice, blob, other: blob + dice.randbytes(dice.randrange(1, 40))),
    "a block less": _bytes(_cut),
    "rewritten flags or generation": _bytes(
        lambda dice, blob, other: dice.choice((_flags, _generation))(dice, blob, other)
    ),
    "the head of one, the rest of another": _bytes(
        lambda dice, blob, other: blob[:TEXT_BYTES] + other[TEXT_BYTES:]
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_two_thousand_changes_of_each_kind_open_nothing(cells: Cells, kind: str) -> None:
    assert all(cells.opens(ctx, blob) for ctx, blob in cells.cells)
    opened = 0
    for _ in range(TRIALS):
        (ctx, blob), (_, other) = cells.dice.sample(cells.cells, 2)
        opened += cells.opens(*KINDS[kind](cells.dice, ctx, blob, other))
    assert opened == 0 and len(KINDS) == 15


def test_two_thousand_rows_with_another_cell_an_older_one_or_none_open_nothing(
    site: TinySite,
) -> None:
    """The cell's own tag fits in every one of these: the row's manifest sees it."""
    ids = site.save(*[Child(name=f"one {n}", nick=f"aka {n}") for n in range(20)])
    dice, older = random.Random(7), {}
    with site.session() as session:
        rows = [session.get(Child, one) for one in ids]
        for row in rows:
            older[row.id] = row._name
            row.name = "two"
        session.commit()
        sound = {row.id: (row._name, row._nick, row.level) for row in rows}
        for _ in range(TRIALS):
            row = dice.choice(rows)
            column, value = dice.choice(
                [("_name", older[row.id]), ("_nick", None), ("level", "high"), ("rev", 1)]
            )
            kept = getattr(row, column)
            set_committed_value(row, column, value)
            vars(row).pop("_sound", None)
            with pytest.raises(CryptoError):
                row.name.reveal()
            set_committed_value(row, column, kept)
        assert sound == {row.id: (row._name, row._nick, row.level) for row in rows}
        assert {row.name.reveal() for row in rows} == {"two"}


def test_a_hundred_thousand_inputs_from_nowhere_open_nothing(cells: Cells) -> None:
    """Half are noise, half real envelopes with a few bytes overwritten, moved or cut."""
    dice, opened = cells.dice, 0
    for number in range(FUZZED):
        ctx, blob = dice.choice(cells.cells)
        data = dice.randbytes(dice.randrange(90)) if number % 2 else _mangled(dice, blob)
        opened += data != blob and cells.opens(ctx, SealedBytes(data))
        try:
            parsed = parse(data)
        except CryptoError:
            continue
        assert parsed.header + data[NONCE] + data[BODY] == data
    assert opened == 0


def _mangled(dice: random.Random, blob: bytes) -> bytes:
    changed = bytearray(blob)
    for _ in range(dice.randrange(1, 4)):
        at, size = dice.randrange(len(changed) + 1), dice.randrange(4)
        changed[at : at + dice.randrange(4)] = dice.randbytes(size)
    return bytes(changed)
