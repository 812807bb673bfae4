"""The slip: a key file's wrapped epochs as lines that a person can type, useless without a root.

Each line is one epoch in base32 (RFC 4648): number, wrapped key and two bytes that find typing
errors, in groups of four.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping

from wellbeing.crypto.errors import ShareRefused
from wellbeing.crypto.primitives import KEY_BYTES, NONCE_BYTES, TAG_BYTES
from wellbeing.i18n import N_

_WRAPPED = NONCE_BYTES + KEY_BYTES + TAG_BYTES
_CHECK = 2


def lines_of(wrapped: Mapping[int, str]) -> tuple[str, ...]:
    """Return a line for every epoch."""
    return tuple(_line(number, wrapped[number]) for number in sorted(wrapped))


def read(text: str) -> dict[int, str]:
    """Return the wrapped epochs of a slip; ShareRefused names the line that is mistyped."""
    lines = [line for line in text.upper().splitlines() if line.strip()]
    if not lines:
        raise ShareRefused(N_("The slip is empty. Type its lines as they are printed."))
    return dict(_read(number, line) for number, line in enumerate(lines, 1))


def _line(number: int, wrapped: str) -> str:
    data = number.to_bytes(2, "big") + base64.b64decode(wrapped)
    text = base64.b32encode(data + _check(data)).decode("ascii").rstrip("=")
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def _read(number: int, line: str) -> tuple[int, str]:
    text = "".join(line.split())
    try:
        data = base64.b32decode(text + "=" * (-len(text) % 8))
    except ValueError:
        data = b""
    body = data[:-_CHECK]
    if len(body) != 2 + _WRAPPED or data[-_CHECK:] != _check(body):
        raise ShareRefused(
            N_("Line {number} of the slip is mistyped. Compare it with the paper."), number=number
        )
    return int.from_bytes(body[:2], "big"), base64.b64encode(body[2:]).decode("ascii")


def _check(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()[:_CHECK]
