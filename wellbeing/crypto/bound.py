"""A data key bound to one column of one subject: what all its cells share is made once.

A flush seals and a list opens many cells under few keys. Here the key is looked up, the envelope's
head checked and the context encoded once for all of them; what is left for a cell is a nonce, the
cipher and the padding.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any
from uuid import UUID

from wellbeing.crypto import envelope
from wellbeing.crypto.cells import Pending, SealedBytes, Spec
from wellbeing.crypto.context import around
from wellbeing.crypto.errors import Tampered, Truncated
from wellbeing.crypto.padding import unpad
from wellbeing.crypto.primitives import NONCE_BYTES, Cipher, InvalidTag

# Both take a row's id as its sixteen bytes.
Seal = Callable[[bytes, Pending], SealedBytes]
Open = Callable[[bytes, bytes], Any]
_BODY_AT = envelope.HEADER_BYTES + NONCE_BYTES


def sealing(cipher: Cipher, generation: int, tenant: str, spec: Spec, subject: UUID) -> Seal:
    """Return what seals a text of this column for a row of this subject."""
    head = envelope.header(spec.flags, generation)
    before, after = around(head, tenant, spec.table, spec.name, spec.compartment, subject)
    padded, encrypt = spec.padded, cipher.aead.encrypt

    def seal(record_id: bytes, held: Pending) -> SealedBytes:
        once = os.urandom(NONCE_BYTES)
        sealed = encrypt(once, padded(held), before + record_id + after)
        return SealedBytes(head + once + sealed)

    return seal


def opening(cipher: Cipher, head: bytes, tenant: str, spec: Spec, subject: UUID) -> Open:
    """Return what opens the envelopes of this column and subject that begin with this head."""
    flags = head[envelope.FLAGS_AT]
    spec.require_kind(flags)
    before, after = around(head, tenant, spec.table, spec.name, spec.compartment, subject)
    decrypt, value_of = cipher.aead.decrypt, spec.from_bytes
    bare = unpad if flags & envelope.PADDED else bytes

    def open_(record_id: bytes, blob: bytes) -> Any:
        if len(blob) < envelope.OVERHEAD:
            raise Truncated()
        context = before + record_id + after
        try:
            return value_of(bare(decrypt(blob[_HEAD:_BODY_AT], blob[_BODY_AT:], context)))
        except (InvalidTag, ValueError):
            raise Tampered() from None

    return open_


_HEAD = envelope.HEADER_BYTES
