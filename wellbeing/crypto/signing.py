"""Signatures that anybody can check without our keys (Ed25519, RFC 8032)."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


def sign(seed: bytes, message: bytes) -> tuple[bytes, bytes]:
    """Return the signature of a message and the public key that checks it; `seed` has 32 bytes."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return key.sign(message), key.public_key().public_bytes_raw()


def signed_by(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether a signature fits."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True
