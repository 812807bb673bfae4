"""Where the keys come from: a key file, and a provider that has its root key."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Protocol

from wellbeing.crypto import key_file
from wellbeing.crypto.errors import Tampered, WeakKey
from wellbeing.crypto.key_file import Held
from wellbeing.crypto.material import KeyMaterial
from wellbeing.crypto.secretbytes import wipe
from wellbeing.crypto.sources import InFile
from wellbeing.i18n import N_

_DAMAGE = (ValueError, KeyError, TypeError, AttributeError, RecursionError, Tampered)


class RootSource(Protocol):
    """Has the root key, or knows who has."""

    name: str

    def make(self) -> tuple[bytes, str]:
        """Return the root key of a new site, and what the key file is to keep of it."""

    def keep(self, root: bytes) -> str:
        """Take over a root key; return what the key file is to keep of it."""

    def fetch(self, held: str) -> bytes:
        """Return the root key for what the key file keeps; raise StartRefused or ValueError."""


class FileProvider:
    """Reads and changes the key file; the root key comes from its source."""

    def __init__(self, path: Path, source: RootSource | None = None) -> None:
        self.path = path
        self._source: RootSource = source or InFile()

    def load(self) -> KeyMaterial:
        """Return the keys, or refuse with a sentence that says what to do."""
        held = self.held()
        root = self._root(held)
        try:
            key_file.require_strong(root)
            return KeyMaterial(root, held.epochs(root), held.current)
        except _DAMAGE:
            raise self._closed(held) from None
        finally:
            wipe(root)

    def root(self) -> bytes:
        """Return the root key, to be wiped as soon as it has been used."""
        return self._root(self.held())

    def held(self) -> Held:
        """Return what the key file says, keys still wrapped."""
        data = key_file.read(self.path)
        try:
            return key_file.parse(data)
        except _DAMAGE:
            raise key_file.damaged(self.path) from None
        finally:
            wipe(data)

    def create(self) -> None:
        """Write a fresh key file, readable by its owner alone; never over another one.

        Its folder is made only when there is a root key: a refused start leaves nothing behind.
        """
        try:
            root, kept = self._source.make()
            key_file.require_strong(root)
        except _DAMAGE:
            raise _weak() from None
        held = Held(self._source.name, kept, 1, {}).with_epoch(root, 1)
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        key_file.write_new(self.path, held.text())
        wipe(root)

    def prepare_epoch(self) -> int:
        """Add an epoch that is not used yet, unless one waits; return its number."""
        held = self.held()
        newest = max(held.wrapped)
        if newest > held.current:
            return newest
        root = self._root(held)
        key_file.write_over(self.path, held.with_epoch(root, newest + 1).text())
        wipe(root)
        return newest + 1

    def use_epoch(self, number: int) -> None:
        """Make an epoch of the file the current one."""
        key_file.write_over(self.path, replace(self.held(), current=number).text())

    def drop_epoch(self, number: int) -> None:
        """Forget an epoch for ever; whatever only it opens is gone."""
        key_file.write_over(self.path, self.held().without_epoch(number).text())

    def move_to(self, source: RootSource) -> None:
        """Give the root key to another source; the file keeps what that one needs."""
        held = self.held()
        root = self._root(held)
        try:
            moved = replace(held, source=source.name, root=source.keep(root))
        finally:
            wipe(root)
        key_file.write_over(self.path, moved.text())
        self._source = source

    def _root(self, held: Held) -> bytes:
        if held.source != self._source.name:
            raise self._elsewhere(held)
        try:
            return self._source.fetch(held.root)
        except _DAMAGE:
            raise key_file.damaged(self.path) from None

    def _elsewhere(self, held: Held) -> WeakKey:
        return WeakKey(
            N_("The key file {path} says that its root key comes from {there}, but "
               "MIAOPU_KEY_SOURCE says {here}. Set it to {there}."),
            path=self.path, there=held.source, here=self._source.name,
        )  # fmt: skip

    def _closed(self, held: Held) -> WeakKey:
        if held.source == "file":
            return key_file.damaged(self.path)
        return WeakKey(
            N_("The root key from {there} does not open the key file {path}. Give the right one."),
            path=self.path, there=held.source,
        )  # fmt: skip


def _weak() -> WeakKey:
    return WeakKey(
        N_("This root key is weak, or not 32 bytes in base64. Draw one: "
           "head -c 32 /dev/urandom | base64")
    )  # fmt: skip


def create_key_file(path: Path) -> None:
    """Write a fresh key file with its root key in it."""
    FileProvider(path).create()
