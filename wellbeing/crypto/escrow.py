"""Escrow: the keys on paper for several people, rebuilt from it, and tried without showing them."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace

from wellbeing.crypto import key_file, shares, slip
from wellbeing.crypto.errors import ShareRefused, Tampered
from wellbeing.crypto.key_file import Held
from wellbeing.crypto.providers import FileProvider
from wellbeing.crypto.secretbytes import wipe
from wellbeing.i18n import N_


@dataclass(frozen=True, slots=True, repr=False)
class Printing:
    """What one printing puts on paper: a share for each person, and the slip for all."""

    shares: tuple[str, ...]
    threshold: int
    slip: tuple[str, ...]
    epoch: int


def print_shares(provider: FileProvider, count: int, threshold: int) -> Printing:
    """Return the words for paper; every printing has other words, and any one is enough."""
    held = provider.held()
    root = provider.root()
    try:
        words = shares.split(root, count, threshold)
    finally:
        wipe(root)
    return Printing(tuple(words), threshold, slip.lines_of(held.wrapped), held.current)


def rehearse(provider: FileProvider, words: Sequence[str], lines: str = "") -> None:
    """Prove that shares, and the slip where it is given, rebuild these keys; shows nothing."""
    rebuilt, root = shares.combine(words), provider.root()
    try:
        if not hmac.compare_digest(rebuilt, root):
            raise ShareRefused(N_("These shares are sound, but of another site or another key."))
        if lines and slip.read(lines).get(provider.held().current) != _current(provider.held()):
            raise ShareRefused(
                N_("The shares are right, but the slip is older than the last rotation. Print "
                   "again, and destroy the old sheets.")
            )  # fmt: skip
    finally:
        wipe(rebuilt, root)


def recover(provider: FileProvider, words: Sequence[str], lines: str) -> None:
    """Write a key file from shares: its epochs come from the slip, or from what is left of it."""
    there = provider.path.exists()
    if there and provider.held().source == "file":
        raise ShareRefused(
            N_("There is a key file with its root key at {path}. If it is the wrong one, move it "
               "away first."),
            path=provider.path,
        )  # fmt: skip
    root = shares.combine(words)
    try:
        held = _rebuilt(provider, root, lines) if not there else provider.held()
        held = replace(held, source="file", root=key_file.as_text(root))
        _require_fit(held, root)
        (key_file.write_over if there else key_file.write_new)(provider.path, held.text())
    finally:
        wipe(root)


def _rebuilt(provider: FileProvider, root: bytes, lines: str) -> Held:
    wrapped = slip.read(lines)
    return Held("file", "", max(wrapped), wrapped)


def _require_fit(held: Held, root: bytes) -> None:
    try:
        held.epochs(root)
    except (Tampered, ValueError):
        raise ShareRefused(
            N_("These shares do not open this slip. Take shares and slip of one site.")
        ) from None


def _current(held: Held) -> str:
    return held.wrapped[held.current]
