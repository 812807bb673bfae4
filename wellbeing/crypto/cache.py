"""Unwrapped data keys in memory: those of one transaction, and those that all share."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from threading import Lock
from uuid import UUID

from wellbeing.crypto.primitives import Cipher
from wellbeing.crypto.tables import DekId, KeyState

Owner = tuple[UUID, str]
# Rows that were signed: table, id, revision and manifest, in order; GONE for the manifest of a
# row that was deleted.
Written = list[tuple[str, UUID, int, bytes]]
GONE = bytes(32)
_MOST_CACHED = 4096


class Fresh(dict[DekId, Cipher]):
    """Keys of one transaction: they wait here until it has committed."""

    # What this transaction found; None before it looked.
    found: KeyState | None = None
    # Whether changes of the keys wait for this transaction: then what is current stays so.
    fenced = False

    # Whether a savepoint took some of what was written back: then only the database knows.
    taken_back = False

    def __init__(self) -> None:
        super().__init__()
        self.newest: dict[Owner, int] = {}
        # Rows that this transaction signed or deleted.
        self.written: Written = []

    def take(self, key: DekId, cipher: Cipher) -> None:
        """Put a key in."""
        self[key] = cipher
        self.newest[key[:2]] = max(key[2], self.newest.get(key[:2], 0))

    def clear(self) -> None:
        """Forget everything: the transaction has ended."""
        self.drop_keys()
        self.written.clear()
        self.taken_back = False

    def roll_back(self) -> None:
        """Forget keys that a savepoint may have taken back; it has let go of the fence, too."""
        self.drop_keys()
        self.taken_back = True

    def drop_keys(self) -> None:
        """Forget every key."""
        super().clear()
        self.newest.clear()
        self.fenced = False


class KeyCache:
    """The keys that all transactions share, the least used one goes first.

    What is here belongs to one state of the keys, and serves only transactions that found the
    same: a slow one can neither take nor leave what was erased meanwhile.
    """

    def __init__(self) -> None:
        self.found: KeyState | None = None
        self._keys: OrderedDict[DekId, Cipher] = OrderedDict()
        # The generation that seals, for each subject and compartment.
        self._newest: dict[Owner, int] = {}
        self._lock = Lock()

    def __iter__(self) -> Iterator[DekId]:
        return iter(self._keys)

    def turn(self, found: KeyState) -> bool:
        """Belong to another state from now on; tell whether it is another one."""
        with self._lock:
            changed = self.found != found
            self.found = found
            if changed:
                self._keys.clear()
                self._newest.clear()
        return changed

    def clear(self) -> None:
        """Forget every key."""
        with self._lock:
            self._keys.clear()
            self._newest.clear()

    def remember(self, fresh: Fresh, key: DekId, cipher: Cipher) -> bool:
        """Take a key over; tell whether this is of the transaction's state."""
        with self._lock:
            if not self._serves(fresh):
                return False
            self._keys[key] = cipher
            self._newest[key[:2]] = max(key[2], self._newest.get(key[:2], 0))
            while len(self._keys) > _MOST_CACHED:
                gone, _ = self._keys.popitem(last=False)
                self._newest.pop(gone[:2], None)
        return True

    def get(self, fresh: Fresh, key: DekId) -> Cipher | None:
        """Return a key of the transaction's own or of all."""
        with self._lock:
            cipher = self._keys.get(key) if self._serves(fresh) else None
            if cipher is not None:
                self._keys.move_to_end(key)
        return cipher or fresh.get(key)

    def newest(self, fresh: Fresh, owner: Owner) -> tuple[DekId, Cipher] | None:
        """Return the key that seals for a subject and compartment."""
        newest = max(self._newest.get(owner, 0), fresh.newest.get(owner, 0))
        key = (*owner, newest)
        cipher = self.get(fresh, key) if newest else None
        return (key, cipher) if cipher is not None else None

    def _serves(self, fresh: Fresh) -> bool:
        # The same object nearly always: two states are compared only after a change.
        return fresh.found is self.found or fresh.found in (None, self.found)
