"""The key file: the wrapped epochs, and what its provider keeps of the root key.

One JSON object of ASCII: `format`, `root`, `current` and `epochs` (number: wrapped key). `root`
is the key itself only with the default provider; else it names the provider that has it.
"""

from __future__ import annotations

import base64
import json
import os
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from wellbeing.crypto.errors import KeyMissing, KeyPermission, WeakKey
from wellbeing.crypto.primitives import KEY_BYTES, NONCE_BYTES, Cipher, lp, nonce
from wellbeing.crypto.secretbytes import wipe
from wellbeing.i18n import N_

_FORMAT = "miaopu-key-1"
_MOST_BYTES = 65_536
_FIELDS = {"format", "root", "current", "epochs"}
# Not every system has these.
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # a pipe in the file's place must not hang the start


@dataclass(frozen=True, slots=True, repr=False)
class Held:
    """What a key file says: where the root is, what is kept of it there, and the epochs."""

    source: str
    root: str
    current: int
    wrapped: dict[int, str]

    def text(self) -> str:
        """Return the file's text."""
        plain = self.source == "file"
        return json.dumps(
            {
                "format": _FORMAT,
                "root": self.root if plain else {"from": self.source, "held": self.root},
                "current": self.current,
                "epochs": {str(number): one for number, one in self.wrapped.items()},
            },
            indent=1,
        )

    def with_epoch(self, root: bytes | bytearray, number: int) -> Held:
        """Return this with a fresh epoch, not yet the current one."""
        kek = os.urandom(KEY_BYTES)
        wrapped = _wrap(root, number, kek)
        wipe(kek)
        return replace(self, wrapped={**self.wrapped, number: wrapped})

    def without_epoch(self, number: int) -> Held:
        """Return this without an epoch."""
        left = {one: wrapped for one, wrapped in self.wrapped.items() if one != number}
        return replace(self, wrapped=left)

    def epochs(self, root: bytes | bytearray) -> dict[int, bytearray]:
        """Return the unwrapped epochs; raise Tampered where the root is another one."""
        keks = {number: _unwrap(root, number, one) for number, one in self.wrapped.items()}
        for kek in keks.values():
            require_strong(kek)
        return keks


def parse(data: bytes) -> Held:
    """Return what a key file's bytes say; whatever is not exactly one raises ValueError or kin."""
    if len(data) > _MOST_BYTES:
        raise ValueError("too long")
    held: Any = json.loads(data.decode("ascii"))
    if set(held) != _FIELDS or held["format"] != _FORMAT:
        raise ValueError("not a key file")
    root, source = held["root"], "file"
    if isinstance(root, dict):
        source, root = str(root["from"]), str(root["held"])
    wrapped = {int(number): str(one) for number, one in held["epochs"].items()}
    if held["current"] not in wrapped:
        raise ValueError("no current epoch")
    return Held(source, root, int(held["current"]), wrapped)


def require_strong(key: bytes | bytearray) -> None:
    """Raise ValueError for a key of another length, or one that nobody drew at random."""
    if len(key) != KEY_BYTES or len(set(key)) < 8:
        raise ValueError("weak key")


def read(path: Path) -> bytes:
    """Return the bytes of a key file, after looking at who else could read or replace it.

    They are those of the very file that was looked at: it cannot be swapped in between.
    """
    if path.is_symlink():
        raise _not_plain(path)
    try:
        handle = os.open(path, os.O_RDONLY | _NO_LINKS | _NO_WAIT)
    except FileNotFoundError:
        raise KeyMissing(
            N_("The key file {path} is missing. Put it back from its safe copy."), path=path
        ) from None
    except PermissionError:
        raise _foreign(path) from None
    try:
        _look(path, os.fstat(handle))
        return os.read(handle, _MOST_BYTES + 1)
    finally:
        os.close(handle)


def write_new(path: Path, text: str) -> None:
    """Write a file for its owner alone; never over another one, and never half a file."""
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


def write_over(path: Path, text: str) -> None:
    """Replace a key file at one stroke, and overwrite what was in the old one."""
    partial = path.with_name(path.name + ".partial")
    partial.unlink(missing_ok=True)
    write_new(partial, text)
    with path.open("r+b", buffering=0) as old:
        partial.replace(path)
        _sync_folder(path.parent)
        # The name is gone, but the blocks would still hold a key that may have to be forgotten.
        old.write(bytes(os.fstat(old.fileno()).st_size))
        os.fsync(old.fileno())


def damaged(path: Path) -> WeakKey:
    """Return the refusal of a file that is not a proper key file."""
    return WeakKey(
        N_("The key file {path} is damaged or not ours. Put it back from its safe copy."), path=path
    )


def _sync_folder(folder: Path) -> None:
    """Make the new name last: without it the file may be gone after a power cut."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _look(path: Path, found: os.stat_result) -> None:
    """Refuse foreign owners and files or folders that others may read or write."""
    if not stat.S_ISREG(found.st_mode):
        raise _not_plain(path)
    if os.name != "posix":
        return
    if found.st_uid != os.geteuid():
        raise _foreign(path)
    if found.st_mode & 0o077:
        message = N_("Others can read the key file {path}. Type: chmod 600 {path}")
        raise KeyPermission(message, path=path)
    folder = path.parent.stat()
    if folder.st_mode & 0o022 or folder.st_uid not in (0, os.geteuid()):
        message = N_("Others can replace the key file {path}. Type: chmod 700 on its folder.")
        raise KeyPermission(message, path=path)


def _not_plain(path: Path) -> KeyPermission:
    return KeyPermission(N_("The key file {path} must be a plain file, not a link."), path=path)


def _foreign(path: Path) -> KeyPermission:
    message = N_("The key file {path} belongs to another user of this machine.")
    return KeyPermission(message, path=path)


def as_text(key: bytes | bytearray) -> str:
    """Return a key as base64."""
    return base64.b64encode(key).decode("ascii")


def _context(epoch: int) -> bytes:
    return lp(b"miaopu-kek", str(epoch).encode())


def _wrap(root: bytes | bytearray, epoch: int, kek: bytes) -> str:
    fresh = nonce()
    return as_text(fresh + Cipher(root).encrypt(fresh, kek, _context(epoch)))


def _unwrap(root: bytes | bytearray, epoch: int, wrapped: str) -> bytearray:
    data = base64.b64decode(wrapped, validate=True)
    if len(data) < NONCE_BYTES + KEY_BYTES:
        raise ValueError("not a wrapped key")
    return Cipher(root).unwrap(data[:NONCE_BYTES], data[NONCE_BYTES:], _context(epoch))
