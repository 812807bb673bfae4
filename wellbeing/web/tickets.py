"""Short notes that a browser carries for us between two pages: signed, dated, for one purpose."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from hmac import compare_digest
from typing import Any

from wellbeing.runtime import Runtime

MINUTES = 10


def write(runtime: Runtime, purpose: str, note: dict[str, Any]) -> str:
    """Return a note that counts for ten minutes and for this purpose alone."""
    until = (runtime.clock() + timedelta(minutes=MINUTES)).timestamp()
    body = urlsafe_b64encode(json.dumps(note | {"until": until}).encode())
    return f"{body.decode()}.{_seal(runtime, purpose, body)}"


def read(runtime: Runtime, purpose: str, ticket: str) -> dict[str, Any]:
    """Return what a note says; {} where it is not ours, too old, or for something else."""
    body, _, seal = ticket.partition(".")
    expected = _seal(runtime, purpose, body.encode("utf-8", "replace"))
    if not compare_digest(expected.encode(), seal.encode("utf-8", "replace")):
        return {}
    found: dict[str, Any] = json.loads(urlsafe_b64decode(body))
    return found if found["until"] > runtime.clock().timestamp() else {}


def _seal(runtime: Runtime, purpose: str, body: bytes) -> str:
    return runtime.keyring().mac("ticket", purpose.encode(), body).hex()
