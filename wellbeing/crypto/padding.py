"""Bucket padding: the length of a ciphertext tells only roughly how long the text is."""

from __future__ import annotations

from functools import lru_cache

from wellbeing.crypto.errors import Tampered

_MARK = 0x80


def bucket(length: int) -> int:
    """Return the padded length: multiples of 16 up to 256, coarser steps above (at most 1/16)."""
    length += 1
    if length <= 256:
        return -(-length // 16) * 16
    step = 1 << max(4, length.bit_length() - 5)
    return -(-length // step) * step


# Of lengths, never of texts.
@lru_cache(maxsize=4096)
def tail(length: int) -> bytes:
    """Return what stands behind a text of this length: a mark, and zeros (ISO/IEC 7816-4)."""
    return bytes((_MARK,)) + bytes(bucket(length) - length - 1)


def unpad(data: bytes) -> bytes:
    """Return what was padded; raise Tampered where there is no mark."""
    stripped = data.rstrip(b"\0")
    if not stripped or stripped[-1] != _MARK:
        raise Tampered()
    return stripped[:-1]
