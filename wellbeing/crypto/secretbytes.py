"""Key bytes that do not stay behind in memory when they are no longer needed."""

from __future__ import annotations

import ctypes
import sys

_CPYTHON = sys.implementation.name == "cpython"
# Where the characters begin inside the object: its last byte is the closing zero.
_BYTES_AT = sys.getsizeof(b"") - 1
_TEXT_AT = sys.getsizeof("") - 1


def wipe(*secrets: bytes | bytearray | str) -> None:
    """Overwrite secrets in place; nobody else may hold them.

    Bytes and texts never change in Python, so a copy would stay until its memory happens to be
    used again. Only whole keys that were just made or decoded here may be given: constants,
    and texts of one character, are shared by the interpreter.
    """
    for one in secrets:
        if isinstance(one, bytearray):
            one[:] = bytes(len(one))
        elif _CPYTHON and len(one) > 1 and (isinstance(one, bytes) or one.isascii()):
            start = _BYTES_AT if isinstance(one, bytes) else _TEXT_AT
            ctypes.memset(id(one) + start, 0, len(one))
