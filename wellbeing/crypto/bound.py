"""A data key bound to one column of one subject: what all its cells share is made once.

A flush seals and a list opens many cells under few keys. Here the envelope's head and the context
are encoded once for all of them; what is left for a cell is a nonce, the padding and the cipher.
Whatever is sealed or opened, one cell or ten thousand, goes through here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple
from uuid import UUID

from wellbeing.crypto import envelope
from wellbeing.crypto.cells import SealedBytes
from wellbeing.crypto.context import SealContext
from wellbeing.crypto.envelope import BODY, NONCE
from wellbeing.crypto.errors import Tampered, Truncated
from wellbeing.crypto.padding import tail, unpad
from wellbeing.crypto.primitives import Cipher, InvalidTag, nonce

# Takes a row's id as its sixteen bytes, and a text's bytes.
Seal = Callable[[bytes, bytes], SealedBytes]


def sealing(cipher: Cipher, generation: int, flags: int, place: SealContext) -> Seal:
    """Return what seals texts here, whichever row of the place's column and subject they are of."""
    head = envelope.header(flags, generation)
    before, after = place.around(head)
    encrypt, behind = cipher.aead.encrypt, tail if flags & envelope.PADDED else _nothing

    def seal(record_id: bytes, data: bytes) -> SealedBytes:
        once = nonce()
        sealed = encrypt(once, data + behind(len(data)), before + record_id + after)
        return SealedBytes(head + once + sealed)

    return seal


def _nothing(length: int) -> bytes:
    """Return what stands behind a text that is not padded."""
    return b""


class Way(NamedTuple):
    """What opens every envelope of a subject's column that begins alike, whichever its row."""

    decrypt: Callable[[bytes, bytes, bytes], bytes]
    before: bytes
    after: bytes
    bare: Callable[[bytes], bytes]


def opening(cipher: Cipher, head: bytes, place: SealContext) -> Way:
    """Return what opens the envelopes here that begin with this head."""
    padded = head[envelope.FLAGS_AT] & envelope.PADDED
    return Way(cipher.aead.decrypt, *place.around(head), unpad if padded else bytes)


def open_all(cells: Sequence[tuple[Way, UUID, bytes]]) -> list[bytes]:
    """Return the texts of cells, each with its way and its row's id; all of them, or an error."""
    try:
        return [
            bare(decrypt(blob[NONCE], blob[BODY], before + record_id.bytes + after))
            for (decrypt, before, after, bare), record_id, blob in cells
        ]
    except (InvalidTag, ValueError):
        short = any(len(blob) < envelope.OVERHEAD for _, _, blob in cells)
        raise (Truncated() if short else Tampered()) from None
