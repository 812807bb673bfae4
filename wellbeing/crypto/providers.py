"""Where the keys come from: a file that only the site's own user can read."""

from __future__ import annotations

import base64
import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from wellbeing.crypto.errors import KeyMissing, KeyPermission, Tampered, WeakKey
from wellbeing.crypto.primitives import KEY_BYTES, NONCE_BYTES, Cipher, lp, nonce
from wellbeing.i18n import N_

_FORMAT = "miaopu-key-1"
_MOST_BYTES = 65_536
# Not every system has these.
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # a pipe in the file's place must not hang the start


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
    held = {"format": _FORMAT, "root": _text(root), "current": 1}
    text = json.dumps(held | {"epochs": {"1": _wrap(root, 1, kek)}}, indent=1)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINKS, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        # Half a file would be taken for a damaged one that somebody still needs.
        path.unlink()
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name last: without it the file may be gone after a power cut."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class FileProvider:
    """Reads the key file, after looking at who else could."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> KeyMaterial:
        """Return the keys, or refuse with a sentence that says what to do."""
        data = self._read()
        try:
            return _parse(data)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, Tampered):
            raise WeakKey(
                N_("The key file {path} is damaged or not ours. Put it back from its safe copy."),
                path=self.path,
            ) from None

    def _read(self) -> bytes:
        """Return the bytes of the very file that was looked at: it cannot be swapped between."""
        if self.path.is_symlink():
            raise self._not_plain()
        try:
            handle = os.open(self.path, os.O_RDONLY | _NO_LINKS | _NO_WAIT)
        except FileNotFoundError:
            raise KeyMissing(
                N_("The key file {path} is missing. Put it back from its safe copy."),
                path=self.path,
            ) from None
        except PermissionError:
            raise self._foreign() from None
        try:
            self._look(os.fstat(handle))
            return os.read(handle, _MOST_BYTES + 1)
        finally:
            os.close(handle)

    def _look(self, found: os.stat_result) -> None:
        """Refuse foreign owners and files or folders that others may read or write."""
        if not stat.S_ISREG(found.st_mode):
            raise self._not_plain()
        if os.name != "posix":
            return
        if found.st_uid != os.geteuid():
            raise self._foreign()
        if found.st_mode & 0o077:
            raise self._permission(
                N_("Others can read the key file {path}. Type: chmod 600 {path}")
            )
        folder = self.path.parent.stat()
        if folder.st_mode & 0o022 or folder.st_uid not in (0, os.geteuid()):
            raise self._permission(
                N_("Others can replace the key file {path}. Type: chmod 700 on its folder.")
            )

    def _not_plain(self) -> KeyPermission:
        return self._permission(N_("The key file {path} must be a plain file, not a link."))

    def _foreign(self) -> KeyPermission:
        return self._permission(N_("The key file {path} belongs to another user of this machine."))

    def _permission(self, message: str) -> KeyPermission:
        return KeyPermission(message, path=self.path)


def _parse(data: bytes) -> KeyMaterial:
    """Return the keys of a key file's bytes; whatever is not exactly one raises."""
    if len(data) > _MOST_BYTES:
        raise ValueError("too long")
    held = json.loads(data.decode("ascii"))
    if set(held) != {"format", "root", "current", "epochs"} or held["format"] != _FORMAT:
        raise ValueError("not a key file")
    root = base64.b64decode(held["root"], validate=True)
    _require_strong(root)
    epochs = {int(n): _unwrap(root, int(n), w) for n, w in held["epochs"].items()}
    for kek in epochs.values():
        _require_strong(kek)
    if held["current"] not in epochs:
        raise ValueError("no current epoch")
    return KeyMaterial(root, epochs, int(held["current"]))


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
    return Cipher(root).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], _context(epoch))
