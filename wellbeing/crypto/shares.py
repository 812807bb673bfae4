"""The root key as words for several people: any K of N rebuild it, fewer learn nothing.

The published standard SLIP-0039 (Shamir's scheme, words with a checksum that finds typing
errors) by its reference library. The words themselves are English in every language.
"""

from __future__ import annotations

from collections.abc import Sequence

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics

from wellbeing.crypto.errors import ShareRefused
from wellbeing.i18n import N_

MOST_SHARES = 16


def split(root: bytes | bytearray, shares: int, threshold: int) -> list[str]:
    """Return a root key as shares, of which `threshold` rebuild it; other words every time."""
    if not 2 <= threshold <= shares <= MOST_SHARES:
        message = N_("Choose 2 to {most} shares, and a threshold from 2 to as many as there are.")
        raise ShareRefused(message, most=MOST_SHARES)
    made: list[str] = generate_mnemonics(1, [(threshold, shares)], bytes(root))[0]
    return made


def combine(shares: Sequence[str]) -> bytes:
    """Return the root key; ShareRefused says which share is wrong, and how."""
    read = [_read(number, one) for number, one in enumerate(shares, 1)]
    if len({(one.identifier, one.group_count, one.member_threshold) for one in read}) > 1:
        raise ShareRefused(
            N_("These shares do not belong together. Take those of one printing only.")
        )
    if len({one.index for one in read}) < len(read):
        raise ShareRefused(N_("The same share was given twice. Give another one."))
    needed = read[0].member_threshold if read else 2
    if len(read) < needed:
        message = N_("{needed} shares are needed; {given} were given.")
        raise ShareRefused(message, needed=needed, given=len(read))
    try:
        root: bytes = combine_mnemonics(_plain(one) for one in shares[:needed])
        return root
    except MnemonicError:
        raise ShareRefused(
            N_("These shares do not belong together. Take those of one printing only.")
        ) from None


def needed(share: str) -> int:
    """Return how many shares of this one's printing rebuild the key; refuses a mistyped share."""
    return int(_read(1, share).member_threshold)


def _read(number: int, share: str) -> Share:
    try:
        return Share.from_mnemonic(_plain(share))
    except (MnemonicError, ValueError, KeyError, IndexError):
        raise ShareRefused(
            N_("Share {number} has a wrong, missing or mistyped word. Compare it with the paper."),
            number=number,
        ) from None


def _plain(share: str) -> str:
    """Return the words alone: numbers, line breaks and capitals of the paper do not count."""
    words = (word.strip(".,:;").lower() for word in share.split())
    return " ".join(word for word in words if word and not word.isdigit())
