"""A key bound to a column of a subject: the same bytes as one by one, and the same refusals."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from tests.unit.crypto.by_hand import context, pad
from wellbeing.crypto import Compartment, SealContext, Tampered
from wellbeing.crypto.bound import open_all, opening, sealing
from wellbeing.crypto.envelope import BODY, HEADER_BYTES, NONCE, OVERHEAD, PADDED, header, parse
from wellbeing.crypto.errors import Truncated
from wellbeing.crypto.primitives import Cipher

CIPHER, TEXT = Cipher(bytes(range(32))), "小明".encode()
CTX = SealContext("demo:one", "child", "name", uuid4(), uuid4(), Compartment.IDENTITY)
RECORD, HEAD = CTX.record_id, header(PADDED, 3)
SEALED = sealing(CIPHER, 3, PADDED, CTX)(RECORD.bytes, TEXT)
WAY = opening(CIPHER, HEAD, CTX)


def _open(blob: bytes, record_id: UUID = RECORD) -> bytes:
    [found] = open_all([(WAY, record_id, blob)])
    return found


@pytest.mark.parametrize("flags", [0, PADDED])
def test_what_is_sealed_bound_is_the_envelope_of_the_specification(flags: int) -> None:
    sealed = sealing(CIPHER, 3, flags, CTX)(RECORD.bytes, TEXT)
    parsed = parse(sealed)
    assert parsed.header == header(flags, 3)
    data = CIPHER.decrypt(sealed[NONCE], sealed[BODY], context(CTX, parsed.header))
    assert data == (pad(TEXT) if flags else TEXT)
    assert open_all([(opening(CIPHER, parsed.header, CTX), RECORD, sealed)]) == [TEXT]


def test_what_is_bound_for_one_row_seals_and_opens_for_every_other_of_its_subject() -> None:
    other = uuid4()
    sealed = sealing(CIPHER, 3, PADDED, CTX)(other.bytes, b"other")
    assert open_all([(WAY, RECORD, SEALED), (WAY, other, sealed)]) == [TEXT, b"other"]
    with pytest.raises(Tampered):
        open_all([(WAY, RECORD, SEALED), (WAY, RECORD, sealed)])


@pytest.mark.parametrize("length", range(HEADER_BYTES, OVERHEAD))
def test_an_envelope_that_is_too_short_is_named_so(length: int) -> None:
    with pytest.raises(Truncated):
        _open(SEALED[:length])


def test_a_changed_byte_another_row_and_another_head_open_nothing() -> None:
    for at in range(HEADER_BYTES, len(SEALED)):
        changed = SEALED[:at] + bytes((SEALED[at] ^ 1,)) + SEALED[at + 1 :]
        with pytest.raises(Tampered):
            _open(changed)
    with pytest.raises(Tampered):
        _open(SEALED, uuid4())
    with pytest.raises(Tampered):
        _open(SEALED[:OVERHEAD])
    for head in (header(PADDED, 4), header(0, 3)):
        with pytest.raises(Tampered):
            open_all([(opening(CIPHER, head, CTX), RECORD, SEALED)])


def test_a_text_without_its_padding_opens_nothing_where_padding_is_declared() -> None:
    once = bytes(12)
    bare = HEAD + once + CIPHER.encrypt(once, TEXT, context(CTX, HEAD))
    with pytest.raises(Tampered):
        _open(bare)
