"""Envelope v1, byte by byte.

`E7 | version 01 | suite 01 | flags | generation u16 | nonce 12 | ciphertext | tag 16`
"""

from __future__ import annotations

from typing import NamedTuple

from wellbeing.crypto.errors import Downgraded, Truncated, UnsupportedSuite, UnsupportedVersion
from wellbeing.crypto.primitives import NONCE_BYTES, TAG_BYTES

MAGIC, VERSION, SUITE_AES_256_GCM = 0xE7, 1, 1
TYPE_STR, TYPE_DATE, TYPE_DICT, PADDED = 0x00, 0x01, 0x02, 0x10
KNOWN_FLAGS = frozenset(kind | pad for kind in (0, 1, 2) for pad in (0, PADDED))
HEADER_BYTES, FLAGS_AT = 6, 3
OVERHEAD = HEADER_BYTES + NONCE_BYTES + TAG_BYTES
HEAD = slice(HEADER_BYTES)
NONCE = slice(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES)
BODY = slice(HEADER_BYTES + NONCE_BYTES, None)


class Envelope(NamedTuple):
    """A parsed envelope's head; nonce and body stand behind it, at `NONCE` and `BODY`."""

    header: bytes
    flags: int
    generation: int


def header(flags: int, generation: int) -> bytes:
    """Return the six bytes in front; they are authenticated with the context."""
    return bytes((MAGIC, VERSION, SUITE_AES_256_GCM, flags)) + generation.to_bytes(2, "big")


def parse(blob: bytes, least: int = 1) -> Envelope:
    """Take an envelope apart; unknown versions, suites and flags are refused, never guessed.

    A version below the least that the site takes raises Downgraded.
    """
    if len(blob) < OVERHEAD:
        raise Truncated()
    magic, version, suite, flags = blob[:4]
    if magic != MAGIC or not 1 <= version <= VERSION or flags not in KNOWN_FLAGS:
        raise UnsupportedVersion()
    if version < least:
        raise Downgraded()
    if suite != SUITE_AES_256_GCM:
        raise UnsupportedSuite()
    generation = int.from_bytes(blob[4:HEADER_BYTES], "big")
    return Envelope(blob[HEAD], flags, generation)
