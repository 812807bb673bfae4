"""The keys themselves while they are in memory: a root, and the epochs that it wraps."""

from __future__ import annotations

from wellbeing.crypto.primitives import Cipher
from wellbeing.crypto.secretbytes import wipe


class KeyMaterial:
    """Root key and key-encryption epochs, in memory of their own that can be wiped."""

    __slots__ = ("_epochs", "current", "root")

    def __init__(
        self, root: bytes | bytearray, epochs: dict[int, bytes] | dict[int, bytearray], current: int
    ) -> None:
        self.root = _own(root)
        self._epochs = {number: _own(kek) for number, kek in epochs.items()}
        self.current = current

    def __repr__(self) -> str:
        return f"KeyMaterial(epochs={sorted(self._epochs)}, current={self.current})"

    @property
    def epochs(self) -> dict[int, bytearray]:
        """The epochs' keys by number, as long as nobody has taken them."""
        return self._epochs

    def take(self) -> dict[int, Cipher]:
        """Return the epochs as ciphers, which are then the only place where they are."""
        ciphers = {number: Cipher(kek) for number, kek in self._epochs.items()}
        self._forget_epochs()
        return ciphers

    def wipe(self) -> None:
        """Overwrite every key."""
        self._forget_epochs()
        wipe(self.root)

    def _forget_epochs(self) -> None:
        wipe(*self._epochs.values())
        self._epochs = {}


def _own(key: bytes | bytearray) -> bytearray:
    """Return a key that can be wiped: the very one that was given, where it can be."""
    return key if isinstance(key, bytearray) else bytearray(key)
