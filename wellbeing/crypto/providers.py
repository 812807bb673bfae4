"""Where the keys come from: a file that only the site's own user can read."""

from __future__ import annotations

import base64
import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from wellbeing.crypto.errors import KeyMissing, KeyPermission, Tampered, WeakKey
from wellbeing.crypto.primitives import KEY_BYTES, Cipher, lp, nonce
from wellbeing.i18n import N_

_FORMAT = "miaopu-key-1"


@dataclass(frozen=True, slots=True, repr=False)
class KeyMaterial:
    """The root key and the key-encryption epochs that it wraps."""

    root: bytes
    epochs: dict[int, bytes]
    current: int

    def __repr__(self) -> str:
        return f"KeyMaterial(epochs={sorted(self.epochs)}, current={self.current})"


def create_key_file(path: Path) -> None:
    """Write a fresh key file, readable by its owner alone; never over another one."""
    root, kek = os.urandom(KEY_BYTES), os.urandom(KEY_BYTES)
    text = json.dumps(
        {
            "format": _FORMAT,
            "root": _text(root),
            "current": 1,
            "epochs": {"1": _wrap(root, 1, kek)},
        },
        indent=1,
    )
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())


class FileProvider:
    """Reads the key file, after looking at who else could."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> KeyMaterial:
        """Return the keys, or refuse with a sentence that says what to do."""
        self._look()
        try:
            held = json.loads(self.path.read_text(encoding="ascii"))
            root = base64.b64decode(held["root"], validate=True)
            _require_strong(root)
            epochs = {int(n): _unwrap(root, int(n), w) for n, w in held["epochs"].items()}
            current = int(held["current"])
        except (ValueError, KeyError, TypeError, AttributeError, Tampered):
            raise self._weak() from None
        if held.get("format") != _FORMAT or current not in epochs:
            raise self._weak()
        return KeyMaterial(root, epochs, current)

    def _look(self) -> None:
        """Refuse links, foreign owners and files or folders that others may read or write."""
        try:
            found = self.path.lstat()
        except FileNotFoundError:
            raise KeyMissing(
                N_("The key file {path} is missing. Put it back from its safe copy."),
                path=self.path,
            ) from None
        if not stat.S_ISREG(found.st_mode):
            raise self._permission(N_("The key file {path} must be a plain file, not a link."))
        if os.name != "posix":
            return
        if found.st_uid != os.geteuid():
            raise self._permission(
                N_("The key file {path} belongs to another user of this machine.")
            )
        if found.st_mode & 0o077:
            raise self._permission(
                N_("Others can read the key file {path}. Type: chmod 600 {path}")
            )
        if self.path.parent.stat().st_mode & 0o022:
            raise self._permission(
                N_("Others can replace the key file {path}. Type: chmod 700 on its folder.")
            )

    def _permission(self, message: str) -> KeyPermission:
        return KeyPermission(message, path=self.path)

    def _weak(self) -> WeakKey:
        return WeakKey(
            N_("The key file {path} is damaged or not ours. Put it back from its safe copy."),
            path=self.path,
        )


def _require_strong(key: bytes) -> None:
    if len(key) != KEY_BYTES or len(set(key)) < 8:
        raise ValueError("weak key")


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _context(epoch: int) -> bytes:
    return lp(b"miaopu-kek", str(epoch).encode())


def _wrap(root: bytes, epoch: int, kek: bytes) -> str:
    fresh = nonce()
    return _text(fresh + Cipher(root).encrypt(fresh, kek, _context(epoch)))


def _unwrap(root: bytes, epoch: int, wrapped: str) -> bytes:
    data = base64.b64decode(wrapped, validate=True)
    return Cipher(root).decrypt(data[:12], data[12:], _context(epoch))
