"""Keys in use: the root wraps epochs, an epoch wraps one random key per subject and compartment."""

from __future__ import annotations

import os
from collections.abc import Iterable
from threading import Lock
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    column,
    select,
    table,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from wellbeing.crypto import envelope
from wellbeing.crypto.context import SealContext
from wellbeing.crypto.errors import KeyUnavailable, Tampered
from wellbeing.crypto.primitives import KEY_BYTES, Cipher, derive, digest, lp, mac, nonce
from wellbeing.crypto.providers import KeyMaterial

# (subject, compartment, generation): never the subject alone.
DekId = tuple[UUID, str, int]
Fresh = dict[DekId, Cipher]
_FIRST = 1
_MOST_CACHED = 4096


# For queries; the schema's table of the same name is made by subject_key_table.
_KEYS = table(
    "subject_key",
    column("subject_id", Uuid()),
    column("compartment", String()),
    column("generation", Integer()),
    column("epoch", Integer()),
    column("wrapped", LargeBinary()),
    column("commitment", LargeBinary()),
)


def subject_key_table(metadata: MetaData) -> Table:
    """Return the table of wrapped data keys: one per subject, compartment and generation."""
    return Table(
        "subject_key",
        metadata,
        Column("subject_id", Uuid(), primary_key=True),
        Column("compartment", String(16), primary_key=True),
        Column("generation", Integer, primary_key=True, autoincrement=False),
        Column("epoch", Integer, nullable=False, index=True),
        Column("wrapped", LargeBinary(64), nullable=False),
        Column("commitment", LargeBinary(16), nullable=False),
    )


class Keyring:
    """Seals and opens for one site; `close` forgets every key."""

    def __init__(self, material: KeyMaterial, tenant: str) -> None:
        self.tenant = tenant
        self._material: KeyMaterial | None = material
        self._epochs = {n: Cipher(kek) for n, kek in material.epochs.items()}
        self._cache: dict[DekId, Cipher] = {}
        self._purposes: dict[str, bytes] = {}
        self._lock = Lock()

    def __repr__(self) -> str:
        return "Keyring(<sealed>)"

    def close(self) -> None:
        """Forget every key; opening anything afterwards raises KeyUnavailable."""
        with self._lock:
            self._cache.clear()
            self._purposes.clear()
            self._epochs.clear()
            self._material = None

    def purpose(self, name: str) -> bytes:
        """Return the key for one purpose, stable over epochs."""
        key = self._purposes.get(name)
        if key is None:
            if self._material is None:
                raise KeyUnavailable()
            info = lp(b"miaopu-purpose", self.tenant.encode(), name.encode())
            key = self._purposes[name] = derive(self._material.root, info)
        return key

    def mac(self, purpose: str, *parts: bytes) -> bytes:
        """Return HMAC-SHA256 over length-prefixed parts under the purpose's key."""
        return mac(self.purpose(purpose), lp(*parts))

    def digest(self, purpose: str, data: bytes) -> bytes:
        """Return keyed BLAKE2b-256 under the purpose's key."""
        return digest(self.purpose(purpose), data)

    def seal(
        self, fresh: Fresh, connection: Connection, ctx: SealContext, flags: int, data: bytes
    ) -> bytes:
        """Return the envelope; makes the subject's key on first use.

        A key made here waits in `fresh` until its transaction has committed: a rolled-back key
        must not be used again.
        """
        generation = _FIRST
        cipher = self._dek(fresh, connection, (ctx.subject_id, ctx.compartment.value, generation))
        head, once = envelope.header(flags, generation), nonce()
        return head + once + cipher.encrypt(once, data, ctx.aad(head))

    def open(
        self, fresh: Fresh, connection: Connection, ctx: SealContext, blob: bytes
    ) -> tuple[int, bytes]:
        """Return flags and plaintext, or raise; never the stored bytes."""
        parsed = envelope.parse(blob)
        key = (ctx.subject_id, ctx.compartment.value, parsed.generation)
        cipher = self._cache.get(key) or fresh.get(key)
        if cipher is None:
            self.load(connection, [key])
            cipher = self._cache.get(key)
        if cipher is None:
            raise KeyUnavailable()
        return parsed.flags, cipher.decrypt(parsed.nonce, parsed.body, ctx.aad(parsed.header))

    def load(self, connection: Connection, keys: Iterable[DekId]) -> None:
        """Unwrap what is not in memory, in one statement for all."""
        missing = [key for key in keys if key not in self._cache]
        if not missing:
            return
        c = _KEYS.c
        wanted = {(subject, compartment) for subject, compartment, _ in missing}
        subjects = {subject for subject, _ in wanted}
        kinds = {kind for _, kind in wanted}
        query = select(_KEYS).where(c.subject_id.in_(subjects), c.compartment.in_(kinds))
        for row in connection.execute(query):
            self._remember((row.subject_id, row.compartment, row.generation), self._unwrap(row))

    def keep(self, fresh: Fresh) -> None:
        """Take over keys whose transaction has committed."""
        for key, cipher in fresh.items():
            self._remember(key, cipher)
        fresh.clear()

    def _remember(self, key: DekId, cipher: Cipher) -> None:
        with self._lock:
            if len(self._cache) >= _MOST_CACHED:
                for oldest in list(self._cache)[: _MOST_CACHED // 4]:
                    del self._cache[oldest]
            self._cache[key] = cipher

    def _dek(self, fresh: Fresh, connection: Connection, key: DekId) -> Cipher:
        found = self._cache.get(key) or fresh.get(key)
        if found is None:
            self.load(connection, [key])
            found = self._cache.get(key)
        return found or self._make(fresh, connection, key)

    def _make(self, fresh: Fresh, connection: Connection, key: DekId) -> Cipher:
        """Insert a new key; where another transaction was faster, theirs is used."""
        if self._material is None:
            raise KeyUnavailable()
        subject, compartment, generation = key
        epoch, dek, once = self._material.current, os.urandom(KEY_BYTES), nonce()
        aad = self._wrap_context(key, epoch)
        row: dict[str, Any] = {
            "subject_id": subject,
            "compartment": compartment,
            "generation": generation,
            "epoch": epoch,
            "wrapped": once + self._epochs[epoch].encrypt(once, dek, aad),
            "commitment": _commitment(dek, aad),
        }
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        connection.execute(dialect.insert(_KEYS).values(row).on_conflict_do_nothing())
        c = _KEYS.c
        same = (c.subject_id == subject, c.compartment == compartment, c.generation == generation)
        stored = connection.execute(select(_KEYS).where(*same)).one()
        fresh[key] = self._unwrap(stored)
        return fresh[key]

    def _unwrap(self, row: Any) -> Cipher:
        epoch = self._epochs.get(row.epoch)
        if epoch is None:
            raise KeyUnavailable()
        key = (row.subject_id, row.compartment, row.generation)
        aad, wrapped = self._wrap_context(key, row.epoch), bytes(row.wrapped)
        dek = epoch.decrypt(wrapped[:12], wrapped[12:], aad)
        if _commitment(dek, aad) != bytes(row.commitment):
            raise Tampered()
        return Cipher(dek)

    def _wrap_context(self, key: DekId, epoch: int) -> bytes:
        subject, compartment, generation = key
        numbers = (str(generation).encode(), str(epoch).encode())
        return lp(b"dek", self.tenant.encode(), subject.bytes, compartment.encode(), *numbers)


def _commitment(dek: bytes, aad: bytes) -> bytes:
    """Return the key commitment: AES-GCM alone does not bind a ciphertext to one key."""
    return digest(dek, lp(b"commit", aad))[:16]
