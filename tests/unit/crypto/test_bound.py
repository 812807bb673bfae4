"""A key bound to a column of a subject: the same bytes as one by one, and the same refusals."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.unit.crypto.site import Child
from wellbeing.crypto import SealContext, Tampered
from wellbeing.crypto.bound import opening, sealing
from wellbeing.crypto.cells import Pending
from wellbeing.crypto.envelope import HEADER_BYTES, OVERHEAD, TYPE_DICT, header, parse
from wellbeing.crypto.errors import Truncated
from wellbeing.crypto.primitives import Cipher

CIPHER, SPEC, TENANT = Cipher(bytes(range(32))), Child.__sealed__["name"], "demo:one"
SUBJECT, RECORD = uuid4(), uuid4()
HEAD = header(SPEC.flags, 3)
SEALED = sealing(CIPHER, 3, TENANT, SPEC, SUBJECT)(RECORD.bytes, Pending("小明"))
OPEN = opening(CIPHER, HEAD, TENANT, SPEC, SUBJECT)


def test_what_is_sealed_bound_is_the_envelope_of_the_specification() -> None:
    ctx = SealContext(TENANT, "child", "name", RECORD, SUBJECT, SPEC.compartment)
    parsed = parse(SEALED)
    assert parsed.header == HEAD and parsed.generation == 3
    data = CIPHER.decrypt(parsed.nonce, parsed.body, ctx.aad(parsed.header))
    assert SPEC.decode(parsed.flags, data) == OPEN(RECORD.bytes, SEALED) == "小明"


@pytest.mark.parametrize("length", range(HEADER_BYTES, OVERHEAD))
def test_an_envelope_that_is_too_short_is_named_so(length: int) -> None:
    with pytest.raises(Truncated):
        OPEN(RECORD.bytes, SEALED[:length])


def test_a_changed_byte_another_row_and_another_head_open_nothing() -> None:
    for at in range(HEADER_BYTES, len(SEALED)):
        changed = SEALED[:at] + bytes((SEALED[at] ^ 1,)) + SEALED[at + 1 :]
        with pytest.raises(Tampered):
            OPEN(RECORD.bytes, changed)
    with pytest.raises(Tampered):
        OPEN(uuid4().bytes, SEALED)
    with pytest.raises(Tampered):
        OPEN(RECORD.bytes, SEALED[:OVERHEAD])
    with pytest.raises(Tampered):
        opening(CIPHER, header(SPEC.flags, 4), TENANT, SPEC, SUBJECT)(RECORD.bytes, SEALED)
    with pytest.raises(Tampered):
        opening(CIPHER, header(TYPE_DICT, 3), TENANT, SPEC, SUBJECT)
