"""Whose a media file is: an address alone opens nothing, not even to a colleague.

Streamlit serves downloads and pictures to whoever knows the address. The door sees each
address on its way to a browser, and remembers to whose sign-in it went.
"""

from __future__ import annotations

import re
from collections import OrderedDict

PREFIX = "/media/"
_NAMED = re.compile(rb"/media/([0-9a-zA-Z_-]{16,128}(?:\.[0-9a-zA-Z]{1,8})?)")
_MOST_FILES = 50_000


class Media:
    """Which sign-ins were shown which media files, in this process."""

    def __init__(self) -> None:
        self._shown: OrderedDict[str, set[bytes]] = OrderedDict()

    def learn(self, message: bytes, owner: bytes) -> None:
        """Note every media address in a message to this sign-in's browser."""
        if b"/media/" not in message:
            return
        for found in _NAMED.findall(message):
            name = found.decode("ascii")
            self._shown.setdefault(name, set()).add(owner)
            self._shown.move_to_end(name)
        while len(self._shown) > _MOST_FILES:
            self._shown.popitem(last=False)

    def may_open(self, path: str, owner: bytes) -> bool:
        """Tell whether this sign-in was shown the file; other paths are not media."""
        if not path.startswith(PREFIX):
            return True
        return owner in self._shown.get(path.removeprefix(PREFIX), ())
