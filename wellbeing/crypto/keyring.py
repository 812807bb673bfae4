"""Keys in use: the root wraps epochs, an epoch wraps one random key per subject and compartment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any
from uuid import UUID
from weakref import WeakSet

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Transaction

from wellbeing.crypto import envelope, wrapping
from wellbeing.crypto.bound import Seal, Way, open_all, opening, sealing
from wellbeing.crypto.cache import Fresh, KeyCache, Owner
from wellbeing.crypto.cells import SealedBytes
from wellbeing.crypto.context import SealContext
from wellbeing.crypto.errors import KeyUnavailable, SubjectErased, Tampered
from wellbeing.crypto.ledger import subject_digest
from wellbeing.crypto.material import KeyMaterial
from wellbeing.crypto.primitives import Cipher, derive, digest, lp, mac
from wellbeing.crypto.secretbytes import wipe
from wellbeing.crypto.tables import KEYS, WHOLE, DekId, KeyState, erasures, read_state
from wellbeing.errors import StartRefused

_LAST_GENERATION = 65_535


class Keyring:
    """Seals and opens for one site; `close` forgets every key."""

    def __init__(
        self, material: KeyMaterial, tenant: str, reload: Callable[[], KeyMaterial] | None = None,
        least_version: int = 1,
    ) -> None:  # fmt: skip
        self.tenant = tenant
        # Older envelopes are refused, whoever puts them there.
        self._least_version = least_version
        self._material: KeyMaterial | None = material
        self._reload = reload
        self._epochs = material.take()
        self._cache = KeyCache()
        # Transactions that made a key: what they read may be their own, and be rolled back.
        self._makers: WeakSet[Transaction | None] = WeakSet()
        self._purposes: dict[str, bytes] = {}
        # What may never open again, and up to which generation.
        self._erased: dict[tuple[bytes, str], int] = {}
        self._lock = Lock()

    def __repr__(self) -> str:
        return "Keyring(<sealed>)"

    def close(self) -> None:
        """Forget every key; opening anything afterwards raises KeyUnavailable."""
        with self._lock:
            self._cache.clear()
            wipe(*self._purposes.values())
            self._purposes.clear()
            self._epochs.clear()
            if self._material is not None:
                self._material.wipe()
            self._material = None

    @property
    def round(self) -> int:
        """The round of resealing that was last heeded: its tokens are those of today."""
        return self._cache.found.round if self._cache.found is not None else 1

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

    def heed(
        self, fresh: Fresh, connection: Connection, found: KeyState | None = None, *,
        fence: str = "",
    ) -> KeyState:  # fmt: skip
        """Take notice of what any process changed: an erased key is not opened from memory.

        `found` is the state that this transaction has read already.
        """
        found = fresh.found = found or read_state(connection, fence=fence)
        first = self._cache.found is None
        if self._cache.turn(found):
            for one in erasures(connection):
                self._erased[one.subject, one.compartment] = one.generation
            if not first:
                self.renew()
        return found

    def erased(self, subject: UUID, compartment: str) -> int:
        """Return up to which generation this may never open again; 0 where nothing was erased.

        It is asked at every unwrapping: a row that a restored backup brought back stays closed.
        """
        if not self._erased:
            return 0
        digest = subject_digest(self, subject)
        return max(self._erased.get((digest, one), 0) for one in (compartment, WHOLE))

    def renew(self) -> None:
        """Read the key file again; a live process goes on with what it has when it cannot."""
        if self._reload is None or self._material is None:
            return
        try:
            material = self._reload()
        except StartRefused:
            return
        same = material.root == self._material.root
        if same:
            self._epochs = material.take()
        material.wipe()

    def seal(
        self, fresh: Fresh, connection: Connection, ctx: SealContext, flags: int, data: bytes
    ) -> SealedBytes:
        """Return the envelope of one text; makes the subject's key on first use."""
        return self.sealer(fresh, connection, ctx, flags)(ctx.record_id.bytes, data)

    def open(self, fresh: Fresh, connection: Connection, ctx: SealContext, blob: bytes) -> bytes:
        """Return the text of one envelope, or raise; never the stored bytes."""
        way = self.opener(fresh, connection, ctx, blob)
        return open_all([(way, ctx.record_id, blob)])[0]

    def sealer(self, fresh: Fresh, connection: Connection, place: SealContext, flags: int) -> Seal:
        """Return what seals texts of this subject's column; makes its key on first use.

        A key made here waits in `fresh` until its transaction has committed: a rolled-back key
        must not be used again.
        """
        if place.tenant != self.tenant:
            raise Tampered()
        owner = (place.subject_id, place.compartment.value)
        key, cipher = self.sealing_key(fresh, connection, owner)
        return sealing(cipher, key[2], flags, place)

    def opener(self, fresh: Fresh, connection: Connection, place: SealContext, blob: bytes) -> Way:
        """Return what opens the envelopes of this subject's column that begin as this one does."""
        parsed = self.parse(blob)
        key = (place.subject_id, place.compartment.value, parsed.generation)
        return opening(self.opening_key(fresh, connection, key), parsed.header, place)

    def parse(self, blob: bytes) -> envelope.Envelope:
        """Take an envelope apart; one that is older than the site takes is refused."""
        return envelope.parse(blob, self._least_version)

    def load(self, fresh: Fresh, connection: Connection, keys: Iterable[DekId]) -> None:
        """Unwrap what is not in memory, in one statement for all."""
        missing = [key for key in keys if self._cache.get(fresh, key) is None]
        if not missing:
            return
        c = KEYS.c
        subjects = {subject for subject, _, _ in missing}
        kinds = {kind for _, kind, _ in missing}
        query = select(KEYS).where(c.subject_id.in_(subjects), c.compartment.in_(kinds))
        own = connection.get_transaction() in self._makers
        for row in connection.execute(query):
            if row.generation <= self.erased(row.subject_id, row.compartment):
                continue
            cipher = self.unwrap(row)
            if own or not self._cache.remember(fresh, wrapping.key_of(row), cipher):
                fresh.take(wrapping.key_of(row), cipher)

    def keep(self, fresh: Fresh) -> None:
        """Take over keys whose transaction has committed."""
        for key, cipher in fresh.items():
            self._cache.remember(fresh, key, cipher)
        fresh.clear()

    def unwrap(self, row: Any) -> Cipher:
        """Return the cipher of a stored data key."""
        if row.epoch not in self._epochs:
            # Another process rolled the epoch since: its key file may have reached us.
            self.renew()
        return wrapping.unwrap(self._epochs, self.tenant, row)

    def rewrapped(self, row: Any, epoch: int) -> dict[str, Any]:
        """Return a stored data key's row under another epoch."""
        if not {epoch, row.epoch} <= self._epochs.keys():
            self.renew()
        return wrapping.rewrap(self._epochs, self.tenant, row, epoch)

    def opening_key(self, fresh: Fresh, connection: Connection, key: DekId) -> Cipher:
        """Return the cipher of a data key; raise SubjectErased or KeyUnavailable."""
        found = self._cache.get(fresh, key)
        if found is None:
            self.load(fresh, connection, [key])
            found = self._cache.get(fresh, key)
        if found is None:
            gone = key[2] <= self.erased(key[0], key[1])
            raise SubjectErased() if gone else KeyUnavailable()
        return found

    def sealing_key(
        self, fresh: Fresh, connection: Connection, owner: Owner
    ) -> tuple[DekId, Cipher]:
        """Return the newest key of a subject and compartment, made where there is none."""
        if self._material is None:
            raise KeyUnavailable()
        if not fresh.fenced:
            self.heed(fresh, connection, fence="share")
            fresh.fenced = True
        found = self._cache.newest(fresh, owner)
        if found is None:
            self.load(fresh, connection, [(*owner, 0)])
            found = self._cache.newest(fresh, owner)
        return found or self.make(fresh, connection, owner)

    def make(
        self, fresh: Fresh, connection: Connection, owner: Owner, least: int = 1
    ) -> tuple[DekId, Cipher]:
        """Insert a key of at least a generation; one that another transaction made is used."""
        state = fresh.found or self.heed(fresh, connection)
        erased = self.erased(*owner)
        if erased >= _LAST_GENERATION:
            raise SubjectErased()
        key = (*owner, max(state.round, erased + 1, least))
        if state.epoch not in self._epochs:
            self.renew()
        row = wrapping.new_key(self._epochs, self.tenant, key, state.epoch)
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        connection.execute(dialect.insert(KEYS).values(row).on_conflict_do_nothing())
        with self._lock:
            # After the insert, which begins one where nothing has.
            self._makers.add(connection.get_transaction())
        c = KEYS.c
        same = (c.subject_id == key[0], c.compartment == key[1], c.generation == key[2])
        stored = connection.execute(select(KEYS).where(*same)).one()
        fresh.take(key, self.unwrap(stored))
        return key, fresh[key]
