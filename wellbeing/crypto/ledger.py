"""The erasure ledger: what may never open again, kept beside the key and not in the database.

One line of JSON for each erasure, appended and synced; a keyed digest names the subject and a
mac closes each line. A restored backup of the database knows nothing of it, and meets it at the
next start.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Protocol
from uuid import UUID

from wellbeing.crypto.errors import WeakKey
from wellbeing.crypto.tables import Erasure
from wellbeing.i18n import N_


class Maker(Protocol):
    """The keyring, as far as the ledger needs it."""

    def mac(self, purpose: str, *parts: bytes) -> bytes:
        """Return a mac under a purpose's key."""


def subject_digest(keyring: Maker, subject: UUID) -> bytes:
    """Return what the ledger calls a subject: nobody without the keys learns whose it is."""
    return keyring.mac("erasure-subject", subject.bytes)


class Ledger:
    """The file beside the key."""

    def __init__(self, path: Path) -> None:
        self.path = path
        # There while bytes of deleted keys may still be in the files of the database.
        self._unclean = path.with_name(path.name + ".unclean")

    @property
    def waits(self) -> bool:
        """Whether the database's files are still to be cleaned of deleted keys."""
        return self._unclean.exists()

    def begin(self) -> None:
        """Note that files are to be cleaned, before anything is deleted; a crash leaves it."""
        self._unclean.touch(0o600)

    def cleaned(self) -> None:
        """Note that no byte of a deleted key is left."""
        self._unclean.unlink(missing_ok=True)

    def read(self, keyring: Maker) -> tuple[Erasure, ...]:
        """Return every erasure; a last line that a power cut left half counts as not written."""
        if not self.path.exists():
            return ()
        lines = self.path.read_text(encoding="ascii").split("\n")
        return tuple(self._parse(keyring, line) for line in lines[:-1])

    def append(self, keyring: Maker, erasures: Iterable[Erasure]) -> None:
        """Add erasures and wait until they are on the disk."""
        lines = "".join(_line(keyring, one) for one in erasures)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            _cut_half_line(handle)
            os.write(handle, lines.encode("ascii"))
            os.fsync(handle)
        finally:
            os.close(handle)

    def _parse(self, keyring: Maker, line: str) -> Erasure:
        try:
            held = json.loads(line)
            found = Erasure(
                UUID(held["id"]), bytes.fromhex(held["subject"]), str(held["compartment"]),
                int(held["generation"]), int(held["epoch"]), int(held["at"]),
                UUID(held["part_of"]) if held.get("part_of") else None,
            )  # fmt: skip
            fits = hmac.compare_digest(bytes.fromhex(held["mac"]), _mac(keyring, found))
        except (ValueError, KeyError, TypeError):
            fits = False
        if not fits:
            raise WeakKey(
                N_("The erasure ledger {path} was changed, or belongs to another key. Put it back "
                   "from its safe copy."),
                path=self.path,
            )  # fmt: skip
        return found


def _cut_half_line(handle: int) -> None:
    """Take away what a power cut left of a line; its erasure was never told as done."""
    size = os.fstat(handle).st_size
    data = os.pread(handle, size, 0)
    if data and not data.endswith(b"\n"):
        os.ftruncate(handle, data.rfind(b"\n") + 1)


def _line(keyring: Maker, one: Erasure) -> str:
    held = asdict(one) | {"id": str(one.id), "subject": one.subject.hex()}
    held["part_of"] = str(one.part_of) if one.part_of else None
    return json.dumps(held | {"mac": _mac(keyring, one).hex()}) + "\n"


def _mac(keyring: Maker, one: Erasure) -> bytes:
    numbers = (one.generation, one.epoch, one.at)
    parts = (one.id.bytes, one.subject, one.compartment.encode())
    # Lines of before there were renewed keys have the same mac as ever.
    more = (one.part_of.bytes,) if one.part_of else ()
    return keyring.mac(
        "erasure-ledger", *parts, *(str(number).encode() for number in numbers), *more
    )
