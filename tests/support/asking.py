"""A site's own instrument of which one answer asks to be spoken about the same day."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wellbeing.measures import use_folder

ASKING = """
key = "own_three"
title = "Our three questions (fictional)"
items = 3
low = 0
high = 3
higher_is_better = false
enabled = true
licence = "our own"
source = "ours"
form_version = "1"
[speak_about]
2 = 1
"""


@contextmanager
def asking_instrument() -> Iterator[str]:
    """Switch it on for a while; return its key. Its second answer asks for a talk from 1 on."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "own.toml").write_text(ASKING)
        assert use_folder(Path(folder)) == ()
        try:
            yield "own_three"
        finally:
            use_folder(None)
