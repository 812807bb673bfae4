"""How long a request's body may take: one that never ends holds nothing up for long."""

from __future__ import annotations

import asyncio
import time

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

from wellbeing.web.doors import MARKED

# A form of the door is short; a roster on a slow line is not. The proxy cuts sooner where there
# is one (`client_body_timeout`), and this holds without it.
FORM_SECONDS, OTHER_SECONDS = 30.0, 180.0


def in_time(receive: Receive, path: str) -> Receive:
    """Return what receives a body until its time is over, and is 408 from then on.

    A slow sender who keeps sending a byte now and then gains nothing: the time is for the whole.
    """
    seconds = FORM_SECONDS if path.startswith(MARKED) else OTHER_SECONDS
    ends, whole = time.monotonic() + seconds, False

    async def receiving() -> Message:
        nonlocal whole
        if whole:  # what comes after a body is the browser's going away, whenever that is
            return await receive()
        try:
            async with asyncio.timeout(ends - time.monotonic()):
                message = await receive()
        except TimeoutError:
            raise HTTPException(408, "Too slow.", {"connection": "close"}) from None
        whole = not message.get("more_body", False)
        return message

    return receiving
