"""Keys in use: the root wraps epochs, an epoch wraps one random key per subject and compartment."""

from __future__ import annotations

import hmac
import os
from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock
from typing import Any
from uuid import UUID
from weakref import WeakSet

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
from sqlalchemy.engine import Connection, Transaction

from wellbeing.crypto import envelope
from wellbeing.crypto.context import SealContext
from wellbeing.crypto.errors import KeyUnavailable, Tampered
from wellbeing.crypto.primitives import (
    KEY_BYTES,
    NONCE_BYTES,
    TAG_BYTES,
    Cipher,
    derive,
    digest,
    lp,
    mac,
    nonce,
)
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
        self._cache: OrderedDict[DekId, Cipher] = OrderedDict()
        # Transactions that made a key: what they read may be their own, and be rolled back.
        self._makers: WeakSet[Transaction] = WeakSet()
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
        if ctx.tenant != self.tenant:
            raise Tampered()
        key = (ctx.subject_id, ctx.compartment.value, _FIRST)
        cipher = self._find(fresh, connection, key) or self._make(fresh, connection, key)
        head, once = envelope.header(flags, _FIRST), nonce()
        return head + once + cipher.encrypt(once, data, ctx.aad(head))

    def open(
        self, fresh: Fresh, connection: Connection, ctx: SealContext, blob: bytes
    ) -> tuple[int, bytes]:
        """Return flags and plaintext, or raise; never the stored bytes."""
        parsed = envelope.parse(blob)
        key = (ctx.subject_id, ctx.compartment.value, parsed.generation)
        cipher = self._find(fresh, connection, key)
        if cipher is None:
            raise KeyUnavailable()
        return parsed.flags, cipher.decrypt(parsed.nonce, parsed.body, ctx.aad(parsed.header))

    def load(self, fresh: Fresh, connection: Connection, keys: Iterable[DekId]) -> None:
        """Unwrap what is not in memory, in one statement for all."""
        missing = [key for key in keys if key not in self._cache and key not in fresh]
        if not missing:
            return
        c = _KEYS.c
        subjects = {subject for subject, _, _ in missing}
        kinds = {kind for _, kind, _ in missing}
        query = select(_KEYS).where(c.subject_id.in_(subjects), c.compartment.in_(kinds))
        own = connection.get_transaction() in self._makers
        for row in connection.execute(query):
            key = (row.subject_id, row.compartment, row.generation)
            if own:
                fresh[key] = self._unwrap(row)
            else:
                self._remember(key, self._unwrap(row))

    def keep(self, fresh: Fresh) -> None:
        """Take over keys whose transaction has committed."""
        for key, cipher in fresh.items():
            self._remember(key, cipher)
        fresh.clear()

    def _remember(self, key: DekId, cipher: Cipher) -> None:
        with self._lock:
            self._cache[key] = cipher
            while len(self._cache) > _MOST_CACHED:
                self._cache.popitem(last=False)

    def _held(self, fresh: Fresh, key: DekId) -> Cipher | None:
        with self._lock:
            cipher = self._cache.get(key)
            if cipher is not None:
                self._cache.move_to_end(key)
        return cipher or fresh.get(key)

    def _find(self, fresh: Fresh, connection: Connection, key: DekId) -> Cipher | None:
        found = self._held(fresh, key)
        if found is None:
            self.load(fresh, connection, [key])
            found = self._held(fresh, key)
        return found

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
        transaction = connection.get_transaction()
        if transaction is not None:
            with self._lock:
                self._makers.add(transaction)
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
        if len(wrapped) != NONCE_BYTES + KEY_BYTES + TAG_BYTES:
            raise Tampered()
        dek = epoch.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], aad)
        if not hmac.compare_digest(_commitment(dek, aad), bytes(row.commitment)):
            raise Tampered()
        return Cipher(dek)

    def _wrap_context(self, key: DekId, epoch: int) -> bytes:
        subject, compartment, generation = key
        numbers = (str(generation).encode(), str(epoch).encode())
        return lp(b"dek", self.tenant.encode(), subject.bytes, compartment.encode(), *numbers)


def _commitment(dek: bytes, aad: bytes) -> bytes:
    """Return the key commitment: AES-GCM alone does not bind a ciphertext to one key."""
    return digest(dek, lp(b"commit", aad))[:16]
