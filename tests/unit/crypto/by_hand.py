"""What the specification says of context and padding, put together by hand for the tests.

The product makes both in halves, so that a column's share is made once; nothing there needs the
whole.
"""

from __future__ import annotations

from wellbeing.crypto import SealContext
from wellbeing.crypto.padding import tail


def context(place: SealContext, head: bytes) -> bytes:
    """Return the additional data of a cell: head and context as one."""
    before, after = place.around(head)
    return before + place.record_id.bytes + after


def pad(data: bytes) -> bytes:
    """Return data, a mark, and zeros up to the bucket."""
    return data + tail(len(data))
