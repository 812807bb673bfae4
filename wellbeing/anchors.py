"""Anchors: what the audit's tail was after every commit, in a file outside the database.

A chain alone cannot see that its end was cut off; the anchors can.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

from wellbeing import journal

FILE = "audit.anchors"


def write(folder: Path, seq: int, mac: bytes) -> None:
    """Add one line; what was committed stays committed where the line cannot be written."""
    line = f"{seq} {mac.hex()}\n".encode()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # One short write at the end: lines of several processes do not mix.
        handle = os.open(folder / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line)
        finally:
            os.close(handle)
    except OSError as failed:
        journal.note("anchor_not_written", logging.ERROR, entry=seq, error=failed.errno)


def read(folder: Path) -> dict[int, bytes]:
    """Return the anchored macs by entry; a line cut short by a power cut is passed over."""
    found: dict[int, bytes] = {}
    path = folder / FILE
    if not path.exists():
        return found
    with path.open("r", encoding="ascii", errors="replace") as lines:
        for line in lines:
            parts = line.split()
            if len(parts) == 2 and parts[0].isdigit() and len(parts[1]) == 64:
                found[int(parts[0])] = bytes.fromhex(parts[1])
    return found
