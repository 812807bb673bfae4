"""How a data key is kept: wrapped by its epoch, bound to its owner, committed to."""

from __future__ import annotations

import hmac
import os
from typing import Any

from wellbeing.crypto.errors import KeyUnavailable, Tampered
from wellbeing.crypto.primitives import (
    KEY_BYTES,
    NONCE_BYTES,
    TAG_BYTES,
    Cipher,
    digest,
    lp,
    nonce,
)
from wellbeing.crypto.secretbytes import wipe
from wellbeing.crypto.tables import DekId

Epochs = dict[int, Cipher]
_WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES


def new_key(epochs: Epochs, tenant: str, key: DekId, epoch: int) -> dict[str, Any]:
    """Return the row of a fresh random data key."""
    dek = os.urandom(KEY_BYTES)
    row = _row(epochs, tenant, key, epoch, dek)
    wipe(dek)
    return row


def unwrap(epochs: Epochs, tenant: str, row: Any) -> Cipher:
    """Return the cipher of a stored data key; raise KeyUnavailable or Tampered."""
    dek = _dek(epochs, tenant, row)
    cipher = Cipher(dek)
    wipe(dek)
    return cipher


def rewrap(epochs: Epochs, tenant: str, row: Any, epoch: int) -> dict[str, Any]:
    """Return the same data key's row under another epoch; no text is opened for it."""
    dek = _dek(epochs, tenant, row)
    made = _row(epochs, tenant, key_of(row), epoch, dek)
    wipe(dek)
    return made


def key_of(row: Any) -> DekId:
    """Return whose key a row holds."""
    return row.subject_id, row.compartment, row.generation


def _row(
    epochs: Epochs, tenant: str, key: DekId, epoch: int, dek: bytes | bytearray
) -> dict[str, Any]:
    if epoch not in epochs:
        raise KeyUnavailable()
    once, aad = nonce(), _context(tenant, key, epoch)
    subject, compartment, generation = key
    return {
        "subject_id": subject,
        "compartment": compartment,
        "generation": generation,
        "epoch": epoch,
        "wrapped": once + epochs[epoch].encrypt(once, dek, aad),
        "commitment": _commitment(dek, aad),
    }


def _dek(epochs: Epochs, tenant: str, row: Any) -> bytearray:
    epoch = epochs.get(row.epoch)
    if epoch is None:
        raise KeyUnavailable()
    aad, wrapped = _context(tenant, key_of(row), row.epoch), bytes(row.wrapped)
    if len(wrapped) != _WRAPPED_BYTES:
        raise Tampered()
    dek = epoch.unwrap(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], aad)
    if not hmac.compare_digest(_commitment(dek, aad), bytes(row.commitment)):
        wipe(dek)
        raise Tampered()
    return dek


def _context(tenant: str, key: DekId, epoch: int) -> bytes:
    subject, compartment, generation = key
    numbers = (str(generation).encode(), str(epoch).encode())
    return lp(b"dek", tenant.encode(), subject.bytes, compartment.encode(), *numbers)


def _commitment(dek: bytes | bytearray, aad: bytes) -> bytes:
    """Return the key commitment: AES-GCM alone does not bind a ciphertext to one key."""
    return digest(dek, lp(b"commit", aad))[:16]
