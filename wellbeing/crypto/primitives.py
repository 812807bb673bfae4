"""The few algorithms in use; nothing else of `cryptography` is called anywhere."""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag as InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from wellbeing.crypto.errors import Tampered

KEY_BYTES, NONCE_BYTES, TAG_BYTES = 32, 12, 16
# A length before its part: four bytes, big-endian.
length = struct.Struct(">I").pack


class Cipher:
    """AES-256-GCM under one key, made once and reused (NIST SP 800-38D).

    `aead` is for who seals many cells, draws each nonce with `nonce` and cuts them by the format.
    """

    __slots__ = ("aead",)

    def __init__(self, key: bytes | bytearray) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("a key has 32 bytes")
        self.aead = AESGCM(key)

    def encrypt(self, nonce: bytes, data: bytes | bytearray, context: bytes) -> bytes:
        """Return ciphertext and tag; a nonce of another length raises ValueError."""
        if len(nonce) != NONCE_BYTES:
            raise ValueError("a nonce has 12 bytes")
        return self.aead.encrypt(nonce, data, context)

    def decrypt(self, nonce: bytes, data: bytes, context: bytes) -> bytes:
        """Return the plaintext; raise Tampered, always the same, when the tag does not fit."""
        if len(nonce) != NONCE_BYTES:
            raise Tampered()
        try:
            return self.aead.decrypt(nonce, data, context)
        except InvalidTag:
            raise Tampered() from None

    def unwrap(self, nonce: bytes, data: bytes, context: bytes) -> bytearray:
        """Return a key in memory that can be wiped; raise Tampered like `decrypt`."""
        key = bytearray(len(data) - TAG_BYTES)
        try:
            self.aead.decrypt_into(nonce, data, context, key)
        except InvalidTag:
            raise Tampered() from None
        return key


def nonce() -> bytes:
    """Return 96 random bits; no counter, so that forks and restores cannot repeat one."""
    return os.urandom(NONCE_BYTES)


def derive(key: bytes | bytearray, info: bytes) -> bytes:
    """Return a 32-byte key for one purpose (HKDF-SHA256, RFC 5869)."""
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=info).derive(key)


def mac(key: bytes, message: bytes) -> bytes:
    """Return HMAC-SHA256 (RFC 4231)."""
    return hmac.digest(key, message, "sha256")


def digest(key: bytes | bytearray, message: bytes) -> bytes:
    """Return keyed BLAKE2b-256 (RFC 7693)."""
    return hashlib.blake2b(message, key=key, digest_size=32).digest()


def digests(key: bytes | bytearray, first: bytes, messages: Iterable[bytes]) -> list[bytes]:
    """Return `digest(key, first + message)` of each message; what all share is read once."""
    start, made = hashlib.blake2b(first, key=key, digest_size=32), []
    for message in messages:
        one = start.copy()
        one.update(message)
        made.append(one.digest())
    return made


def lp(*parts: bytes) -> bytes:
    """Return the parts, each behind its length: no two lists give the same bytes."""
    return b"".join([piece for part in parts for piece in (length(len(part)), part)])
